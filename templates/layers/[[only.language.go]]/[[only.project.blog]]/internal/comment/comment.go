// Package comment has the comments of articles.
package comment

import (
	"context"
	"errors"
	"regexp"
	"strconv"
	"time"

	"example.com/app/internal/article"
	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/input"
	"example.com/app/internal/profile"
)

const longestBody = 10_000

// Comment as a viewer sees it.
type Comment struct {
	ID        int64           `json:"id"`
	CreatedAt time.Time       `json:"createdAt"`
	UpdatedAt time.Time       `json:"updatedAt"`
	Body      string          `json:"body"`
	Author    profile.Profile `json:"author"`
}

// Store has the comments of all articles.
type Store struct {
	db *database.DB
}

// NewStore stores comments in a database.
func NewStore(db *database.DB) *Store { return &Store{db} }

// query ends with a condition. Its first argument is the viewer.
const query = "SELECT " + profile.Columns + `, comments.id, comments.created_at, comments.updated_at, comments.body
	FROM comments JOIN users ON users.id = comments.author_id WHERE `

func scan(row database.Row) (c Comment, err error) {
	err = row.Scan(append(c.Author.Fields(), &c.ID, &c.CreatedAt, &c.UpdatedAt, &c.Body)...)
	return c, err
}

// List returns the comments of an article, newest first.
func (s *Store) List(ctx context.Context, viewerID string, articleID int64) ([]Comment, error) {
	found, err := database.All(ctx, s.db.Conn, scan, query+"article_id = ? ORDER BY comments.id DESC",
		profile.Viewer(viewerID), articleID)
	return append([]Comment{}, found...), err
}

// Write adds a comment to an article.
func (s *Store) Write(ctx context.Context, authorID string, articleID int64, body *input.Fields) (Comment, error) {
	text := body.Text("body", 1, longestBody)
	if err := body.Err(); err != nil {
		return Comment{}, err
	}
	id, err := Add(ctx, s.db.Conn, authorID, articleID, text)
	if err != nil {
		return Comment{}, err
	}
	found, err := database.One(ctx, s.db.Conn, scan, query+"comments.id = ?", profile.Viewer(authorID), id)
	// It is deleted with its article.
	if errors.Is(err, database.ErrNotFound) {
		return Comment{}, article.Missing()
	}
	return found, err
}

// Add stores a comment, and returns its id.
func Add(ctx context.Context, db database.Conn, authorID string, articleID int64, text string) (int64, error) {
	now := database.Now()
	id, err := db.Insert(ctx,
		"INSERT INTO comments (article_id, author_id, body, created_at, updated_at) VALUES (?, ?, ?, ?, ?)",
		articleID, authorID, text, now, now)
	if errors.Is(err, database.ErrOrphan) {
		return 0, article.Missing()
	}
	return id, err
}

var isNumber = regexp.MustCompile(`^[1-9][0-9]{0,15}$`)

// Delete deletes a user's own comment on an article.
func (s *Store) Delete(ctx context.Context, userID string, articleID int64, id string) error {
	notFound := failure.About(failure.NotFound, "comment", "not found")
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil || !isNumber.MatchString(id) {
		return notFound
	}
	authorID, err := database.One(ctx, s.db.Conn, database.Scan[string],
		"SELECT author_id FROM comments WHERE id = ? AND article_id = ?", number, articleID)
	switch {
	case errors.Is(err, database.ErrNotFound):
		return notFound
	case err != nil:
		return err
	case authorID != userID:
		return failure.About(failure.Forbidden, "comment", "forbidden")
	}
	_, err = s.db.Exec(ctx, "DELETE FROM comments WHERE id = ?", number)
	return err
}
