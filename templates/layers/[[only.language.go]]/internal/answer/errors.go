package answer

import (
	"context"
	"errors"
	"log/slog"

	"example.com/app/internal/database"
	"example.com/app/internal/failure"
)

// Errors maps every error to a response.
type Errors struct {
	Logger *slog.Logger
}

// failureOf returns nil for a bug, which it logs.
func (e Errors) failureOf(ctx context.Context, err error) *failure.Error {
	var failed *failure.Error
	switch {
	case errors.As(err, &failed):
		if failed.Cause != nil {
			e.Logger.ErrorContext(ctx, failed.Detail, "err", failed.Cause.Error())
		}
		return failed
	case errors.Is(err, context.Canceled):
		return failure.New(failure.Unavailable, "The request was canceled.")
	case errors.Is(err, database.ErrUnavailable):
		e.Logger.ErrorContext(ctx, "The database is unavailable", "err", err.Error())
		return failure.New(failure.Unavailable, "The database is unavailable. Try again.")
	}
	e.Logger.ErrorContext(ctx, "Unhandled error", "err", err.Error())
	return nil
}
