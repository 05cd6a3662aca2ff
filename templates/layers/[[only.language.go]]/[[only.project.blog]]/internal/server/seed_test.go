package server_test

import (
	"errors"
	"path/filepath"
	"testing"

	"example.com/app/internal/app"
	"example.com/app/internal/comment"
	"example.com/app/internal/settings"
)

// startEmpty starts an application on a database of its own.
func startEmpty(t *testing.T) *api {
	t.Helper()
	url := "sqlite:///" + filepath.Join(t.TempDir(), "empty.db")
	api := start(t, func(s *settings.Settings) { s.DatabaseURL = url })
	if _, err := api.app.DB.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return api
}

func TestTheDemoAccountHasAFeedAndIsAddedOnce(t *testing.T) {
	api := startEmpty(t)
	for range 2 {
		if err := api.app.Seed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	demo := signedIn(api, api.login(app.DemoEmail, app.DemoPassword).is(200))
	feed := demo.list("/api/articles/feed").Articles
	equal(t, len(feed), 3)
	for _, each := range feed {
		equal(t, each.Favorited, true)
		equal(t, len(member[[]comment.Comment](demo.get("/api/articles/"+each.Slug+"/comments"), "comments")), 1)
	}
}

func TestNothingIsSeededIfANameIsTaken(t *testing.T) {
	for name, take := range map[string]func(api *api){
		"address":  func(api *api) { api.register(fields{"email": app.DemoEmail}).is(201) },
		"username": func(api *api) { api.register(fields{"username": "demo"}).is(201) },
		"slug":     func(api *api) { signUp(t, api).write(fields{"title": "How to train your dragon?"}) },
	} {
		t.Run(name, func(t *testing.T) {
			api := startEmpty(t)
			take(api)
			if err := api.app.Seed(t.Context()); !errors.Is(err, app.ErrTaken) {
				t.Fatalf("the error is %v", err)
			}
			api.login("grace@example.com", app.DemoPassword).is(401)
		})
	}
}
