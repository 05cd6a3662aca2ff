package task

import (
	"context"
	"strings"
	"time"

	"example.com/app/internal/input"
	"example.com/app/internal/page"
	"example.com/app/internal/text"
)

var sorts = []string{
	"created_at", "-created_at", "due_at", "-due_at", "priority", "-priority", "title", "-title",
}

// Filter says which tasks to list, and in which order.
type Filter struct {
	Order               page.Order
	status              Status
	priority            Priority
	projectID           string
	labels              []string
	dueBefore, dueAfter *time.Time
	words               string
}

// ReadFilter reads the parameters of a list.
func ReadFilter(parameters *input.Parameters) Filter {
	sort := input.Choice(parameters, "sort", sorts, "-created_at")
	column := strings.TrimPrefix(sort, "-")
	return Filter{
		Order: page.Order{
			Column: column, Descending: sort != column,
			Nullable: column == "due_at", IsTime: strings.HasSuffix(column, "_at"),
		},
		status:    input.Choice(parameters, "status", Statuses, ""),
		priority:  input.Choice(parameters, "priority", Priorities, ""),
		projectID: parameters.ID("project_id"),
		labels:    parameters.Names("label", mostLabels, longestLabel),
		dueBefore: parameters.Time("due_before"),
		dueAfter:  parameters.Time("due_after"),
		words:     parameters.Text("q", 200),
	}
}

// Place of a task in an order.
func Place(order page.Order) func(Task) page.Place {
	return func(t Task) page.Place {
		place := page.Place{ID: t.ID}
		switch order.Column {
		case "created_at":
			place.Value = t.CreatedAt
		case "due_at":
			if t.DueAt != nil {
				place.Value = *t.DueAt
			}
		case "priority":
			place.Value = t.Priority.rank()
		case "title":
			place.Value = t.Title
		}
		return place
	}
}

// List returns a page of a user's tasks.
func (s *Store) List(ctx context.Context, userID string, filter Filter, request page.Request) ([]Task, error) {
	query := page.Query[Task]{SQL: "SELECT " + columns + " FROM tasks WHERE user_id = ?", Args: []any{userID}, Scan: scan}
	filter.addTo(&query)
	tasks, err := page.Fetch(ctx, s.db.Conn, query, request)
	if err != nil {
		return nil, err
	}
	return tasks, addLabelsTo(ctx, s.db.Conn, tasks)
}

func (f Filter) addTo(query *page.Query[Task]) {
	where := func(condition string, args ...any) {
		query.SQL += " AND " + condition
		query.Args = append(query.Args, args...)
	}
	if f.status != "" {
		where("status = ?", f.status)
	}
	if f.priority != "" {
		where("priority = ?", f.priority.rank())
	}
	if f.projectID != "" {
		where("project_id = ?", f.projectID)
	}
	if f.dueBefore != nil {
		where("due_at < ?", *f.dueBefore)
	}
	if f.dueAfter != nil {
		where("due_at > ?", *f.dueAfter)
	}
	for _, label := range f.labels {
		where("EXISTS (SELECT name FROM task_labels WHERE task_id = tasks.id AND name = ?)", label)
	}
	if f.words != "" {
		pattern := "%" + strings.NewReplacer("|", "||", "%", "|%", "_", "|_").Replace(text.Fold(f.words)) + "%"
		where("(folded_title LIKE ? ESCAPE '|' OR folded_description LIKE ? ESCAPE '|')", pattern, pattern)
	}
}
