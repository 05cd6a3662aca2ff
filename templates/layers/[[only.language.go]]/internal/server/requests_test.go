package server_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/app/internal/settings"
)

func TestARequestKeepsAUsableID(t *testing.T) {
	a := start(t)
	equal(t, a.get("/healthz", "X-Request-ID", "mine").header.Get("X-Request-ID"), "mine")
	replaced := a.get("/healthz", "X-Request-ID", "caf\u00e9").header.Get("X-Request-ID")
	if replaced == "caf\u00e9" || replaced == "" {
		t.Error(replaced)
	}
	if !strings.Contains(a.log.String(), `"path":"/healthz","status":200`) {
		t.Error(a.log.String())
	}
}

func TestOddRequestsAreRefused(t *testing.T) {
	tests := []struct {
		name, method, path string
		body               any
		headers            []string
		status             int
	}{
		{"an unknown path", "GET", "/nothing", nil, nil, 404},
		{"an unknown method", "FOO", "/healthz", nil, nil, 400},
		{"another scheme", "GET", "ftp://example.com/healthz", nil, nil, 400},
		{"a wrong method", "DELETE", "/healthz", nil, nil, 405},
		{"a wrong method of a private path", "DELETE", me, nil, nil, 405},
		{"no preflight", "OPTIONS", "/healthz", nil, nil, 405},
		{"no token", "GET", me, nil, nil, 401},
		{"two spaces before the token", "GET", me, nil, []string{"Authorization", "Bearer  x"}, 401},
		{"a large body", "POST", "/nothing", strings.Repeat(" ", 1<<20+1), nil, 413},
		{"another media type", "POST", login, "{}", []string{"Content-Type", "text/plain"}, 415},
		{"another charset", "POST", login, "{}", []string{"Content-Type", "application/json; charset=latin1"}, 415},
		{"a compressed body", "POST", login, "{}", []string{"Content-Encoding", "gzip"}, 415},
		{"no JSON", "POST", login, "{", nil, 400},
		{"more than JSON", "POST", login, "{} {}", nil, 400},
		{"no UTF-8", "POST", login, "{\"a\": \"\xff\"}", nil, 400},
		{"deep nesting", "POST", login, strings.Repeat("[", 101) + strings.Repeat("]", 101), nil, 400},
		{"many values", "POST", login, "[" + strings.Repeat("1,", 20_000) + "1]", nil, 422},
		{"no object", "POST", login, "[]", nil, 422},
		{"a lone surrogate", "POST", login, `{"email": "\ud800", "password": "x"}`, nil, 422},
	}
	a := start(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			refused := a.send(test.method, test.path, test.body, test.headers...).is(test.status)
			equal(t, refused.header.Get("Content-Type"), errorType)
			equal(t, refused.header.Get("X-Content-Type-Options"), "nosniff")
		})
	}
	equal(t, a.delete("/healthz").header.Get("Allow"), "GET, HEAD")
	equal(t, a.post(login, "{}").header.Get("Cache-Control"), "no-store")
}

func TestAnEscapedPathIsTheSame(t *testing.T) {
	start(t).get("/health%7a").is(200)
}

func TestOnlyTheOriginsOfTheSettingsAreAllowed(t *testing.T) {
	const friend = "https://app.example.com"
	preflight := []string{"Origin", friend, "Access-Control-Request-Method", "POST"}
	equal(t, start(t).get("/healthz", preflight...).header.Get("Access-Control-Allow-Origin"), "")
	a := start(t, func(s *settings.Settings) { s.CORSOrigins = []string{friend} })
	equal(t, a.get("/healthz", "Origin", friend).header.Get("Access-Control-Allow-Origin"), friend)
	equal(t, a.get("/healthz", "Origin", "https://evil.example").header.Get("Access-Control-Allow-Origin"), "")
	allowed := a.send(http.MethodOptions, "/healthz", nil, preflight...).is(204)
	if !strings.Contains(allowed.header.Get("Access-Control-Allow-Methods"), "POST") {
		t.Error(allowed.header)
	}
}

func TestAKnownResourceIs304(t *testing.T) {
	alice := signUp(t, start(t))
	equal(t, string(alice.get(me, "If-None-Match", "*").is(304).body), "")
}

func TestABodyThatTurnsOutTooLargeIs413(t *testing.T) {
	a := start(t)
	body := struct{ *bytes.Reader }{bytes.NewReader(make([]byte, 1<<20+1))}
	r := httptest.NewRequest(http.MethodPost, "/nothing", body)
	r.ContentLength = -1
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, r)
	equal(t, w.Code, 413)
}
