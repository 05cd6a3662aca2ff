package answer

import (
	"encoding/json/jsontext"
	"encoding/json/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"example.com/app/internal/failure"
	"example.com/app/internal/text"
)

// A response stays small, whatever the client sent.
const (
	mostFields  = 100
	longestName = 100
)

// reply is the response to a kind of failure; `about` and `message` are for those without fields.
type reply struct {
	status         int
	about, message string
}

var replies = map[failure.Kind]reply{
	failure.Malformed:        {http.StatusBadRequest, "body", "cannot be read as JSON"},
	failure.StartAgain:       {http.StatusBadRequest, "state", "is invalid"},
	failure.Unauthenticated:  {http.StatusUnauthorized, "token", "is invalid"},
	failure.Forbidden:        {http.StatusForbidden, "resource", "forbidden"},
	failure.NotFound:         {http.StatusNotFound, "route", "not found"},
	failure.MethodNotAllowed: {http.StatusMethodNotAllowed, "method", "is not allowed"},
	failure.Conflict:         {http.StatusConflict, "resource", "has changed"},
	failure.LastWayIn:        {http.StatusConflict, "provider", "is the only way to sign in"},
	failure.TooLarge:         {http.StatusRequestEntityTooLarge, "body", "is larger than 1 MiB"},
	failure.UnsupportedType:  {http.StatusUnsupportedMediaType, "body", "must be application/json"},
	failure.Invalid:          {http.StatusUnprocessableEntity, "body", "is invalid"},
	failure.TooMany:          {http.StatusTooManyRequests, "credentials", "failed too often"},
	failure.ProviderFailed:   {http.StatusBadGateway, "provider", "is unavailable"},
	failure.Unavailable:      {http.StatusServiceUnavailable, "database", "does not answer"},
}

var mistake = reply{http.StatusInternalServerError, "server", "made a mistake"}

// Fail sends {"errors": {"<field or resource>": ["message"]}} for an error, and logs it unless it is the client's.
func (e Errors) Fail(w http.ResponseWriter, r *http.Request, err error) {
	failed := e.failureOf(r.Context(), err)
	if failed == nil {
		send(w, mistake.status, []failure.Field{{Pointer: "/" + mistake.about, Detail: mistake.message}})
		return
	}
	switch failed.Kind {
	case failure.Unauthenticated:
		w.Header().Set("WWW-Authenticate", "Token")
	case failure.MethodNotAllowed:
		w.Header().Set("Allow", strings.Join(failed.Methods, ", "))
	case failure.TooMany:
		w.Header().Set("Retry-After", strconv.Itoa(failed.RetryAfter))
	}
	reply := replies[failed.Kind]
	fields := failed.Fields[:min(mostFields, len(failed.Fields))]
	if len(fields) == 0 {
		fields = []failure.Field{{Pointer: "/" + reply.about, Detail: reply.message}}
	}
	send(w, reply.status, fields)
}

func send(w http.ResponseWriter, status int, fields []failure.Field) {
	body, err := Encode(map[string]messages{"errors": byField(fields)})
	if err == nil {
		err = Send(w, status, "application/json", body)
	}
	// The client has gone.
	_ = err
}

// messages are grouped by field, in the order in which they were found.
type messages struct {
	names []string
	of    map[string][]string
}

// byField takes /tagList/0 as a part of tagList.
func byField(fields []failure.Field) messages {
	m := messages{of: map[string][]string{}}
	for _, field := range fields {
		name, _, _ := strings.Cut(strings.TrimPrefix(field.Pointer, "/"), "/")
		if name = text.First(name, longestName); name == "" {
			name = "body"
		}
		m.add(name, field.Detail)
	}
	return m
}

func (m *messages) add(name, message string) {
	if _, isKnown := m.of[name]; !isKnown {
		m.names = append(m.names, name)
	}
	if !slices.Contains(m.of[name], message) {
		m.of[name] = append(m.of[name], message)
	}
}

// MarshalJSONTo keeps the order, which a map would not.
func (m messages) MarshalJSONTo(encoder *jsontext.Encoder) error {
	if err := encoder.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	for _, name := range m.names {
		if err := encoder.WriteToken(jsontext.String(name)); err != nil {
			return err
		}
		if err := json.MarshalEncode(encoder, m.of[name]); err != nil {
			return err
		}
	}
	return encoder.WriteToken(jsontext.EndObject)
}
