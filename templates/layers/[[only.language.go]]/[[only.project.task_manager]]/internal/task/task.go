// Package task has tasks, their labels, and statistics over them.
package task

import (
	"slices"
	"time"

	"example.com/app/internal/database"
	"example.com/app/internal/input"
	"example.com/app/internal/text"
)

// Status of a task.
type Status string

// Statuses that a task can have.
var Statuses = []Status{"todo", "in_progress", "done", "cancelled"}

// Priority of a task. It is stored as its rank, so that it sorts by urgency.
type Priority string

// Priorities by rank.
var Priorities = []Priority{"low", "medium", "high", "urgent"}

func (p Priority) rank() int { return slices.Index(Priorities, p) }

const (
	mostLabels   = 20
	longestLabel = 50
	longestTitle = 200
)

// Task of a user.
type Task struct {
	ID          string     `json:"id"`
	Title       string     `json:"title"`
	Description string     `json:"description"`
	Status      Status     `json:"status"`
	Priority    Priority   `json:"priority"`
	DueAt       *time.Time `json:"due_at"`
	CompletedAt *time.Time `json:"completed_at"`
	ProjectID   *string    `json:"project_id"`
	Labels      []string   `json:"labels"`
	Version     int        `json:"version"`
	CreatedAt   time.Time  `json:"created_at"`
	UpdatedAt   time.Time  `json:"updated_at"`
}

// New is a task to which its title has to be added.
func New(title string) Task {
	return Task{Title: title, Status: "todo", Priority: "medium", Labels: []string{}}
}

// ReadNew reads what a new task needs.
func ReadNew(body *input.Object) (Task, error) {
	t := New("")
	t.Title = body.Name("title", longestTitle)
	t.read(body)
	return t, body.Err()
}

// readChange reads a merge patch: members that are missing stay unchanged, and null clears.
func (t *Task) readChange(body *input.Object) error {
	if body.Has("title") {
		t.Title = body.Name("title", longestTitle)
	}
	t.read(body)
	return body.Err()
}

func (t *Task) read(body *input.Object) {
	if body.Has("description") {
		t.Description = body.Text("description", 0, 10_000)
	}
	if body.Has("status") {
		t.Status = input.OneOf(body, "status", Statuses)
	}
	if body.Has("priority") {
		t.Priority = input.OneOf(body, "priority", Priorities)
	}
	if body.IsNull("due_at") {
		t.DueAt = nil
	} else if body.Has("due_at") {
		t.DueAt = new(body.Time("due_at"))
	}
	if body.IsNull("project_id") {
		t.ProjectID = nil
	} else if body.Has("project_id") {
		t.ProjectID = new(body.ID("project_id"))
	}
	if body.Has("labels") {
		t.Labels = sortedDistinct(body.Names("labels", mostLabels, longestLabel))
	}
}

// complete sets when a task was done, or clears it.
func (t *Task) complete(now time.Time) {
	if t.Status != "done" {
		t.CompletedAt = nil
	} else if t.CompletedAt == nil {
		t.CompletedAt = &now
	}
}

// sortedDistinct sorts by code point, as the databases do, and keeps the first of labels that look the same.
func sortedDistinct(labels []string) []string {
	seen := map[string]bool{}
	distinct := []string{}
	for _, label := range labels {
		if key := text.Compared(label); !seen[key] {
			seen[key] = true
			distinct = append(distinct, label)
		}
	}
	slices.Sort(distinct)
	return distinct
}

const columns = `
	id, title, description, status, priority, due_at, completed_at, project_id, version, created_at, updated_at`

func scan(row database.Row) (t Task, err error) {
	var rank int
	err = row.Scan(&t.ID, &t.Title, &t.Description, &t.Status, &rank, &t.DueAt, &t.CompletedAt, &t.ProjectID,
		&t.Version, &t.CreatedAt, &t.UpdatedAt)
	if err == nil {
		t.Priority = Priorities[rank]
	}
	return t, err
}
