package server_test

import (
	"io/fs"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"example.com/app"
	"example.com/app/internal/settings"
)

const browser = "text/html,*/*;q=0.8"

func TestABrowserGetsAPageThatMayRunItsOwnFilesOnly(t *testing.T) {
	page := start(t).get("/", "Accept", browser).is(200)
	equal(t, page.header.Get("Content-Type"), "text/html; charset=utf-8")
	policy := page.header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		t.Error(policy)
	}
}

func TestAProgramGetsLinksThatWork(t *testing.T) {
	a := start(t)
	links := a.get("/").is(200).json()["links"].(map[string]any)
	for _, name := range []string{"docs", "openapi", "health"} {
		a.get(links[name].(string)).is(200)
	}
	if _, ok := links["guest"]; ok {
		t.Error("the links lead to a guest account without a demo")
	}
}

func TestEverythingThatAPageLoadsIsThere(t *testing.T) {
	a := start(t)
	for _, page := range []string{"/", "/docs"} {
		text := string(a.get(page, "Accept", browser).body)
		for _, found := range regexp.MustCompile(`(?:src|href)="(/[^"]+)"`).FindAllStringSubmatch(text, -1) {
			a.get(found[1]).is(200)
		}
	}
	scripts, err := fs.Glob(app.Files, "web/*.js")
	if err != nil || len(scripts) == 0 {
		t.Fatal(err)
	}
	for _, script := range scripts {
		equal(t, a.get("/"+script).is(200).header.Get("Content-Type"), "text/javascript; charset=utf-8")
	}
	a.get("/web/no-such-file.js").is(404)
}

func TestAPageThatHasNotChangedIs304(t *testing.T) {
	a := start(t)
	changed := a.get("/docs/swagger-ui.css").is(200).header.Get("Last-Modified")
	equal(t, string(a.get("/docs/swagger-ui.css", "If-Modified-Since", changed).is(304).body), "")
	a.get("/docs/swagger-ui.css", "If-Modified-Since", time.Unix(0, 0).UTC().Format(http.TimeFormat)).is(200)
}

func TestWithoutItsDatabaseAServerIsAliveButNotReady(t *testing.T) {
	start(t).get("/readyz").is(200)
	alone := start(t, func(s *settings.Settings) { s.DatabaseURL = "sqlite:////no/such/folder/app.db" })
	alone.get("/healthz").is(200)
	equal(t, alone.get("/readyz").is(503).header.Get("Content-Type"), errorType)
}

func TestTheHeadOfAPageHasItsLength(t *testing.T) {
	a := start(t)
	head, page := a.send(http.MethodHead, "/docs", nil).is(200), a.get("/docs")
	equal(t, head.header.Get("Content-Length"), page.header.Get("Content-Length"))
}
