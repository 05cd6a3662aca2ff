package input

import (
	"encoding/json/jsontext"
	"encoding/json/v2"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"example.com/app/internal/failure"
	"example.com/app/internal/text"
)

// Object is a JSON object from a request. Its methods read members, and collect what is wrong with them for Err.
type Object struct {
	members map[string]jsontext.Value
	known   map[string]bool
	invalid []failure.Field
}

// Has says whether a member was sent, even if it is null.
func (o *Object) Has(name string) bool {
	o.known[name] = true
	_, ok := o.members[name]
	return ok
}

// IsNull says whether a member is null.
func (o *Object) IsNull(name string) bool {
	return o.Has(name) && o.members[name].Kind() == 'n'
}

// Text reads a text with a length limit in characters.
func (o *Object) Text(name string, least, most int) string {
	var value string
	if !o.Has(name) {
		o.Refuse("/"+name, "It is required.")
	} else if detail := readText(o.members[name], least, most, &value); detail != "" {
		o.Refuse("/"+name, detail)
	}
	return value
}

// Name reads a text that is visible, and has no line breaks.
func (o *Object) Name(name string, most int) string {
	value := o.Text(name, 1, most)
	if value != "" && !isName(value) {
		o.Refuse("/"+name, notAName)
	}
	return value
}

// Names reads a list of names.
func (o *Object) Names(name string, most, longest int) []string {
	var values []jsontext.Value
	if !o.Has(name) || json.Unmarshal(o.members[name], &values, lenient, jsontext.AllowInvalidUTF8(true)) != nil || values == nil {
		o.Refuse("/"+name, "It is a list.")
		return nil
	}
	if len(values) > most {
		o.Refuse("/"+name, fmt.Sprintf("It has at most %d entries.", most))
		return nil
	}
	names := make([]string, len(values))
	for i, value := range values {
		pointer := fmt.Sprintf("/%s/%d", name, i)
		if detail := readText(value, 1, longest, &names[i]); detail != "" {
			o.Refuse(pointer, detail)
		} else if !isName(names[i]) {
			o.Refuse(pointer, notAName)
		}
	}
	return names
}

// Matching reads a text that matches a pattern.
func (o *Object) Matching(name string, pattern *regexp.Regexp, detail string) string {
	var value string
	if o.Has(name) && readText(o.members[name], 0, 1000, &value) == "" && pattern.MatchString(value) {
		return value
	}
	o.Refuse("/"+name, detail)
	return ""
}

// ID reads a UUID, in the form that all databases use.
func (o *Object) ID(name string) string {
	return strings.ToLower(o.Matching(name, isID, "It is a UUID."))
}

// Time reads a time of RFC 3339.
func (o *Object) Time(name string) time.Time {
	var value string
	if o.Has(name) && readText(o.members[name], 0, 100, &value) == "" {
		if moment, ok := ParseTime(value); ok {
			return moment
		}
	}
	o.Refuse("/"+name, notATime)
	return time.Time{}
}

// Bool reads true or false.
func (o *Object) Bool(name string) bool {
	if o.Has(name) {
		switch o.members[name].Kind() {
		case 't':
			return true
		case 'f':
			return false
		}
	}
	o.Refuse("/"+name, "It is true or false.")
	return false
}

// OneOf reads one of a few words.
func OneOf[T ~string](o *Object, name string, words []T) T {
	var value string
	if o.Has(name) && readText(o.members[name], 0, 100, &value) == "" && slices.Contains(words, T(value)) {
		return T(value)
	}
	o.Refuse("/"+name, oneOf(words))
	return ""
}

// Refuse adds what is wrong with a value.
func (o *Object) Refuse(pointer, detail string) {
	o.invalid = append(o.invalid, failure.Field{Pointer: pointer, Detail: detail})
}

// Err reports everything that is invalid, and the members that no method asked for.
func (o *Object) Err() error {
	for _, name := range slices.Sorted(maps.Keys(o.members)) {
		if !o.known[name] {
			escaped := strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
			o.Refuse("/"+escaped, "This member does not exist.")
		}
	}
	if len(o.invalid) > 0 {
		return failure.InvalidFields(o.invalid)
	}
	return nil
}

const notAName = "It is visible and has no control characters."

func isName(s string) bool { return text.IsVisible(s) && !text.HasControl(s) }

func oneOf[T ~string](words []T) string {
	return "It is one of " + strings.Join(strings.Split(fmt.Sprint(words), " "), ", ") + "."
}

// readText returns what is wrong. Unlike the check of the body, it refuses lone surrogates.
func readText(raw jsontext.Value, least, most int, value *string) string {
	if raw.Kind() != '"' {
		return "It is a text."
	}
	unquoted, err := jsontext.AppendUnquote(nil, raw)
	*value = string(unquoted)
	if err != nil || strings.ContainsRune(*value, 0) || !text.HasLength(*value, least, most) {
		*value = ""
		return fmt.Sprintf("It has %d to %d characters, without NUL or lone surrogates.", least, most)
	}
	return ""
}

var isID = regexp.MustCompile(`^(?i:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`)

// ParseID returns the form of a UUID that all databases use.
func ParseID(s string) (string, bool) { return strings.ToLower(s), isID.MatchString(s) }

const notATime = "It is a time like 2026-01-31T09:30:00.000Z."

var isTime = regexp.MustCompile(`^(?i:\d{4}-\d\d-\d\dT([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d))$`)

// ParseTime reads a time of RFC 3339 in the years that every database can store.
func ParseTime(s string) (time.Time, bool) {
	moment, err := time.Parse(time.RFC3339, strings.ToUpper(s))
	moment = moment.UTC().Truncate(time.Millisecond)
	return moment, err == nil && isTime.MatchString(s) && moment.Year() >= 1 && moment.Year() <= 9999
}
