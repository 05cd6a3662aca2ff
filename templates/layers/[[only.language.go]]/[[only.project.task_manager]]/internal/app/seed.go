package app

import (
	"context"
	"errors"

	"example.com/app/internal/account"
	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/sample"
)

// The example account, which anyone can sign in to.
const (
	DemoEmail    = "demo@example.com"
	DemoPassword = "correct horse battery staple"
)

// ErrTaken is returned if somebody else has the address of the example account.
var ErrTaken = errors.New("nothing was added, because this name is taken: " + DemoEmail)

// Seed adds the example account with sample data, unless it is there.
func (a *App) Seed(ctx context.Context) error {
	isThere, err := a.Accounts.Matches(ctx, DemoEmail, DemoPassword)
	if err != nil || isThere {
		return err
	}
	err = a.DB.InTx(ctx, func(ctx context.Context, tx database.Conn) error {
		user, err := a.Accounts.Add(ctx, tx, account.NewUser{Email: DemoEmail, Password: DemoPassword, Name: "Demo"})
		if err != nil {
			return err
		}
		return sample.Add(ctx, tx, user.ID)
	})
	var failed *failure.Error
	if errors.As(err, &failed) && failed.Kind == failure.Conflict || errors.Is(err, database.ErrDuplicate) {
		return ErrTaken
	}
	return err
}
