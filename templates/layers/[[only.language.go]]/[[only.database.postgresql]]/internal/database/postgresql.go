package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

func openPostgreSQL(url string) (*sql.DB, dialect, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, dialect{}, err
	}
	config.ConnectTimeout = 4 * time.Second
	// Clients should not wait longer for a lock.
	config.RuntimeParams["lock_timeout"] = "4s"
	return stdlib.OpenDB(*config), dialect{
		goose: goose.DialectPostgres,
		columns: func(context.Context, *sql.DB) (columns, error) {
			return columns{
				ID: "UUID", Time: "TIMESTAMP(3) WITH TIME ZONE", Flag: "BOOLEAN",
				LongText: `TEXT COLLATE "C"`, text: `VARCHAR(%d) COLLATE "C"`,
			}, nil
		},
		rebind:    numbered,
		forUpdate: " FOR UPDATE",
		classify:  classifyPostgreSQL,
	}, nil
}

func classifyPostgreSQL(err error) error {
	var failed *pgconn.PgError
	switch {
	case !errors.As(err, &failed):
		if isLost(err) {
			return ErrUnavailable
		}
		return classifySQLite(err)
	case failed.Code == "23505":
		return ErrDuplicate
	case failed.Code == "23503":
		return ErrOrphan
	}
	// Connections, resources, a lock that takes too long, shutting down or starting, a deadlock, and who may connect.
	for _, class := range []string{"08", "53", "55P03", "57P", "40", "28", "3D"} {
		if strings.HasPrefix(failed.Code, class) {
			return ErrUnavailable
		}
	}
	return nil
}

// isLost says whether there is no connection, or no longer.
func isLost(err error) bool {
	var unreachable *pgconn.ConnectError
	var network net.Error
	if errors.As(err, &unreachable) || errors.As(err, &network) || pgconn.SafeToRetry(err) {
		return true
	}
	for _, lost := range []error{driver.ErrBadConn, pgconn.ErrConnClosed, io.EOF, io.ErrUnexpectedEOF} {
		if errors.Is(err, lost) {
			return true
		}
	}
	return false
}
