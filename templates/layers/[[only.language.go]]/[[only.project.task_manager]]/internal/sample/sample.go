// Package sample has sample projects and tasks.
package sample

import (
	"context"
	"time"

	"example.com/app/internal/account"
	"example.com/app/internal/database"
	"example.com/app/internal/project"
	"example.com/app/internal/task"
)

const day = 24 * time.Hour

var projects = []struct{ name, color string }{{"Launch", "#2f6fed"}, {"Home", "#3aa76d"}}

var tasks = []struct {
	project, title string
	status         task.Status
	priority       task.Priority
	due            time.Duration
	labels         []string
}{
	{"Launch", "Write the release notes", "in_progress", "high", 2 * day, []string{"writing"}},
	{"Launch", "Test the backup", "todo", "urgent", -day, []string{"ops"}},
	{"Launch", "Choose a logo", "done", "low", -5 * day, []string{"design"}},
	{"Launch", "Print stickers", "cancelled", "low", 0, []string{"design"}},
	{"Home", "Water the plants 🌱", "todo", "medium", day, []string{"garden"}},
	{"", "Read about keyset pagination", "todo", "medium", 0, []string{"reading", "sql"}},
}

// Guests get the sample, and are deleted with everything that belongs to them by cascade.
type Guests struct{ DB *database.DB }

// AddSample adds the sample to a new account.
func (g Guests) AddSample(ctx context.Context, guest account.User) error {
	return g.DB.InTx(ctx, func(ctx context.Context, tx database.Conn) error { return Add(ctx, tx, guest.ID) })
}

// Remove deletes an account.
func (g Guests) Remove(ctx context.Context, userID string) error {
	_, err := g.DB.Exec(ctx, "DELETE FROM users WHERE id = ?", userID)
	return err
}

// Add adds them to an account.
func Add(ctx context.Context, db database.Conn, userID string) error {
	ids := map[string]*string{}
	for _, each := range projects {
		added, err := project.Add(ctx, db, userID, project.Project{Name: each.name, Color: &each.color})
		if err != nil {
			return err
		}
		ids[each.name] = &added.ID
	}
	for _, each := range tasks {
		t := task.New(each.title)
		t.Status, t.Priority, t.Labels, t.ProjectID = each.status, each.priority, each.labels, ids[each.project]
		if each.due != 0 {
			t.DueAt = new(database.Now().Add(each.due))
		}
		if _, err := task.Add(ctx, db, userID, t); err != nil {
			return err
		}
	}
	return nil
}
