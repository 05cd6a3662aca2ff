package article

import (
	"context"
	"errors"
	"time"

	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/input"
)

// Store has the articles of all users.
type Store struct {
	db *database.DB
}

// NewStore stores articles in a database.
func NewStore(db *database.DB) *Store { return &Store{db} }

// Key identifies an article, whatever its slug becomes.
type Key struct {
	ID       int64
	authorID string
	title    string
}

func scanKey(row database.Row) (k Key, err error) {
	err = row.Scan(&k.ID, &k.authorID, &k.title)
	return k, err
}

// Find returns the key of the article with this slug.
func (s *Store) Find(ctx context.Context, slug string) (Key, error) {
	if !input.IsText(slug) {
		return Key{}, Missing()
	}
	found, err := database.One(ctx, s.db.Conn, scanKey, "SELECT id, author_id, title FROM articles WHERE slug = ?", slug)
	if errors.Is(err, database.ErrNotFound) {
		return Key{}, Missing()
	}
	return found, err
}

// FindOf returns the key of an author's own article.
func (s *Store) FindOf(ctx context.Context, authorID, slug string) (Key, error) {
	found, err := s.Find(ctx, slug)
	if err == nil && found.authorID != authorID {
		return Key{}, failure.About(failure.Forbidden, "article", "forbidden")
	}
	return found, err
}

// Read returns the article with this slug.
func (s *Store) Read(ctx context.Context, viewerID, slug string) (Article, error) {
	found, err := s.Find(ctx, slug)
	if err != nil {
		return Article{}, err
	}
	return read(ctx, s.db.Conn, viewerID, found.ID)
}

// Write adds an article.
func (s *Store) Write(ctx context.Context, authorID string, body *input.Fields) (Article, error) {
	draft, err := readDraft(body)
	if err != nil {
		return Article{}, err
	}
	var id int64
	err = underSlug(draft.Title, func(slug string) error {
		return s.db.InTx(ctx, func(ctx context.Context, tx database.Conn) (err error) {
			id, err = Add(ctx, tx, authorID, slug, draft)
			return err
		})
	})
	if err != nil {
		return Article{}, err
	}
	return read(ctx, s.db.Conn, authorID, id)
}

// Add stores an article, and returns its id. A newer article has a higher one.
func Add(ctx context.Context, tx database.Conn, authorID, slug string, draft Draft) (int64, error) {
	now := database.Now()
	id, err := tx.Insert(ctx, `
		INSERT INTO articles (author_id, slug, title, description, body, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`,
		authorID, slug, draft.Title, draft.Description, draft.Body, now, now)
	if err != nil {
		return 0, err
	}
	return id, addTags(ctx, tx, id, sortedDistinct(draft.TagList))
}

// Change sets the fields in the body, and returns the article as this change left it, whatever others change right after.
func (s *Store) Change(ctx context.Context, key Key, body *input.Fields) (Article, error) {
	change, err := readChange(body)
	if err != nil {
		return Article{}, err
	}
	var changed Article
	save := func(slug *string) error {
		return s.db.InTx(ctx, func(ctx context.Context, tx database.Conn) (err error) {
			if err := update(ctx, tx, key.ID, slug, change); err != nil {
				return err
			}
			changed, err = read(ctx, tx, key.authorID, key.ID)
			return err
		})
	}
	if change.title == nil || *change.title == key.title {
		err = save(nil)
	} else {
		err = underSlug(*change.title, func(slug string) error { return save(&slug) })
	}
	return changed, err
}

func update(ctx context.Context, tx database.Conn, id int64, slug *string, change change) error {
	before, err := database.One(ctx, tx, database.Scan[time.Time],
		"SELECT updated_at FROM articles WHERE id = ?"+tx.LockForUpdate(), id)
	if errors.Is(err, database.ErrNotFound) {
		return Missing()
	}
	if err != nil {
		return err
	}
	// The time has to increase even if two changes happen in the same millisecond.
	now := database.Now()
	if next := before.Add(time.Millisecond); next.After(now) {
		now = next
	}
	_, err = tx.Exec(ctx, `
		UPDATE articles SET
			slug = coalesce(?, slug), title = coalesce(?, title), description = coalesce(?, description),
			body = coalesce(?, body), updated_at = ?
		WHERE id = ?`,
		slug, change.title, change.description, change.body, now, id)
	if err != nil || change.tagList == nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM article_tags WHERE article_id = ?", id); err != nil {
		return err
	}
	return addTags(ctx, tx, id, change.tagList)
}

// Delete deletes an article with what belongs to it.
func (s *Store) Delete(ctx context.Context, key Key) error {
	_, err := s.db.Exec(ctx, "DELETE FROM articles WHERE id = ?", key.ID)
	return err
}
