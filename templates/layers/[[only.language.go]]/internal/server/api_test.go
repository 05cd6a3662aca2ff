package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"example.com/app/internal/app"
	"example.com/app/internal/database"
	"example.com/app/internal/server"
	"example.com/app/internal/settings"
)

// databaseURL is that of all tests: everybody in them is new.
var databaseURL string

func TestMain(m *testing.M) {
	code, err := runOnDatabase(m)
	if err != nil {
		log.Fatal(err)
	}
	os.Exit(code)
}

// runOnDatabase migrates back and forth once, on the database that CI names, or on a file.
func runOnDatabase(m *testing.M) (int, error) {
	folder, err := os.MkdirTemp("", "app")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(folder)
	databaseURL = os.Getenv("TEST_DATABASE_URL")
	if databaseURL == "" {
		databaseURL = "sqlite:///" + filepath.Join(folder, "test.db")
	}
	db, err := database.Open(databaseURL)
	if err != nil {
		return 0, err
	}
	ctx := context.Background()
	if _, err := db.Migrate(ctx); err != nil {
		return 0, err
	}
	if err := db.Unmigrate(ctx); err != nil {
		return 0, err
	}
	if _, err := db.Migrate(ctx); err != nil {
		return 0, err
	}
	return m.Run(), db.Close()
}

// api is a server, as somebody sees it who may be signed in.
type api struct {
	t       *testing.T
	handler http.Handler
	app     *app.App
	log     *bytes.Buffer
	token   string
	cookies []*http.Cookie
}

// start starts a server; changes are made to its settings.
func start(t *testing.T, changes ...func(*settings.Settings)) *api {
	t.Helper()
	s, err := settings.Read(func(name string) string {
		return map[string]string{"DATABASE_URL": databaseURL, "PASSWORD_MEMORY_KIB": "8"}[name]
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range changes {
		change(&s)
	}
	var written bytes.Buffer
	application, err := app.New(s, slog.New(slog.NewJSONHandler(&written, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = application.Close() })
	return &api{t: t, handler: server.New(application), app: application, log: &written}
}

// answer is a response whose body has been read.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	body   []byte
}

// send sends a request. The body is text, or something to encode; headers are names and values.
func (a *api) send(method, path string, body any, headers ...string) answer {
	a.t.Helper()
	var reader io.Reader
	switch body := body.(type) {
	case nil:
	case string:
		reader = bytes.NewBufferString(body)
	default:
		encoded, err := json.Marshal(body)
		if err != nil {
			a.t.Fatal(err)
		}
		reader = bytes.NewReader(encoded)
	}
	r := httptest.NewRequest(method, path, reader)
	if reader != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if a.token != "" {
		r.Header.Set("Authorization", "Bearer "+a.token)
	}
	for _, cookie := range a.cookies {
		r.AddCookie(cookie)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, r)
	if found := w.Result().Cookies(); len(found) > 0 {
		a.cookies = found
	}
	return answer{a.t, w.Code, w.Result().Header, w.Body.Bytes()}
}

func (a *api) get(path string, headers ...string) answer {
	a.t.Helper()
	return a.send(http.MethodGet, path, nil, headers...)
}

func (a *api) post(path string, body any, headers ...string) answer {
	a.t.Helper()
	return a.send(http.MethodPost, path, body, headers...)
}

func (a *api) patch(path string, body any, headers ...string) answer {
	a.t.Helper()
	return a.send(http.MethodPatch, path, body, headers...)
}

func (a *api) delete(path string, headers ...string) answer {
	a.t.Helper()
	return a.send(http.MethodDelete, path, nil, headers...)
}

// is checks the status.
func (r answer) is(status int) answer {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("the status is %d, not %d: %s", r.status, status, r.body)
	}
	return r
}

// json returns the body, which is an object.
func (r answer) json() map[string]any {
	r.t.Helper()
	var value map[string]any
	if err := json.Unmarshal(r.body, &value); err != nil {
		r.t.Fatalf("%v: %s", err, r.body)
	}
	return value
}

// text returns a member of the body.
func (r answer) text(member string) string {
	r.t.Helper()
	value, _ := r.json()[member].(string)
	return value
}

// items returns the rows of a list.
func (r answer) items() []map[string]any {
	r.t.Helper()
	var list struct{ Items []map[string]any }
	if err := json.Unmarshal(r.body, &list); err != nil {
		r.t.Fatalf("%v: %s", err, r.body)
	}
	return list.Items
}

// equal checks a value as it is in JSON.
func equal(t *testing.T, got, want any) {
	t.Helper()
	g, _ := json.Marshal(got)
	w, _ := json.Marshal(want)
	if !bytes.Equal(g, w) {
		t.Errorf("got %s, want %s", g, w)
	}
}
