// Package migrations has the changes of the schema, in order. Each names types of columns, such as {{.Text 100}}, which
// package database fills in for its kind of database.
package migrations

import "embed"

// Files are the migrations.
//
//go:embed *.sql
var Files embed.FS
