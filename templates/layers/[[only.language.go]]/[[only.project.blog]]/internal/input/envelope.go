package input

import (
	"encoding/json/jsontext"
	"encoding/json/v2"
	"fmt"
	"math"
	"net/http"
	"strings"
	"unicode/utf8"

	"example.com/app/internal/failure"
	"example.com/app/internal/text"
)

const blank = "can't be blank"

// Fields are what is in the envelope of a body: {"article": {...}}. They differ from an Object in that unknown members are
// ignored, and in the words for what is wrong, which are RealWorld's.
type Fields struct {
	members map[string]jsontext.Value
	invalid []failure.Field
}

// Envelope reads the fields in the envelope with this name.
func Envelope(r *http.Request, name string) (*Fields, error) {
	body, err := Body(r)
	if err != nil {
		return nil, err
	}
	raw := body.members[name]
	if isMissing(raw) {
		return nil, failure.InvalidField("/"+name, blank)
	}
	if raw.Kind() != '{' {
		return nil, failure.InvalidField("/"+name, "must be an object")
	}
	fields := &Fields{}
	err = json.Unmarshal(raw, &fields.members, lenient, jsontext.AllowInvalidUTF8(true))
	return fields, err
}

// Has says whether a field was sent, even if it is null.
func (f *Fields) Has(name string) bool {
	_, ok := f.members[name]
	return ok
}

// Text reads a text that is not blank, with a length limit in characters.
func (f *Fields) Text(name string, least, most int) string {
	value, detail := readVisible(f.members[name], least, most)
	if detail != "" {
		f.Refuse(name, detail)
	}
	return value
}

// Name reads a text without control characters.
func (f *Fields) Name(name string, most int) string {
	value, detail := readName(f.members[name], most)
	if detail != "" {
		f.Refuse(name, detail)
	}
	return value
}

// Names reads a list of names.
func (f *Fields) Names(name string, most, longest int) []string {
	raw := f.members[name]
	var values []jsontext.Value
	if raw.Kind() != '[' || json.Unmarshal(raw, &values, lenient, jsontext.AllowInvalidUTF8(true)) != nil {
		f.Refuse(name, "must be a list")
		return nil
	}
	if len(values) > most {
		f.Refuse(name, fmt.Sprintf("must have at most %d entries", most))
		return nil
	}
	names := make([]string, len(values))
	for i, value := range values {
		var detail string
		if names[i], detail = readName(value, longest); detail != "" {
			f.Refuse(name, detail)
		}
	}
	return names
}

// OptionalText reads a text that may be null, which an empty one becomes too.
func (f *Fields) OptionalText(name string, most int) *string {
	raw := f.members[name]
	if isMissing(raw) {
		return nil
	}
	value, detail := readString(raw)
	switch {
	case detail != "":
		f.Refuse(name, detail)
	case !text.HasLength(value, 0, most):
		f.Refuse(name, length(0, most))
	case value != "":
		return &value
	}
	return nil
}

// Refuse adds what is wrong with a field.
func (f *Fields) Refuse(name, detail string) {
	f.invalid = append(f.invalid, failure.Field{Pointer: "/" + name, Detail: detail})
}

// Err reports everything that is invalid.
func (f *Fields) Err() error {
	if len(f.invalid) > 0 {
		return failure.InvalidFields(f.invalid)
	}
	return nil
}

// IsText says whether a text from a path can be in the database at all.
func IsText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

func isMissing(raw jsontext.Value) bool { return len(raw) == 0 || raw.Kind() == 'n' }

func readName(raw jsontext.Value, most int) (value, detail string) {
	value, detail = readVisible(raw, 1, most)
	if detail == "" && text.HasControl(value) {
		return "", "must have no control characters"
	}
	return value, detail
}

func readVisible(raw jsontext.Value, least, most int) (value, detail string) {
	if isMissing(raw) {
		return "", blank
	}
	value, detail = readString(raw)
	switch {
	case detail != "":
		return "", detail
	case !text.IsVisible(value):
		return "", blank
	case !text.HasLength(value, least, most):
		return "", length(least, most)
	}
	return value, ""
}

func readString(raw jsontext.Value) (value, detail string) {
	if raw.Kind() != '"' {
		return "", "must be text"
	}
	if readText(raw, 0, math.MaxInt, &value) != "" {
		return "", "must have no NUL or lone surrogates"
	}
	return value, ""
}

func length(least, most int) string {
	if least > 1 {
		return fmt.Sprintf("must have %d to %d characters", least, most)
	}
	return fmt.Sprintf("must have at most %d characters", most)
}
