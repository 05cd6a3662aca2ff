package task

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"example.com/app/internal/answer"
	"example.com/app/internal/database"
	"example.com/app/internal/etag"
	"example.com/app/internal/failure"
	"example.com/app/internal/idempotency"
	"example.com/app/internal/input"
	"example.com/app/internal/project"
	"example.com/app/internal/text"
)

// Store has the tasks of all users. Its methods only find those of one.
type Store struct {
	db *database.DB
}

// NewStore stores tasks in a database.
func NewStore(db *database.DB) *Store { return &Store{db} }

// Find returns a user's task.
func (s *Store) Find(ctx context.Context, userID, id string) (Task, error) {
	id, ok := input.ParseID(id)
	if !ok {
		return Task{}, failure.Missing()
	}
	found, err := database.One(ctx, s.db.Conn, scan,
		"SELECT "+columns+" FROM tasks WHERE id = ? AND user_id = ?", id, userID)
	if errors.Is(err, database.ErrNotFound) {
		return Task{}, failure.Missing()
	}
	if err != nil {
		return Task{}, err
	}
	tasks := []Task{found}
	err = addLabelsTo(ctx, s.db.Conn, tasks)
	return tasks[0], err
}

// Path is where tasks are.
const Path = "/api/v1/tasks"

// Create stores a new task, once for each key.
func (s *Store) Create(ctx context.Context, userID string, given Task, key idempotency.Key) (idempotency.Answer, error) {
	created, _, err := idempotency.Once(ctx, s.db, key, func(ctx context.Context, tx database.Conn) (idempotency.Answer, error) {
		added, err := Add(ctx, tx, userID, given)
		if err != nil {
			return idempotency.Answer{}, err
		}
		body, err := answer.Encode(added)
		return idempotency.Answer{Location: Path + "/" + added.ID, ETag: etag.Of(added.Version), Body: string(body)}, err
	})
	return created, err
}

// Add stores a new task.
func Add(ctx context.Context, tx database.Conn, userID string, t Task) (Task, error) {
	if err := checkProject(ctx, tx, userID, t.ProjectID); err != nil {
		return Task{}, err
	}
	now := database.Now()
	t.ID, t.Version, t.CreatedAt, t.UpdatedAt = uuid.NewString(), 1, now, now
	t.complete(now)
	_, err := tx.Exec(ctx, `
		INSERT INTO tasks (
			id, user_id, project_id, title, description, folded_title, folded_description, status, priority,
			due_at, completed_at, version, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		t.ID, userID, t.ProjectID, t.Title, t.Description, text.Fold(t.Title), text.Fold(t.Description), t.Status,
		t.Priority.rank(), t.DueAt, t.CompletedAt, t.Version, t.CreatedAt, t.UpdatedAt)
	if err != nil {
		return Task{}, projectGone(err)
	}
	return t, insertLabels(ctx, tx, t.ID, t.Labels)
}

// Change applies a merge patch to a version of a user's task; of two concurrent changes, the second one fails.
func (s *Store) Change(ctx context.Context, userID string, t Task, body *input.Object) (Task, error) {
	if err := t.readChange(body); err != nil {
		return Task{}, err
	}
	err := s.db.InTx(ctx, func(ctx context.Context, tx database.Conn) error {
		return change(ctx, tx, userID, &t, body.Has("labels"))
	})
	return t, err
}

func change(ctx context.Context, tx database.Conn, userID string, t *Task, hasLabels bool) error {
	if err := checkProject(ctx, tx, userID, t.ProjectID); err != nil {
		return err
	}
	seen := t.Version
	t.Version++
	t.UpdatedAt = database.Now()
	t.complete(t.UpdatedAt)
	changed, err := tx.Exec(ctx, `
		UPDATE tasks SET
			project_id = ?, title = ?, description = ?, folded_title = ?, folded_description = ?, status = ?, priority = ?,
			due_at = ?, completed_at = ?, version = ?, updated_at = ?
		WHERE id = ? AND version = ?`,
		t.ProjectID, t.Title, t.Description, text.Fold(t.Title), text.Fold(t.Description), t.Status, t.Priority.rank(),
		t.DueAt, t.CompletedAt, t.Version, t.UpdatedAt, t.ID, seen)
	switch {
	case err != nil:
		return projectGone(err)
	case changed == 0:
		return etag.Stale()
	case !hasLabels:
		return nil
	}
	if _, err := tx.Exec(ctx, "DELETE FROM task_labels WHERE task_id = ?", t.ID); err != nil {
		return err
	}
	return insertLabels(ctx, tx, t.ID, t.Labels)
}

// Delete deletes a task, whatever its version.
func (s *Store) Delete(ctx context.Context, t Task) error {
	_, err := s.db.Exec(ctx, "DELETE FROM tasks WHERE id = ?", t.ID)
	return err
}

// DeleteVersion deletes a task only if it has not changed.
func (s *Store) DeleteVersion(ctx context.Context, t Task) error {
	deleted, err := s.db.Exec(ctx, "DELETE FROM tasks WHERE id = ? AND version = ?", t.ID, t.Version)
	if err == nil && deleted == 0 {
		return etag.Stale()
	}
	return err
}

func checkProject(ctx context.Context, tx database.Conn, userID string, id *string) error {
	if id == nil {
		return nil
	}
	exists, err := project.Exists(ctx, tx, userID, *id)
	if err == nil && !exists {
		return noSuchProject()
	}
	return err
}

// projectGone: the project may be deleted between the check and the statement.
func projectGone(err error) error {
	if errors.Is(err, database.ErrOrphan) {
		return noSuchProject()
	}
	return err
}

func noSuchProject() error {
	return failure.InvalidField("/project_id", "You have no project with this id.")
}
