package task

import (
	"context"
	"time"

	"example.com/app/internal/database"
)

// Label is a label of a user's tasks, and on how many it is.
type Label struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

func scanCount(row database.Row) (l Label, err error) {
	err = row.Scan(&l.Name, &l.Count)
	return l, err
}

// Labels returns the labels of a user's tasks by name.
func (s *Store) Labels(ctx context.Context, userID string) ([]Label, error) {
	return database.All(ctx, s.db.Conn, scanCount, `
		SELECT name, count(*) FROM task_labels JOIN tasks ON tasks.id = task_labels.task_id
		WHERE user_id = ? GROUP BY name ORDER BY name`, userID)
}

// Stats are statistics over a user's tasks.
type Stats struct {
	ByStatus           map[Status]int   `json:"by_status"`
	ByPriority         map[Priority]int `json:"by_priority"`
	Overdue            int              `json:"overdue"`
	CompletedLast7Days int              `json:"completed_last_7_days"`
}

type group struct {
	status   Status
	priority int
	count    int
}

func scanGroup(row database.Row) (g group, err error) {
	err = row.Scan(&g.status, &g.priority, &g.count)
	return g, err
}

// Stats counts a user's tasks.
func (s *Store) Stats(ctx context.Context, userID string) (Stats, error) {
	stats := Stats{ByStatus: map[Status]int{}, ByPriority: map[Priority]int{}}
	for _, status := range Statuses {
		stats.ByStatus[status] = 0
	}
	for _, priority := range Priorities {
		stats.ByPriority[priority] = 0
	}
	groups, err := database.All(ctx, s.db.Conn, scanGroup,
		"SELECT status, priority, count(*) FROM tasks WHERE user_id = ? GROUP BY status, priority", userID)
	if err != nil {
		return stats, err
	}
	for _, each := range groups {
		stats.ByStatus[each.status] += each.count
		stats.ByPriority[Priorities[each.priority]] += each.count
	}
	now := database.Now()
	stats.Overdue, err = database.One(ctx, s.db.Conn, database.Scan[int],
		"SELECT count(*) FROM tasks WHERE user_id = ? AND due_at < ? AND status IN ('todo', 'in_progress')", userID, now)
	if err != nil {
		return stats, err
	}
	stats.CompletedLast7Days, err = database.One(ctx, s.db.Conn, database.Scan[int],
		"SELECT count(*) FROM tasks WHERE user_id = ? AND completed_at >= ?", userID, now.Add(-7*24*time.Hour))
	return stats, err
}
