package account

import (
	"context"

	"example.com/app/internal/database"
)

// OwnerOfSignIn returns the user who signed in, or database.ErrNotFound after they have signed out.
func OwnerOfSignIn(ctx context.Context, db database.Conn, id string) (userID string, err error) {
	return database.One(ctx, db, database.Scan[string], "SELECT user_id FROM sign_ins WHERE id = ?", id)
}

// Running returns those of the sign-ins that have not ended.
func Running(ctx context.Context, db database.Conn, ids []string) ([]string, error) {
	args := []any{database.Now()}
	for _, id := range ids {
		args = append(args, id)
	}
	return database.All(ctx, db, database.Scan[string],
		"SELECT id FROM sign_ins WHERE expires_at > ? AND id IN "+database.In(len(ids)), args...)
}
