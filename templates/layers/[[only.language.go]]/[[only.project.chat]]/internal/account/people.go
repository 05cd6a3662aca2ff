package account

import (
	"context"

	"example.com/app/internal/database"
)

// Lock a user. Until the transaction ends, nothing can be added that belongs to them.
func Lock(ctx context.Context, tx database.Conn, id string) error {
	_, err := database.All(ctx, tx, database.Scan[string], "SELECT id FROM users WHERE id = ?"+tx.LockForUpdate(), id)
	return err
}

// Delete a user, and all rows that belong to them.
func Delete(ctx context.Context, db database.Conn, id string) error {
	_, err := db.Exec(ctx, "DELETE FROM users WHERE id = ?", id)
	return err
}
