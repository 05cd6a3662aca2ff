package server_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/app/internal/database"
)

type statement struct {
	query string
	args  []any
}

// observed returns a function that requests a path, and returns the statements which that takes outside of transactions.
func (a *api) observed() func(path string) []statement {
	var seen []statement
	a.app.DB.Observe(func(query string, args []any) { seen = append(seen, statement{query, args}) })
	return func(path string) []statement {
		a.t.Helper()
		seen = nil
		a.get(path).is(200)
		return slices.Clone(seen)
	}
}

// plan returns the steps in which SQLite runs a statement.
func (a *api) plan(s statement) []string {
	a.t.Helper()
	scan := func(row database.Row) (step string, err error) {
		var id, parent, unused int
		err = row.Scan(&id, &parent, &unused, &step)
		return step, err
	}
	steps, err := database.All(a.t.Context(), a.app.DB.Conn, scan, "EXPLAIN QUERY PLAN "+s.query, s.args...)
	if err != nil {
		a.t.Fatal(err)
	}
	return steps
}

// usesIndexes checks that a statement reads no table as a whole.
func (a *api) usesIndexes(s statement) {
	a.t.Helper()
	for _, step := range a.plan(s) {
		if strings.HasPrefix(step, "SCAN ") && !strings.Contains(step, " USING ") && step != "SCAN page" {
			a.t.Errorf("%s: %s", step, s.query)
		}
	}
}

// sortsAtMost checks how often a statement sorts. It does not if an index has the rows in their order, so that it reads no
// more of them than it returns.
func (a *api) sortsAtMost(times int, s statement) {
	a.t.Helper()
	if plan := strings.Join(a.plan(s), "; "); strings.Count(plan, "B-TREE FOR ORDER BY") > times {
		a.t.Errorf("%s: %s", plan, s.query)
	}
}

func needsSQLite(t *testing.T) {
	t.Helper()
	if !strings.HasPrefix(databaseURL, "sqlite:") {
		t.Skip("reads query plans of SQLite")
	}
}
