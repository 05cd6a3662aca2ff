package server_test

import (
	"fmt"
	"net/url"
	"testing"
)

// fill adds a project with tasks.
func (p person) fill(count int) {
	p.t.Helper()
	project := p.post(projects, map[string]any{"name": newEmail()}).text("id")
	for number := range count {
		labels := []string{"all", fmt.Sprint("label ", number%3)}
		p.add(map[string]any{"project_id": project, "labels": labels, "due_at": "2026-01-01T00:00:00Z"})
	}
}

func TestAListTakesAsManyStatementsForManyRowsAsForFew(t *testing.T) {
	// Each has one more for the caller; a list of tasks one more for all their labels.
	want := map[string]int{
		tasks + "?limit=100":               3,
		tasks + "?limit=100&sort=due_at":   4,
		tasks + "?limit=100&label=all&q=a": 3,
		projects + "?limit=100":            2,
		"/api/v1/labels":                   2,
		"/api/v1/stats":                    4,
	}
	alice := signUp(t, start(t))
	statements := alice.observed()
	for _, rows := range []int{2, 20} {
		alice.fill(rows)
		for path, count := range want {
			if seen := statements(path); len(seen) != count {
				t.Errorf("%s takes %d statements: %v", path, len(seen), seen)
			}
		}
	}
}

func TestEveryFilterAndSortUsesAnIndex(t *testing.T) {
	needsSQLite(t)
	alice := signUp(t, start(t))
	alice.fill(3)
	statements := alice.observed()
	for _, path := range []string{
		tasks + "?status=todo", tasks + "?project_id=" + missing, tasks + "?label=all&label=label%201",
		projects, "/api/v1/labels", "/api/v1/stats",
	} {
		for _, each := range statements(path) {
			alice.usesIndexes(each)
		}
	}
	for _, by := range []string{"created_at", "due_at", "priority", "title"} {
		for _, sort := range []string{by, "-" + by} {
			path := tasks + "?limit=1&sort=" + sort
			cursor := url.QueryEscape(alice.get(path).text("next_cursor"))
			// All but those for the caller and for labels.
			for _, each := range append(statements(path)[1:2], statements(path + "&cursor=" + cursor)[1:2]...) {
				alice.usesIndexes(each)
				alice.sortsAtMost(0, each)
			}
		}
	}
}
