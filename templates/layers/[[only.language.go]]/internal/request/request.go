// Package request has what happens to every request, whatever its route.
package request

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"example.com/app/internal/failure"
	"example.com/app/internal/input"
	"example.com/app/internal/logs"
)

// Middleware wraps a handler.
type Middleware = func(http.Handler) http.Handler

// Fail sends the response for an error.
type Fail = func(http.ResponseWriter, *http.Request, error)

// Chain wraps a handler; the first middleware is the outermost.
func Chain(handler http.Handler, around ...Middleware) http.Handler {
	for _, wrap := range slices.Backward(around) {
		handler = wrap(handler)
	}
	return handler
}

var isUsable = regexp.MustCompile(`^[ -~]{1,128}$`)

// Follow gives each request an id, logs its result, and adds the headers of every response.
func Follow(logger *slog.Logger, fail Fail) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			started := time.Now()
			id := r.Header.Get("X-Request-ID")
			if !isUsable.MatchString(id) {
				id = rand.Text()
			}
			r = r.WithContext(logs.WithRequestID(r.Context(), id))
			w.Header().Set("X-Request-ID", id)
			w.Header().Set("X-Content-Type-Options", "nosniff")
			if r.Header.Get("Authorization") != "" {
				w.Header().Set("Cache-Control", "private, no-cache")
			}
			recorder := &recorder{ResponseWriter: w, request: r, status: http.StatusOK}
			// Handlers may change the path.
			method, path := r.Method, r.URL.Path
			defer func() {
				logger.InfoContext(r.Context(), fmt.Sprintf("%s %s %d", method, path, recorder.status),
					"method", method, "path", path, "status", recorder.status,
					"duration_ms", float64(time.Since(started).Microseconds())/1000)
			}()
			defer recoverFrom(recorder, r, logger, fail)
			next.ServeHTTP(recorder, r)
		})
	}
}

func recoverFrom(w http.ResponseWriter, r *http.Request, logger *slog.Logger, fail Fail) {
	switch cause := recover(); cause {
	case nil:
	case http.ErrAbortHandler:
		// It is no bug: net/http ends the connection.
		panic(cause)
	default:
		logger.ErrorContext(r.Context(), "Panic", "err", fmt.Sprint(cause), "stack", string(debug.Stack()))
		fail(w, r, fmt.Errorf("panic: %v", cause))
	}
}

// recorder remembers the status. To a client that knows any version of a resource (RFC 9110, section 13.1.2), it sends 304.
type recorder struct {
	http.ResponseWriter
	request *http.Request
	status  int
	isSent  bool
}

func (r *recorder) WriteHeader(status int) {
	if r.isSent {
		return
	}
	r.isSent = true
	isRead := r.request.Method == http.MethodGet || r.request.Method == http.MethodHead
	if isRead && status == http.StatusOK && r.request.Header.Get("If-None-Match") == "*" {
		status = http.StatusNotModified
	}
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(body []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	if r.status == http.StatusNotModified {
		return len(body), nil
	}
	return r.ResponseWriter.Write(body)
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

var methods = strings.Fields("CONNECT DELETE GET HEAD OPTIONS PATCH POST PUT QUERY TRACE")

// ReadTarget refuses unknown methods, and gives routers one spelling of a path: `/%68ealthz` and `/healthz` are the same.
func ReadTarget(fail Fail) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !slices.Contains(methods, r.Method) {
				fail(w, r, failure.New(failure.Malformed, "The request line has an invalid method."))
				return
			}
			if !slices.Contains([]string{"", "http", "https"}, strings.ToLower(r.URL.Scheme)) {
				fail(w, r, failure.New(failure.Malformed, "The request line has an invalid target."))
				return
			}
			target := *r.URL
			// No client should send a fragment. An escaped # is part of the path.
			escaped, _, hasFragment := strings.Cut(target.RawPath, "#")
			if unescaped, err := url.PathUnescape(escaped); err == nil && hasFragment {
				target.Path = unescaped
			}
			target.RawPath = ""
			if target.Path == "" {
				target.Path = "/"
			}
			r.URL = &target
			next.ServeHTTP(w, r)
		})
	}
}

// NoStore keeps caches from storing the responses of paths that begin with `prefix`, which contain tokens.
func NoStore(prefix string) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, prefix) {
				w.Header().Set("Cache-Control", "no-store")
			}
			next.ServeHTTP(w, r)
		})
	}
}

// ReadBody reads the body before anything else is done, so that nothing is locked while a client sends it.
func ReadBody(fail Fail) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if err := input.ReadBytes(w, r); err != nil {
				fail(w, r, err)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}
