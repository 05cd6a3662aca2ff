package database

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

func TestALostConnectionToPostgreSQLMakesTheDatabaseUnavailable(t *testing.T) {
	for _, lost := range []error{
		driver.ErrBadConn,
		pgconn.ErrConnClosed,
		io.ErrUnexpectedEOF,
		&net.OpError{Op: "read", Err: errors.New("connection reset by peer")},
		&pgconn.PgError{Code: "57P01"},
	} {
		if kind := classifyPostgreSQL(fmt.Errorf("query: %w", lost)); kind != ErrUnavailable {
			t.Errorf("%v is %v", lost, kind)
		}
	}
	if kind := classifyPostgreSQL(&pgconn.PgError{Code: "42601"}); kind != nil {
		t.Errorf("a syntax error is %v", kind)
	}
}
