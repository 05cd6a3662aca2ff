package request

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestABugIsLoggedWithItsStack(t *testing.T) {
	var log bytes.Buffer
	fail := func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusInternalServerError) }
	bug := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a bug") })
	w := httptest.NewRecorder()
	handler := Chain(bug, Follow(slog.New(slog.NewJSONHandler(&log, nil)), fail))
	handler.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Code != http.StatusInternalServerError || !strings.Contains(log.String(), "a bug") {
		t.Error(w.Code, log.String())
	}
}

func TestAResponseThatIsGivenUpIsNotABug(t *testing.T) {
	var log bytes.Buffer
	fail := func(http.ResponseWriter, *http.Request, error) { t.Error("it is answered") }
	giveUp := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	handler := Chain(giveUp, Follow(slog.New(slog.NewJSONHandler(&log, nil)), fail))
	defer func() {
		if cause := recover(); cause != http.ErrAbortHandler || strings.Contains(log.String(), "Panic") {
			t.Error(cause, log.String())
		}
	}()
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
}
