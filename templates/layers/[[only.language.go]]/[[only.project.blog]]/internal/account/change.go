package account

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"

	"example.com/app/internal/database"
	"example.com/app/internal/input"
	"example.com/app/internal/text"
)

// change has the columns to set: others may be changed by another request at the same time.
type change struct {
	columns []string
	values  []any
}

func (c *change) set(column string, value any) {
	c.columns = append(c.columns, column+" = ?")
	c.values = append(c.values, value)
}

// Change sets the fields in the body; others stay unchanged. A new password revokes all earlier tokens.
func (a *Accounts) Change(ctx context.Context, user User, body *input.Fields) (Session, error) {
	change, password := user.readChange(body)
	if err := body.Err(); err != nil {
		return Session{}, err
	}
	if password != "" {
		hash, err := a.passwords.Hash(ctx, password)
		if err != nil {
			return Session{}, err
		}
		user.tokenSubject = uuid.NewString()
		change.set("password_hash", hash)
		change.set("token_subject", user.tokenSubject)
	}
	if len(change.columns) > 0 {
		_, err := a.db.Exec(ctx, "UPDATE users SET "+strings.Join(change.columns, ", ")+" WHERE id = ?",
			append(change.values, user.ID)...)
		if errors.Is(err, database.ErrDuplicate) {
			return Session{}, a.taken(ctx, user)
		}
		if err != nil {
			return Session{}, err
		}
	}
	return a.Start(user)
}

func (u *User) readChange(body *input.Fields) (c change, password string) {
	if body.Has("username") {
		u.Username = readUsername(body)
		c.set("username", u.Username)
		c.set("username_key", text.Compared(u.Username))
	}
	if body.Has("email") {
		u.Email = readEmail(body)
		c.set("email", u.Email)
		c.set("email_key", emailKey(u.Email))
	}
	if body.Has("bio") {
		u.Bio = body.OptionalText("bio", longestBio)
		c.set("bio", u.Bio)
	}
	if body.Has("image") {
		u.Image = body.OptionalText("image", longestImage)
		c.set("image", u.Image)
	}
	if body.Has("password") {
		password = readPassword(body)
	}
	return c, password
}
