package database

import (
	"context"
	"database/sql"
)

// Observe calls `see` before each statement outside of a transaction. It is for tests.
func (db *DB) Observe(see func(query string, args []any)) { db.on = observed{db.on, see} }

type observed struct {
	executor
	see func(query string, args []any)
}

func (o observed) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	o.see(query, args)
	return o.executor.ExecContext(ctx, query, args...)
}

func (o observed) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	o.see(query, args)
	return o.executor.QueryContext(ctx, query, args...)
}
