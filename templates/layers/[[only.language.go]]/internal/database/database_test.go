package database

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func open(t *testing.T) *DB {
	t.Helper()
	db, err := Open("sqlite:///" + filepath.Join(t.TempDir(), "100%?#.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestATransactionIsRolledBackAfterAnError(t *testing.T) {
	db := open(t)
	ctx := t.Context()
	execute := func(query string, args ...any) error {
		_, err := db.Exec(ctx, query, args...)
		return err
	}
	if err := execute("CREATE TABLE t (id INTEGER PRIMARY KEY, at TIMESTAMP)"); err != nil {
		t.Fatal(err)
	}
	failed := errors.New("failed")
	err := db.InTx(ctx, func(ctx context.Context, tx Conn) error {
		if _, err := tx.Exec(ctx, "INSERT INTO t VALUES (1, NULL)"); err != nil {
			return err
		}
		return failed
	})
	if err != failed {
		t.Error(err)
	}
	if _, err := One(ctx, db.Conn, Scan[int], "SELECT id FROM t"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	now := Now()
	if err := execute("INSERT INTO t VALUES (?, ?)", 1, now); err != nil {
		t.Error(err)
	}
	if err := execute("INSERT INTO t VALUES (?, ?)", 1, now); !errors.Is(err, ErrDuplicate) {
		t.Error(err)
	}
	if stored, err := One(ctx, db.Conn, Scan[time.Time], "SELECT at FROM t"); err != nil || !stored.Equal(now) {
		t.Error(stored, err)
	}
}

func TestALockThatTakesTooLongIsUnavailability(t *testing.T) {
	db := open(t)
	ctx := t.Context()
	err := db.InTx(ctx, func(context.Context, Conn) error {
		short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		defer cancel()
		return db.InTx(short, func(context.Context, Conn) error { return nil })
	})
	if !errors.Is(err, ErrUnavailable) {
		t.Error(err)
	}
}

func TestADatabaseWithoutADriverIsRefused(t *testing.T) {
	_, err := Open("oracle://app:secret@127.0.0.1/app")
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}

func TestQuestionMarksAreNumbered(t *testing.T) {
	if got := numbered("a = ? AND b IN " + In(2)); got != "a = $1 AND b IN ($2, $3)" {
		t.Error(got)
	}
}
