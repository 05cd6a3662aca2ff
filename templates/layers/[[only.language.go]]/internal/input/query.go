package input

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/app/internal/failure"
	"example.com/app/internal/text"
)

// Parameters are those of a query. As those of Object, its methods collect what is wrong for Err.
type Parameters struct {
	values  map[string][]string
	invalid []failure.Field
}

// Query reads the parameters of a request. Unlike net/url, it keeps those that cannot be decoded, which are invalid.
func Query(r *http.Request) *Parameters {
	p := &Parameters{values: map[string][]string{}}
	for pair := range strings.SplitSeq(r.URL.RawQuery, "&") {
		name, value, _ := strings.Cut(pair, "=")
		name = unescaped(name)
		p.values[name] = append(p.values[name], unescaped(value))
	}
	return p
}

func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// Has says whether a parameter was sent.
func (p *Parameters) Has(name string) bool { return len(p.values[name]) > 0 }

// Get reads a parameter that may not be repeated, or an empty text.
func (p *Parameters) Get(name string) string {
	switch values := p.values[name]; len(values) {
	case 0:
		return ""
	case 1:
		return values[0]
	}
	p.refuse(name, "It is given once.")
	return ""
}

// Text reads a text with a length limit in characters.
func (p *Parameters) Text(name string, most int) string {
	value := p.Get(name)
	if !utf8.ValidString(value) || strings.ContainsRune(value, 0) || !text.HasLength(value, 0, most) {
		p.refuse(name, fmt.Sprintf("It has 0 to %d characters, without NUL.", most))
	}
	return value
}

// Names reads a parameter that may be repeated.
func (p *Parameters) Names(name string, most, longest int) []string {
	values := p.values[name]
	if len(values) > most {
		p.refuse(name, fmt.Sprintf("It is given at most %d times.", most))
	}
	for _, value := range values {
		if !utf8.ValidString(value) || !text.HasLength(value, 1, longest) || !isName(value) {
			p.refuse(name, notAName)
		}
	}
	return values
}

// ID reads a UUID.
func (p *Parameters) ID(name string) string {
	id, ok := ParseID(p.Get(name))
	if p.Has(name) && !ok {
		p.refuse(name, "It is a UUID.")
	}
	return id
}

// Time reads a time of RFC 3339, or none.
func (p *Parameters) Time(name string) *time.Time {
	if !p.Has(name) {
		return nil
	}
	moment, ok := ParseTime(p.Get(name))
	if !ok {
		p.refuse(name, notATime)
	}
	return &moment
}

var isLimit = regexp.MustCompile(`^([1-9][0-9]?|100)$`)

// Limit reads the number of rows on a page.
func (p *Parameters) Limit() int {
	if !p.Has("limit") {
		return 20
	}
	value := p.Get("limit")
	if !isLimit.MatchString(value) {
		p.refuse("limit", "It is a number from 1 to 100.")
	}
	limit, _ := strconv.Atoi(value)
	return limit
}

// Choice reads one of a few words, or the one to use without it.
func Choice[T ~string](p *Parameters, name string, words []T, otherwise T) T {
	if !p.Has(name) {
		return otherwise
	}
	value := T(p.Get(name))
	if !slices.Contains(words, value) {
		p.refuse(name, oneOf(words))
	}
	return value
}

func (p *Parameters) refuse(name, detail string) {
	p.invalid = append(p.invalid, failure.Field{Pointer: "/" + name, Detail: detail})
}

// Err reports everything that is invalid.
func (p *Parameters) Err() error {
	if len(p.invalid) > 0 {
		return failure.InvalidFields(p.invalid)
	}
	return nil
}
