package database

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"strings"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
)

// options: a transaction acquires the write lock when it begins, and waits for it there, up to four seconds.
var options = url.Values{
	"_pragma":      {"busy_timeout(4000)", "foreign_keys(1)", "journal_mode(WAL)", "synchronous(NORMAL)"},
	"_txlock":      {"immediate"},
	"_time_format": {"sqlite"},
}

func openSQLite(url string) (*sql.DB, dialect, error) {
	file := strings.TrimPrefix(url, "sqlite:///")
	escaped := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(file)
	pool, err := sql.Open("sqlite", "file:"+escaped+"?"+options.Encode())
	return pool, dialect{
		goose: goose.DialectSQLite3,
		columns: func(context.Context, *sql.DB) (columns, error) {
			return columns{ID: "TEXT", Time: "TIMESTAMP", Flag: "BOOLEAN", LongText: "TEXT", text: "VARCHAR(%d)"}, nil
		},
		rebind:   asWritten,
		classify: classifySQLite,
	}, err
}

func classifySQLite(err error) error {
	var failed *sqlite.Error
	if !errors.As(err, &failed) {
		return nil
	}
	switch code := failed.Code(); code {
	case 1555, 2067:
		return ErrDuplicate
	case 787:
		return ErrOrphan
	default:
		switch code & 0xff {
		case 5, 6, 10, 13, 14: // busy, locked, a failing or full disk, cannot open
			return ErrUnavailable
		}
		return nil
	}
}
