// Package input reads and validates what clients send.
package input

import (
	"bytes"
	"encoding/json/jsontext"
	"encoding/json/v2"
	"errors"
	"io"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/app/internal/failure"
)

// Limits, because reading a body costs memory and time before anything in it is validated.
const (
	mostBytes  = 1 << 20
	mostTokens = 10_000
	deepest    = 100
)

// lenient: of duplicate members the last one counts, and text is checked where it is read.
var lenient = jsontext.AllowDuplicateNames(true)

// ReadBytes reads the body of every request, so that a larger one is refused on any path, and a connection can be used
// for the next request.
func ReadBytes(w http.ResponseWriter, r *http.Request) error {
	tooLarge := failure.New(failure.TooLarge, "The body must not be larger than 1 MiB.")
	if r.ContentLength > mostBytes {
		w.Header().Set("Connection", "close")
		return tooLarge
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBytes))
	var tooMany *http.MaxBytesError
	switch {
	case errors.As(err, &tooMany):
		// Otherwise the server waits for the rest of the body before it responds.
		w.Header().Set("Connection", "close")
		return tooLarge
	case err != nil:
		w.Header().Set("Connection", "close")
		return failure.New(failure.Malformed, "The body ended early.")
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

// Body reads a JSON object.
func Body(r *http.Request) (*Object, error) {
	if err := checkMediaType(r); err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if err := checkValues(raw); err != nil {
		return nil, err
	}
	if jsontext.Value(raw).Kind() != '{' {
		return nil, failure.InvalidField("", "It is an object.")
	}
	object := &Object{known: map[string]bool{}}
	err = json.Unmarshal(raw, &object.members, lenient, jsontext.AllowInvalidUTF8(true))
	return object, err
}

// Form reads a form as an object of texts; other media types are read as Body.
func Form(r *http.Request) (*Object, error) {
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if mediaType != "application/x-www-form-urlencoded" {
		return Body(r)
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	object := &Object{members: map[string]jsontext.Value{}, known: map[string]bool{}}
	for pair := range strings.SplitSeq(string(raw), "&") {
		name, value, _ := strings.Cut(pair, "=")
		name, value = unescaped(name), unescaped(value)
		if !utf8.ValidString(name + value) {
			return nil, failure.New(failure.Malformed, "The body is not a form in UTF-8.")
		}
		if name == "" {
			continue
		}
		if object.members[name], err = jsontext.AppendQuote(nil, value); err != nil {
			return nil, err
		}
	}
	return object, nil
}

var isUTF8 = regexp.MustCompile(`^(charset="?utf-8"?)?$`)

func checkMediaType(r *http.Request) error {
	encoding := strings.ToLower(r.Header.Get("Content-Encoding"))
	if encoding != "" && encoding != "identity" {
		return failure.New(failure.UnsupportedType, "The body must not be compressed.")
	}
	accepted := []string{"application/json"}
	if r.Method == http.MethodPatch {
		accepted = append(accepted, "application/merge-patch+json")
	}
	parts := strings.Split(strings.ToLower(r.Header.Get("Content-Type")), ";")
	isAccepted := slices.Contains(accepted, strings.TrimSpace(parts[0]))
	for _, parameter := range parts[1:] {
		isAccepted = isAccepted && isUTF8.MatchString(strings.TrimSpace(parameter))
	}
	if !isAccepted {
		return failure.New(failure.UnsupportedType, "The body must be %s, in UTF-8.", strings.Join(accepted, " or "))
	}
	return nil
}

// checkValues refuses what is not JSON, and more than anybody needs.
func checkValues(raw []byte) error {
	malformed := failure.New(failure.Malformed, "The body is not valid JSON.")
	if !utf8.Valid(raw) {
		return malformed
	}
	decoder := jsontext.NewDecoder(bytes.NewReader(raw), lenient, jsontext.AllowInvalidUTF8(true))
	for tokens, isComplete := 0, false; ; tokens++ {
		_, err := decoder.ReadToken()
		switch {
		case err == io.EOF && isComplete:
			return nil
		case err != nil || isComplete:
			return malformed
		case decoder.StackDepth() > deepest:
			return failure.New(failure.Malformed, "The body is nested more than %d levels deep.", deepest)
		case tokens > mostTokens:
			return failure.InvalidField("", "It has too many values.")
		}
		isComplete = decoder.StackDepth() == 0
	}
}
