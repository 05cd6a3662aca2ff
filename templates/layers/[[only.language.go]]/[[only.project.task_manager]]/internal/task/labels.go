package task

import (
	"context"
	"strings"

	"example.com/app/internal/database"
)

type label struct{ taskID, name string }

func scanLabel(row database.Row) (l label, err error) {
	err = row.Scan(&l.taskID, &l.name)
	return l, err
}

// addLabelsTo reads the labels of several tasks in one query.
func addLabelsTo(ctx context.Context, db database.Conn, tasks []Task) error {
	if len(tasks) == 0 {
		return nil
	}
	byID := map[string]*Task{}
	ids := make([]any, len(tasks))
	for i := range tasks {
		tasks[i].Labels = []string{}
		byID[tasks[i].ID], ids[i] = &tasks[i], tasks[i].ID
	}
	labels, err := database.All(ctx, db, scanLabel,
		"SELECT task_id, name FROM task_labels WHERE task_id IN "+database.In(len(ids))+" ORDER BY name", ids...)
	for _, each := range labels {
		byID[each.taskID].Labels = append(byID[each.taskID].Labels, each.name)
	}
	return err
}

func insertLabels(ctx context.Context, tx database.Conn, taskID string, names []string) error {
	if len(names) == 0 {
		return nil
	}
	var args []any
	for _, name := range names {
		args = append(args, taskID, name)
	}
	rows := strings.TrimSuffix(strings.Repeat("(?, ?), ", len(names)), ", ")
	_, err := tx.Exec(ctx, "INSERT INTO task_labels (task_id, name) VALUES "+rows, args...)
	return err
}
