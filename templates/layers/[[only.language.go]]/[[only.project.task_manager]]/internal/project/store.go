package project

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/input"
	"example.com/app/internal/page"
	"example.com/app/internal/text"
)

// Store has the projects of all users. Its methods only find those of one.
type Store struct {
	db *database.DB
}

// NewStore stores projects in a database.
func NewStore(db *database.DB) *Store { return &Store{db} }

// List returns a page of a user's projects.
func (s *Store) List(ctx context.Context, userID string, request page.Request) ([]Project, error) {
	query := page.Query[Project]{
		SQL: "SELECT " + columns + " FROM projects WHERE user_id = ?", Args: []any{userID}, Scan: scan,
	}
	return page.Fetch(ctx, s.db.Conn, query, request)
}

// Find returns a user's project.
func (s *Store) Find(ctx context.Context, userID, id string) (Project, error) {
	id, ok := input.ParseID(id)
	if !ok {
		return Project{}, failure.Missing()
	}
	found, err := database.One(ctx, s.db.Conn, scan,
		"SELECT "+columns+" FROM projects WHERE id = ? AND user_id = ?", id, userID)
	if errors.Is(err, database.ErrNotFound) {
		return Project{}, failure.Missing()
	}
	return found, err
}

// Exists says whether a user has this project.
func Exists(ctx context.Context, db database.Conn, userID, id string) (bool, error) {
	found, err := database.All(ctx, db, database.Scan[string],
		"SELECT id FROM projects WHERE id = ? AND user_id = ?", id, userID)
	return len(found) > 0, err
}

// Create adds the project that the body describes.
func (s *Store) Create(ctx context.Context, userID string, body *input.Object) (Project, error) {
	var p Project
	if err := p.readNew(body); err != nil {
		return Project{}, err
	}
	return Add(ctx, s.db.Conn, userID, p)
}

// Add stores a new project.
func Add(ctx context.Context, db database.Conn, userID string, p Project) (Project, error) {
	now := database.Now()
	p.ID, p.userID, p.CreatedAt, p.UpdatedAt = uuid.NewString(), userID, now, now
	_, err := db.Exec(ctx, `
		INSERT INTO projects (id, user_id, name, name_key, color, archived, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, userID, p.Name, text.Compared(p.Name), p.Color, p.Archived, now, now)
	return p, nameTaken(err)
}

// Change applies a merge patch to a user's project.
func (s *Store) Change(ctx context.Context, userID, id string, body *input.Object) (Project, error) {
	p, err := s.Find(ctx, userID, id)
	if err != nil {
		return Project{}, err
	}
	if err := p.readChange(body); err != nil {
		return Project{}, err
	}
	p.UpdatedAt = database.Now()
	_, err = s.db.Exec(ctx,
		"UPDATE projects SET name = ?, name_key = ?, color = ?, archived = ?, updated_at = ? WHERE id = ?",
		p.Name, text.Compared(p.Name), p.Color, p.Archived, p.UpdatedAt, p.ID)
	return p, nameTaken(err)
}

// Delete keeps the project's tasks, which change. The lock prevents new ones meanwhile.
func (s *Store) Delete(ctx context.Context, userID, id string) error {
	p, err := s.Find(ctx, userID, id)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx database.Conn) error {
		_, err := database.All(ctx, tx, database.Scan[string],
			"SELECT id FROM projects WHERE id = ?"+tx.LockForUpdate(), p.ID)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE tasks SET project_id = NULL, version = version + 1, updated_at = ?
			WHERE user_id = ? AND project_id = ?`, database.Now(), userID, p.ID)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "DELETE FROM projects WHERE id = ?", p.ID)
		return err
	})
}

func nameTaken(err error) error {
	if errors.Is(err, database.ErrDuplicate) {
		return failure.New(failure.Conflict, "You already have a project with this name.")
	}
	return err
}
