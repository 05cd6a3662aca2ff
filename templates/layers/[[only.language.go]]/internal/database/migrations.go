package database

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
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
	files := typed{migrations.Files, columns}
	return goose.NewProvider(db.dialect.goose, db.pool, files, goose.WithDisableGlobalRegistry(true))
}

// typed are the migrations with the types of columns filled in, which differ between databases.
type typed struct {
	fs.FS
	columns columns
}

func (t typed) Open(name string) (fs.File, error) {
	file, err := t.FS.Open(name)
	if err != nil || path.Ext(name) != ".sql" {
		return file, err
	}
	migration, err := template.ParseFS(t.FS, name)
	if err != nil {
		return nil, err
	}
	var sql bytes.Buffer
	return filled{file, &sql}, migration.Execute(&sql, t.columns)
}

// filled is a file with other content.
type filled struct {
	fs.File
	content io.Reader
}

func (f filled) Read(to []byte) (int, error) { return f.content.Read(to) }
