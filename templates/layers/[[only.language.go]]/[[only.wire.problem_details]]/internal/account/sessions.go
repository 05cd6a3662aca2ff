package account

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/token"
)

// refreshLifetime of a refresh token, which is used once. A reused one was stolen, so its whole family is revoked.
const refreshLifetime = 30 * 24 * time.Hour

// Start begins a session, and deletes the user's expired ones.
func (a *Accounts) Start(ctx context.Context, user User) (Session, error) {
	now := database.Now()
	_, err := a.db.Exec(ctx, "DELETE FROM sign_ins WHERE user_id = ? AND expires_at <= ?", user.ID, now)
	if err != nil {
		return Session{}, err
	}
	var refreshToken string
	family := uuid.NewString()
	err = a.db.InTx(ctx, func(ctx context.Context, tx database.Conn) error {
		_, err := tx.Exec(ctx, "INSERT INTO sign_ins (id, user_id, expires_at) VALUES (?, ?, ?)",
			family, user.ID, now.Add(refreshLifetime))
		if err != nil {
			return err
		}
		refreshToken, err = addToken(ctx, tx, family)
		return err
	})
	if err != nil {
		return Session{}, err
	}
	return a.session(user, family, refreshToken)
}

// Refresh exchanges a token for the next of its family.
func (a *Accounts) Refresh(ctx context.Context, refreshToken string) (Session, error) {
	var user User
	var family, next string
	err := a.db.InTx(ctx, func(ctx context.Context, tx database.Conn) (err error) {
		if family, err = familyOf(ctx, tx, refreshToken); err != nil {
			return err
		}
		// Always lock the family's row first, so that concurrent requests cannot deadlock.
		userID, err := database.One(ctx, tx, database.Scan[string],
			"SELECT user_id FROM sign_ins WHERE id = ?"+tx.LockForUpdate(), family)
		if err != nil {
			return err
		}
		if user, err = findUserByID(ctx, tx, userID); err != nil {
			return err
		}
		used, err := tx.Exec(ctx,
			"UPDATE refresh_tokens SET used = ? WHERE token_hash = ? AND used = ? AND expires_at > ?",
			true, token.Hash(refreshToken), false, database.Now())
		if err != nil {
			return err
		}
		if used == 0 {
			_, err = tx.Exec(ctx, "DELETE FROM sign_ins WHERE id = ?", family)
			return err
		}
		next, err = addToken(ctx, tx, family)
		return err
	})
	if errors.Is(err, database.ErrNotFound) || err == nil && next == "" {
		return Session{}, failure.New(failure.Unauthenticated, "This refresh token is invalid. Sign in again.")
	}
	if err != nil {
		return Session{}, err
	}
	return a.session(user, family, next)
}

// Logout ends the session that a token belongs to. Unknown tokens are ignored.
func (a *Accounts) Logout(ctx context.Context, refreshToken string) error {
	family, err := familyOf(ctx, a.db.Conn, refreshToken)
	if errors.Is(err, database.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = a.db.Exec(ctx, "DELETE FROM sign_ins WHERE id = ?", family)
	return err
}

func (a *Accounts) session(user User, family, refreshToken string) (Session, error) {
	accessToken, err := a.tokens.Issue(user.ID, family, accessLifetime)
	return Session{user, accessToken, "Bearer", int(accessLifetime.Seconds()), refreshToken}, err
}

// familyOf is a query of its own: in a statement that changes a session, MySQL would lock the token first.
func familyOf(ctx context.Context, db database.Conn, refreshToken string) (string, error) {
	return database.One(ctx, db, database.Scan[string],
		"SELECT sign_in_id FROM refresh_tokens WHERE token_hash = ?", token.Hash(refreshToken))
}

func addToken(ctx context.Context, tx database.Conn, family string) (string, error) {
	next := token.Random()
	expires := database.Now().Add(refreshLifetime)
	if _, err := tx.Exec(ctx, "UPDATE sign_ins SET expires_at = ? WHERE id = ?", expires, family); err != nil {
		return "", err
	}
	_, err := tx.Exec(ctx, "INSERT INTO refresh_tokens (token_hash, sign_in_id, expires_at, used) VALUES (?, ?, ?, ?)",
		token.Hash(next), family, expires, false)
	return next, err
}
