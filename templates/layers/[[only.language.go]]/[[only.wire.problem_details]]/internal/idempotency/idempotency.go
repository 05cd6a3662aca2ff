// Package idempotency gives a repeated request with an Idempotency-Key the same response, and executes it once.
package idempotency

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"regexp"
	"time"

	"example.com/app/internal/answer"
	"example.com/app/internal/database"
	"example.com/app/internal/failure"
)

const (
	keptFor = 24 * time.Hour
	// givenUpAfter: the process that claimed the key must have died during the request.
	givenUpAfter = time.Minute
)

var isKey = regexp.MustCompile(`^[!-~]{1,255}$`)

// Answer is a response that can be repeated.
type Answer struct {
	Location, ETag, Body string
}

// Key is the one that a user sent with a body.
type Key struct {
	userID, value, fingerprint string
}

// ReadKey reads the header of a request; `asked` is what has to be the same.
func ReadKey(r *http.Request, userID string, asked any) (Key, error) {
	values := r.Header.Values("Idempotency-Key")
	if len(values) == 0 {
		return Key{}, nil
	}
	if !isKey.MatchString(values[0]) {
		return Key{}, failure.InvalidField("/Idempotency-Key", "It is 1 to 255 printable ASCII characters.")
	}
	encoded, err := answer.Encode(asked)
	if err != nil {
		return Key{}, err
	}
	sum := sha256.Sum256(encoded)
	return Key{userID, values[0], hex.EncodeToString(sum[:])}, nil
}

// Work is done in a transaction.
type Work func(ctx context.Context, tx database.Conn) (Answer, error)

// Once does the work, unless it has been done with this key: then the answer is not new.
func Once(ctx context.Context, db *database.DB, key Key, work Work) (done Answer, isNew bool, err error) {
	isSaved := false
	if key.value != "" {
		if stored, isDone, err := claim(ctx, db.Conn, key); err != nil || isDone {
			return stored, false, err
		}
		// In a defer, so that a panic releases the key, too.
		defer func() {
			if !isSaved {
				err = errors.Join(err, release(context.WithoutCancel(ctx), db.Conn, key))
			}
		}()
	}
	err = db.InTx(ctx, func(ctx context.Context, tx database.Conn) (err error) {
		if done, err = work(ctx, tx); err != nil || key.value == "" {
			return err
		}
		return save(ctx, tx, key, done)
	})
	isSaved = err == nil
	return done, true, err
}

// claim takes the key, or returns its stored answer.
func claim(ctx context.Context, db database.Conn, key Key) (stored Answer, isDone bool, err error) {
	if err := deleteExpired(ctx, db, key.userID); err != nil {
		return Answer{}, false, err
	}
	_, err = db.Exec(ctx,
		"INSERT INTO idempotent_requests (user_id, idempotency_key, fingerprint, started_at) VALUES (?, ?, ?, ?)",
		key.userID, key.value, key.fingerprint, database.Now())
	if !errors.Is(err, database.ErrDuplicate) {
		return Answer{}, false, err
	}
	taken, err := database.One(ctx, db, scan,
		"SELECT fingerprint, location, etag, body FROM idempotent_requests WHERE user_id = ? AND idempotency_key = ?",
		key.userID, key.value)
	isGone := errors.Is(err, database.ErrNotFound)
	switch {
	case err != nil && !isGone:
		return Answer{}, false, err
	case !isGone && taken.fingerprint != key.fingerprint:
		return Answer{}, false, failure.InvalidField("/Idempotency-Key", "This key was used with a different body.")
	case isGone || taken.body == nil || taken.location == nil || taken.etag == nil:
		return Answer{}, false, failure.New(failure.Conflict, "The first request with this Idempotency-Key is still running. Try again.")
	}
	return Answer{*taken.location, *taken.etag, *taken.body}, true, nil
}

type row struct {
	fingerprint          string
	location, etag, body *string
}

func scan(from database.Row) (r row, err error) {
	err = from.Scan(&r.fingerprint, &r.location, &r.etag, &r.body)
	return r, err
}

func deleteExpired(ctx context.Context, db database.Conn, userID string) error {
	now := database.Now()
	_, err := db.Exec(ctx,
		"DELETE FROM idempotent_requests WHERE user_id = ? AND (started_at < ? OR body IS NULL AND started_at < ?)",
		userID, now.Add(-keptFor), now.Add(-givenUpAfter))
	return err
}

func save(ctx context.Context, tx database.Conn, key Key, done Answer) error {
	_, err := tx.Exec(ctx,
		"UPDATE idempotent_requests SET location = ?, etag = ?, body = ? WHERE user_id = ? AND idempotency_key = ?",
		done.Location, done.ETag, done.Body, key.userID, key.value)
	return err
}

func release(ctx context.Context, db database.Conn, key Key) error {
	_, err := db.Exec(ctx,
		"DELETE FROM idempotent_requests WHERE user_id = ? AND idempotency_key = ? AND body IS NULL", key.userID, key.value)
	return err
}
