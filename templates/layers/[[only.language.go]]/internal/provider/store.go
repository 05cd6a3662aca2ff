package provider

import (
	"context"
	"errors"
	"time"

	"example.com/app/internal/account"
	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/token"
)

const codeLifetime = time.Minute

// refusal is a word for the page.
type refusal string

func (r refusal) Error() string { return string(r) }

// useState is called before the provider is asked, so that a callback that is sent many times asks it once.
func useState(ctx context.Context, db database.Conn, state string) error {
	now := database.Now()
	if _, err := db.Exec(ctx, "DELETE FROM provider_callbacks WHERE created_at < ?", now.Add(-attemptLifetime)); err != nil {
		return err
	}
	_, err := db.Exec(ctx, "INSERT INTO provider_callbacks (state_hash, created_at) VALUES (?, ?)", token.Hash(state), now)
	if errors.Is(err, database.ErrDuplicate) {
		return failure.New(failure.StartAgain, "This state was used. Start to sign in again.")
	}
	return err
}

func handOutCode(ctx context.Context, db database.Conn, state, userID string) (string, error) {
	code := token.Random()
	_, err := db.Exec(ctx, "UPDATE provider_callbacks SET code_hash = ?, user_id = ? WHERE state_hash = ?",
		token.Hash(code), userID, token.Hash(state))
	return code, err
}

// useCode returns the user of a code, which works once.
func useCode(ctx context.Context, db database.Conn, code, state string) (userID string, err error) {
	refused := failure.New(failure.StartAgain, "This code is unknown, used or expired. Start to sign in again.")
	userID, err = database.One(ctx, db, database.Scan[string],
		"SELECT user_id FROM provider_callbacks WHERE state_hash = ? AND code_hash = ?", token.Hash(state), token.Hash(code))
	if errors.Is(err, database.ErrNotFound) {
		return "", refused
	}
	if err != nil {
		return "", err
	}
	used, err := db.Exec(ctx,
		"UPDATE provider_callbacks SET code_hash = NULL WHERE state_hash = ? AND code_hash = ? AND created_at > ?",
		token.Hash(state), token.Hash(code), database.Now().Add(-codeLifetime))
	if err == nil && used == 0 {
		return "", refused
	}
	return userID, err
}

// accountOf returns the account that is linked to this person, or a new one. It is found by issuer and subject, never by
// e-mail.
func (p *Providers) accountOf(ctx context.Context, found person) (userID string, err error) {
	userID, err = linkedTo(ctx, p.db.Conn, found)
	if !errors.Is(err, database.ErrNotFound) {
		return userID, err
	}
	if !account.CanHave(found.email) {
		return "", refusal("email_not_verified")
	}
	// Twice, because at the same moment another person may get the same name.
	for range 2 {
		err = p.db.InTx(ctx, func(ctx context.Context, tx database.Conn) (err error) {
			if userID, err = p.accounts.AddForPerson(ctx, tx, found.email, found.name); err != nil {
				return err
			}
			return addIdentity(ctx, tx, found, userID)
		})
		var failed *failure.Error
		if !errors.As(err, &failed) && !errors.Is(err, database.ErrDuplicate) {
			return userID, err
		}
		// Another browser of the same person may have been faster.
		userID, err = linkedTo(ctx, p.db.Conn, found)
		if !errors.Is(err, database.ErrNotFound) {
			return userID, err
		}
	}
	return "", refusal("account_exists")
}

func link(ctx context.Context, db database.Conn, found person, userID string) error {
	err := addIdentity(ctx, db, found, userID)
	if !errors.Is(err, database.ErrDuplicate) && !errors.Is(err, database.ErrOrphan) {
		return err
	}
	owner, err := linkedTo(ctx, db, found)
	if err != nil && !errors.Is(err, database.ErrNotFound) {
		return err
	}
	if owner != userID {
		return refusal("already_linked")
	}
	return nil
}

func unlink(ctx context.Context, db *database.DB, userID, issuer string, issuers []string) error {
	return db.InTx(ctx, func(ctx context.Context, tx database.Conn) error {
		// Lock the account, so that two providers cannot be unlinked at once.
		hash, err := database.One(ctx, tx, database.Scan[string],
			"SELECT password_hash FROM users WHERE id = ?"+tx.LockForUpdate(), userID)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM identities WHERE user_id = ? AND issuer = ?", userID, issuer); err != nil {
			return err
		}
		hasOther, err := isLinked(ctx, tx, userID, issuers...)
		if err == nil && hash == "" && !hasOther {
			return failure.New(failure.LastWayIn, "This is the only way to sign in to the account.")
		}
		return err
	})
}

func isLinked(ctx context.Context, db database.Conn, userID string, issuers ...string) (bool, error) {
	args := []any{userID}
	for _, issuer := range issuers {
		args = append(args, issuer)
	}
	found, err := database.All(ctx, db, database.Scan[string],
		"SELECT subject FROM identities WHERE user_id = ? AND issuer IN "+database.In(len(issuers)), args...)
	return len(found) > 0, err
}

func linkedTo(ctx context.Context, db database.Conn, found person) (userID string, err error) {
	return database.One(ctx, db, database.Scan[string],
		"SELECT user_id FROM identities WHERE issuer = ? AND subject = ?", found.issuer, found.subject)
}

func addIdentity(ctx context.Context, db database.Conn, found person, userID string) error {
	_, err := db.Exec(ctx, "INSERT INTO identities (issuer, subject, user_id, created_at) VALUES (?, ?, ?, ?)",
		found.issuer, found.subject, userID, database.Now())
	return err
}
