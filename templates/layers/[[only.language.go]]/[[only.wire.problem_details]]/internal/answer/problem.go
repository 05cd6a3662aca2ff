package answer

import (
	"net/http"
	"strconv"
	"strings"

	"example.com/app/internal/failure"
	"example.com/app/internal/text"
)

// A response stays small, whatever the client sent.
const (
	mostFields     = 100
	longestPointer = 1000
)

var statuses = map[failure.Kind]int{
	failure.Malformed:        http.StatusBadRequest,
	failure.StartAgain:       http.StatusBadRequest,
	failure.Unauthenticated:  http.StatusUnauthorized,
	failure.Forbidden:        http.StatusForbidden,
	failure.NotFound:         http.StatusNotFound,
	failure.MethodNotAllowed: http.StatusMethodNotAllowed,
	failure.Conflict:         http.StatusConflict,
	failure.LastWayIn:        http.StatusConflict,
	failure.Stale:            http.StatusPreconditionFailed,
	failure.TooLarge:         http.StatusRequestEntityTooLarge,
	failure.UnsupportedType:  http.StatusUnsupportedMediaType,
	failure.Invalid:          http.StatusUnprocessableEntity,
	failure.Unconditional:    http.StatusPreconditionRequired,
	failure.TooMany:          http.StatusTooManyRequests,
	failure.ProviderFailed:   http.StatusBadGateway,
	failure.Unavailable:      http.StatusServiceUnavailable,
}

// problem is an error response (RFC 9457).
type problem struct {
	Type   string          `json:"type"`
	Title  string          `json:"title"`
	Status int             `json:"status"`
	Detail string          `json:"detail"`
	Errors []failure.Field `json:"errors,omitempty"`
}

// Fail sends the response for an error, and logs it unless it is the client's.
func (e Errors) Fail(w http.ResponseWriter, r *http.Request, err error) {
	failed := e.failureOf(r.Context(), err)
	if failed == nil {
		send(w, http.StatusInternalServerError, "An unexpected error occurred.", nil)
		return
	}
	switch failed.Kind {
	case failure.Unauthenticated:
		w.Header().Set("WWW-Authenticate", "Bearer")
	case failure.MethodNotAllowed:
		w.Header().Set("Allow", strings.Join(failed.Methods, ", "))
	case failure.TooMany:
		w.Header().Set("Retry-After", strconv.Itoa(failed.RetryAfter))
	}
	fields := failed.Fields[:min(mostFields, len(failed.Fields))]
	for i := range fields {
		fields[i].Pointer = text.First(fields[i].Pointer, longestPointer)
	}
	send(w, statuses[failed.Kind], failed.Detail, fields)
}

func send(w http.ResponseWriter, status int, detail string, fields []failure.Field) {
	body, err := Encode(problem{"about:blank", http.StatusText(status), status, detail, fields})
	if err == nil {
		err = Send(w, status, "application/problem+json", body)
	}
	// The client has gone.
	_ = err
}
