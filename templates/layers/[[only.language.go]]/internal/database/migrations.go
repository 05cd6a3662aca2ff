package database

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"testing/fstest"
	"text/template"

	"github.com/pressly/goose/v3"

	"example.com/app/migrations"
)

// columns are types that behave the same on every kind of database.
type columns struct {
	// ID is a UUID, sorted as text.
	ID string
	// Time is in UTC, with milliseconds.
	Time string
	Flag string
	// LongText, like Text, is compared and sorted by code point, with case and spaces.
	LongText string
	// text is the format of Text.
	text string
}

// Text has up to `length` characters.
func (c columns) Text(length int) string { return fmt.Sprintf(c.text, length) }

// Migrate runs the pending migrations, and returns their names.
func (db *DB) Migrate(ctx context.Context) ([]string, error) {
	provider, err := db.migrator(ctx)
	if err != nil {
		return nil, err
	}
	results, err := provider.Up(ctx)
	var names []string
	for _, result := range results {
		names = append(names, result.Source.Path)
	}
	return names, err
}

// Unmigrate reverts all migrations.
func (db *DB) Unmigrate(ctx context.Context) error {
	provider, err := db.migrator(ctx)
	if err != nil {
		return err
	}
	_, err = provider.DownTo(ctx, 0)
	return err
}

func (db *DB) migrator(ctx context.Context) (*goose.Provider, error) {
	columns, err := db.dialect.columns(ctx, db.pool)
	if err != nil {
		return nil, db.translate(err)
	}
	files, err := withTypes(migrations.Files, columns)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(db.dialect.goose, db.pool, files, goose.WithDisableGlobalRegistry(true))
}

// withTypes fills in the types of columns, which differ between databases.
func withTypes(files fs.FS, columns columns) (fs.FS, error) {
	filled := fstest.MapFS{}
	templates, err := template.ParseFS(files, "*.sql")
	if err != nil {
		return nil, err
	}
	for _, each := range templates.Templates() {
		var sql bytes.Buffer
		if err := each.Execute(&sql, columns); err != nil {
			return nil, err
		}
		filled[each.Name()] = &fstest.MapFile{Data: sql.Bytes()}
	}
	return filled, nil
}
