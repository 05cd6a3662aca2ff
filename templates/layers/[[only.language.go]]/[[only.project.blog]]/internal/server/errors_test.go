package server_test

import (
	"strings"
	"testing"

	"example.com/app/internal/settings"
)

func TestEveryErrorNamesItsFieldOrResource(t *testing.T) {
	api := start(t)
	for _, each := range []struct {
		method, path, body string
		status             int
		about              string
	}{
		{"POST", "/api/users", "{", 400, "body"},
		{"GET", "/api/user", "", 401, "token"},
		{"GET", "/api/nothing", "", 404, "route"},
		{"GET", "/api/profiles/nul%00", "", 404, "profile"},
		{"GET", "/api/articles/nul%00", "", 404, "article"},
		{"DELETE", "/api/users", "", 405, "method"},
		{"POST", "/api/users", "[]", 422, "body"},
		{"POST", "/api/users", "{}", 422, "user"},
		{"POST", "/api/users", `{"user": []}`, 422, "user"},
		{"POST", "/api/users", strings.Repeat("x", 1<<20+1), 413, "body"},
		{"PUT", "/api/articles/feed", "", 405, "method"},
		{"GET", "/api/articles?limit=0", "", 422, "limit"},
	} {
		refused := api.send(each.method, each.path, each.body)
		refused.refuses(each.status, each.about)
		equal(t, refused.header.Get("Content-Type"), errorType)
	}
	refused := api.patch(me, nil)
	refused.refuses(405, "method")
	equal(t, strings.Contains(refused.header.Get("Allow"), "PUT"), true)
}

func TestAuthenticationIsCheckedBeforeAnythingElse(t *testing.T) {
	api := start(t)
	for _, each := range []struct{ method, path string }{
		{"GET", "/api/user"},
		{"PUT", "/api/user"},
		{"POST", "/api/profiles/nobody/follow"},
		{"DELETE", "/api/profiles/nobody/follow"},
		{"GET", "/api/articles/feed"},
		{"POST", "/api/articles"},
		{"PUT", "/api/articles/none"},
		{"DELETE", "/api/articles/none"},
		{"POST", "/api/articles/none/favorite"},
		{"DELETE", "/api/articles/none/favorite"},
		{"POST", "/api/articles/none/comments"},
		{"DELETE", "/api/articles/none/comments/1"},
	} {
		for authorization, wanted := range map[string]string{"": "is missing", "Token x.y.z": "is invalid", "Basic x": "is invalid"} {
			refused := api.send(each.method, each.path, "{", "Authorization", authorization)
			equal(t, refused.errors(401), fields{"token": []string{wanted}})
			equal(t, refused.header.Get("WWW-Authenticate"), "Token")
		}
	}
}

func TestATokenThatIsNoGoodIsNoneWhereItIsOptional(t *testing.T) {
	alice := signUp(t, start(t))
	article := "/api/articles/" + alice.write(nil).Slug
	for _, path := range []string{"/api/articles", article, article + "/comments", "/api/profiles/" + alice.username} {
		for _, authorization := range []string{"", "Token x.y.z", "Basic " + alice.token, "Token"} {
			alice.send("GET", path, nil, "Authorization", authorization).is(200)
		}
		alice.send("GET", path, nil, "Authorization", "Bearer "+alice.token).is(200)
	}
}

func TestWithoutItsDatabaseTheAPIIsUnavailable(t *testing.T) {
	alice := signUp(t, start(t))
	alone := start(t, func(s *settings.Settings) { s.DatabaseURL = "sqlite:////no/such/folder/app.db" })
	alone.token = alice.token
	for _, path := range []string{me, "/api/articles"} {
		equal(t, alone.get(path).errors(503), fields{"database": []string{"does not answer"}})
	}
}
