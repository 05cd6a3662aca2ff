package app

import (
	"context"
	"errors"

	"example.com/app/internal/account"
	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/sample"
)

const (
	adaEmail   = "ada@example.com"
	graceEmail = "grace@example.com"
)

// The example accounts, which anyone can sign in to.
const (
	DemoEmail    = adaEmail + " or " + graceEmail
	DemoPassword = "correct horse battery staple"
)

// ErrTaken: somebody else has an address or a room of the example.
var ErrTaken = errors.New("nothing was added, because one of these is taken: " + adaEmail + ", " + graceEmail + ", general, random")

// Seed adds two people and the rooms they talk in, unless they are there.
func (a *App) Seed(ctx context.Context) error {
	isThere, err := a.Accounts.Matches(ctx, adaEmail, DemoPassword)
	if err != nil || isThere {
		return err
	}
	err = a.DB.InTx(ctx, func(ctx context.Context, tx database.Conn) error {
		ada, err := a.Accounts.Add(ctx, tx, account.NewUser{Email: adaEmail, Password: DemoPassword, Name: "Ada"})
		if err != nil {
			return err
		}
		grace, err := a.Accounts.Add(ctx, tx, account.NewUser{Email: graceEmail, Password: DemoPassword, Name: "Grace"})
		if err != nil {
			return err
		}
		return sample.Conversation(ctx, tx, a.Rooms, ada, grace)
	})
	var failed *failure.Error
	if errors.As(err, &failed) && failed.Kind == failure.Conflict || errors.Is(err, database.ErrDuplicate) {
		return ErrTaken
	}
	return err
}
