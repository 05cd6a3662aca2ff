package app

import (
	"context"
	"time"

	"example.com/app/internal/database"
	"example.com/app/internal/failure"
)

// Ready says whether the database answers.
func (a *App) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	if _, err := database.One(ctx, a.DB.Conn, database.Scan[int], "SELECT 1"); err != nil {
		unavailable := failure.New(failure.Unavailable, "The database is unavailable.")
		unavailable.Cause = err
		return unavailable
	}
	return nil
}
