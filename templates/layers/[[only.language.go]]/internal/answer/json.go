// Package answer encodes responses.
package answer

import (
	"encoding/json/v2"
	"net/http"
	"strconv"
	"time"
)

// timeFormat is RFC 3339 in UTC, with milliseconds.
const timeFormat = "2006-01-02T15:04:05.000Z"

var times = json.WithMarshalers(json.MarshalFunc(func(moment time.Time) ([]byte, error) {
	return []byte(moment.UTC().Format(`"` + timeFormat + `"`)), nil
}))

// FormatTime writes a time as in JSON.
func FormatTime(moment time.Time) string { return moment.UTC().Format(timeFormat) }

// Encode returns the JSON of a response, or of a part of it.
func Encode(value any) ([]byte, error) { return json.Marshal(value, times) }

// Send sends a body whose length is known, so that the response to HEAD has it too.
func Send(w http.ResponseWriter, status int, mediaType string, body []byte) error {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, err := w.Write(body)
	return err
}
