// Command bare is a minimal server for a list of a generated Go project, inside of which it is built.
//
// It requests LIST from the project once to record its SQL statements. Then it responds to each request with the rows of
// these statements, from the database driver.
package main

import (
	"context"
	"database/sql"
	"fmt"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	"example.com/app/internal/app"
	"example.com/app/internal/server"
	"example.com/app/internal/settings"
)

type statement struct {
	query string
	args  []any
}

func main() {
	if err := run(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func run(project string) error {
	s, err := settings.Read(os.Getenv)
	if err != nil {
		return err
	}
	statements, err := record(s)
	if err != nil {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(s.DatabaseURL, "sqlite:///"))
	if err != nil {
		return err
	}
	db.SetMaxIdleConns(10)
	list := map[string]func(context.Context, *sql.DB, []statement) (any, error){"blog": articles, "task-manager": tasks}[project]
	handler := route(func(ctx context.Context) (any, error) { return list(ctx, db, statements) })
	return http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), handler)
}

// record returns the statements of LIST, without the one for the caller.
func record(s settings.Settings) ([]statement, error) {
	application, err := app.New(s, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	defer application.Close()
	var seen []statement
	application.DB.Observe(func(query string, args []any) {
		if !strings.Contains(query, "FROM users WHERE id") {
			seen = append(seen, statement{query, args})
		}
	})
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, os.Getenv("LIST"), nil)
	if authorization := os.Getenv("AUTHORIZATION"); authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	server.New(application).ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		return nil, fmt.Errorf("%d: %s", w.Code, w.Body)
	}
	return seen, nil
}

func query[T any](ctx context.Context, db *sql.DB, s statement, scan func(*sql.Rows) (T, error)) ([]T, error) {
	rows, err := db.QueryContext(ctx, s.query, s.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []T
	for rows.Next() {
		row, err := scan(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, row)
	}
	return found, rows.Err()
}

// names are those of tags or labels, by what they belong to.
func names[K comparable](ctx context.Context, db *sql.DB, s statement) (map[K][]string, error) {
	byKey := map[K][]string{}
	_, err := query(ctx, db, s, func(rows *sql.Rows) (struct{}, error) {
		var key K
		var name string
		err := rows.Scan(&key, &name)
		byKey[key] = append(byKey[key], name)
		return struct{}{}, err
	})
	return byKey, err
}

type author struct {
	Username  string  `json:"username"`
	Bio       *string `json:"bio"`
	Image     *string `json:"image"`
	Following bool    `json:"following"`
}

type article struct {
	id             int64
	Slug           string   `json:"slug"`
	Title          string   `json:"title"`
	Description    string   `json:"description"`
	TagList        []string `json:"tagList"`
	CreatedAt      moment   `json:"createdAt"`
	UpdatedAt      moment   `json:"updatedAt"`
	Favorited      bool     `json:"favorited"`
	FavoritesCount int      `json:"favoritesCount"`
	Author         author   `json:"author"`
}

func articles(ctx context.Context, db *sql.DB, statements []statement) (any, error) {
	found, err := query(ctx, db, statements[0], func(rows *sql.Rows) (a article, err error) {
		err = rows.Scan(&a.Author.Username, &a.Author.Bio, &a.Author.Image, &a.Author.Following,
			&a.id, &a.Slug, &a.Title, &a.Description, &a.CreatedAt.Time, &a.UpdatedAt.Time, &a.Favorited, &a.FavoritesCount)
		return a, err
	})
	if err != nil {
		return nil, err
	}
	tags, err := names[int64](ctx, db, statements[1])
	if err != nil {
		return nil, err
	}
	for i := range found {
		found[i].TagList = tags[found[i].id]
	}
	var count int
	err = db.QueryRowContext(ctx, statements[2].query, statements[2].args...).Scan(&count)
	return map[string]any{"articles": found, "articlesCount": count}, err
}

type task struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Status      string   `json:"status"`
	Priority    string   `json:"priority"`
	DueAt       *moment  `json:"due_at"`
	CompletedAt *moment  `json:"completed_at"`
	ProjectID   *string  `json:"project_id"`
	Labels      []string `json:"labels"`
	Version     int      `json:"version"`
	CreatedAt   moment   `json:"created_at"`
	UpdatedAt   moment   `json:"updated_at"`
}

var priorities = []string{"low", "medium", "high", "urgent"}

func tasks(ctx context.Context, db *sql.DB, statements []statement) (any, error) {
	found, err := query(ctx, db, statements[0], func(rows *sql.Rows) (t task, err error) {
		var rank int
		var due, completed *time.Time
		err = rows.Scan(&t.ID, &t.Title, &t.Description, &t.Status, &rank, &due, &completed, &t.ProjectID,
			&t.Version, &t.CreatedAt.Time, &t.UpdatedAt.Time)
		t.Priority, t.DueAt, t.CompletedAt = priorities[rank], optional(due), optional(completed)
		return t, err
	})
	if err != nil {
		return nil, err
	}
	labels, err := names[string](ctx, db, statements[1])
	for i := range found {
		found[i].Labels = labels[found[i].ID]
	}
	return map[string]any{"items": found[:20], "next_cursor": nil}, err
}

// moment has milliseconds in JSON.
type moment struct{ time.Time }

func (m moment) MarshalJSON() ([]byte, error) {
	return []byte(m.UTC().Format(`"2006-01-02T15:04:05.000Z"`)), nil
}

func optional(at *time.Time) *moment {
	if at == nil {
		return nil
	}
	return &moment{*at}
}
