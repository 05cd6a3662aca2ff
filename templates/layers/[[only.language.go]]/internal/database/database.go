// Package database opens the database, hides the differences between its kinds, and migrates it.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
)

// Errors that callers tell apart.
var (
	// ErrNotFound: there is no such row.
	ErrNotFound = errors.New("there is no such row")
	// ErrDuplicate: a row with this key exists already.
	ErrDuplicate = errors.New("a row with this key exists already")
	// ErrOrphan: the referenced row does not exist.
	ErrOrphan = errors.New("the referenced row does not exist")
	// ErrUnavailable: the database cannot be reached, or is locked.
	ErrUnavailable = errors.New("the database is unavailable")
)

// timeout is how long a statement or a transaction may take, including the wait for a connection and for locks.
const timeout = 5 * time.Second

// dialect is what differs between the kinds of databases.
type dialect struct {
	goose goose.Dialect
	// columns are the types of columns in migrations.
	columns func(context.Context, *sql.DB) (columns, error)
	// rebind changes the question marks of a statement into what the driver expects.
	rebind func(string) string
	// isolation of transactions; zero is the driver's default.
	isolation sql.IsolationLevel
	// forUpdate is the end of a query that locks its rows.
	forUpdate string
	// classify returns one of the errors above, or nil.
	classify func(error) error
}

// DB is a pool of connections.
type DB struct {
	Conn
	pool *sql.DB
}

// Conn runs statements, either each on its own or all in one transaction.
type Conn struct {
	on      executor
	dialect dialect
}

type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Open prepares a pool for a URL; it connects when a statement runs.
func Open(url string) (*DB, error) {
	scheme, _, _ := strings.Cut(url, ":")
	open, ok := drivers[scheme]
	if !ok {
		return nil, fmt.Errorf("this project only has drivers for %s", strings.Join(Schemes, " and "))
	}
	pool, dialect, err := open(url)
	if err != nil {
		// The driver's message may contain the password.
		return nil, errors.New("it is not a valid URL; percent-encode what is special in its password")
	}
	pool.SetMaxOpenConns(10)
	pool.SetMaxIdleConns(10)
	return &DB{Conn{pool, dialect}, pool}, nil
}

// Close waits for running statements.
func (db *DB) Close() error { return db.pool.Close() }

// InTx runs `work` in a transaction, and rolls it back after an error.
func (db *DB) InTx(ctx context.Context, work func(ctx context.Context, tx Conn) error) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	tx, err := db.pool.BeginTx(ctx, &sql.TxOptions{Isolation: db.dialect.isolation})
	if err != nil {
		return db.translate(err)
	}
	// After a commit, it does nothing.
	defer tx.Rollback()
	if err := work(ctx, Conn{tx, db.dialect}); err != nil {
		return err
	}
	return db.translate(tx.Commit())
}

// Exec runs a statement and returns the number of rows that it matched.
func (c Conn) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	result, err := c.on.ExecContext(ctx, c.dialect.rebind(query), args...)
	if err != nil {
		return 0, c.translate(err)
	}
	return result.RowsAffected()
}

// Row is what a scan function reads.
type Row interface {
	Scan(values ...any) error
}

// All returns the rows of a query.
func All[T any](ctx context.Context, c Conn, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	rows, err := c.on.QueryContext(ctx, c.dialect.rebind(query), args...)
	if err != nil {
		return nil, c.translate(err)
	}
	defer rows.Close()
	var found []T
	for rows.Next() {
		value, err := scan(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, value)
	}
	return found, c.translate(rows.Err())
}

// One returns the first row of a query, or ErrNotFound.
func One[T any](ctx context.Context, c Conn, scan func(Row) (T, error), query string, args ...any) (T, error) {
	found, err := All(ctx, c, scan, query, args...)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		var none T
		return none, err
	}
	return found[0], nil
}

// Scan reads a row with a single column.
func Scan[T any](row Row) (T, error) {
	var value T
	err := row.Scan(&value)
	return value, err
}

// LockForUpdate is the end of a query whose rows stay locked until the transaction ends.
func (c Conn) LockForUpdate() string { return c.dialect.forUpdate }

// Now is the current time with the precision that every database keeps.
func Now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// In is the right side of IN for a number of values: (?, ?, ?).
func In(count int) string {
	return "(" + strings.TrimSuffix(strings.Repeat("?, ", count), ", ") + ")"
}

// translate adds what kind of error it is.
func (c Conn) translate(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	if kind := c.dialect.classify(err); kind != nil {
		return fmt.Errorf("%w: %w", kind, err)
	}
	return err
}

// asWritten is for drivers that understand question marks.
func asWritten(query string) string { return query }

// numbered changes the question marks into $1, $2 and so on.
func numbered(query string) string {
	var b strings.Builder
	number := 0
	for _, letter := range query {
		if letter != '?' {
			b.WriteRune(letter)
			continue
		}
		number++
		b.WriteString("$" + strconv.Itoa(number))
	}
	return b.String()
}
