package app

import (
	"context"
	"errors"
	"strings"

	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/sample"
)

// An example account, which anyone can sign in to. Its password is that of all example accounts.
const (
	DemoEmail    = sample.ReaderEmail
	DemoPassword = "correct horse battery staple"
)

// ErrTaken: somebody else has a name of the sample data.
var ErrTaken = errors.New("nothing was added, because one of these names is taken: " + strings.Join(sample.Names(), ", "))

// Seed adds two authors with sample articles, unless they are there.
func (a *App) Seed(ctx context.Context) error {
	isThere, err := a.Accounts.Matches(ctx, DemoEmail, DemoPassword)
	if err != nil || isThere {
		return err
	}
	err = a.DB.InTx(ctx, func(ctx context.Context, tx database.Conn) error {
		return sample.AddAuthors(ctx, tx, a.Accounts, DemoPassword)
	})
	var failed *failure.Error
	if errors.As(err, &failed) && failed.Kind == failure.Conflict || errors.Is(err, database.ErrDuplicate) {
		return ErrTaken
	}
	return err
}
