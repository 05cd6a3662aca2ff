package article

import (
	"context"
	"errors"

	"example.com/app/internal/database"
)

// Like can be repeated.
func (s *Store) Like(ctx context.Context, userID, slug string) (Article, error) {
	key, err := s.Find(ctx, slug)
	if err != nil {
		return Article{}, err
	}
	if err := Like(ctx, s.db.Conn, userID, key.ID); err != nil {
		return Article{}, err
	}
	return read(ctx, s.db.Conn, userID, key.ID)
}

// Like makes an article a favourite of a user.
func Like(ctx context.Context, db database.Conn, userID string, id int64) error {
	err := db.InsertMissing(ctx, "INSERT INTO favorites (article_id, user_id) VALUES (?, ?)", id, userID)
	if errors.Is(err, database.ErrOrphan) {
		return Missing()
	}
	return err
}

// Unlike can be repeated.
func (s *Store) Unlike(ctx context.Context, userID, slug string) (Article, error) {
	key, err := s.Find(ctx, slug)
	if err != nil {
		return Article{}, err
	}
	_, err = s.db.Exec(ctx, "DELETE FROM favorites WHERE article_id = ? AND user_id = ?", key.ID, userID)
	if err != nil {
		return Article{}, err
	}
	return read(ctx, s.db.Conn, userID, key.ID)
}
