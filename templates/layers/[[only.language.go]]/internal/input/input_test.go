package input

import (
	"net/http/httptest"
	"testing"
)

func TestTimesAreThoseOfRFC3339(t *testing.T) {
	tests := map[string]bool{
		"2026-01-31T09:30:00Z":            true,
		"2026-01-31t09:30:00.123456z":     true,
		"2026-01-31T09:30:00+05:30":       true,
		"2024-02-29T00:00:00Z":            true,
		"2026-02-29T00:00:00Z":            false,
		"2026-01-31T24:00:00Z":            false,
		"2026-01-31 09:30:00Z":            false,
		"2026-01-31T09:30:00":             false,
		"2026-01-31":                      false,
		"0000-01-01T00:00:00Z":            false,
		"9999-12-31T23:59:59-01:00":       false,
		"2026-01-31T09:30:00,5Z":          false,
		"2026-01-31T09:30:00Z\n":          false,
		"\u0662026-01-31T09:30:00Z":       false,
		"2026-01-31T09:30:60Z":            false,
		"2026-01-31T09:30:00.+00:00":      false,
		"2026-01-31T09:30:00.1234567890Z": true,
	}
	for text, want := range tests {
		if _, ok := ParseTime(text); ok != want {
			t.Errorf("%q: %v", text, ok)
		}
	}
}

func TestParametersThatAreInvalidAreReported(t *testing.T) {
	for _, query := range []string{
		"limit=0", "limit=05", "limit=%", "limit=1&limit=2", "limit=", "q=%00", "q=%ff", "id=x", "at=yesterday",
		"name=", "name=%0A", "name=a&name=b&name=c", "word=maybe",
	} {
		p := Query(httptest.NewRequest("GET", "/?"+query, nil))
		p.Limit()
		p.Text("q", 10)
		p.ID("id")
		p.Time("at")
		p.Names("name", 2, 10)
		Choice(p, "word", []string{"yes", "no"}, "no")
		if p.Err() == nil {
			t.Errorf("%s is accepted", query)
		}
	}
}

func TestParametersHaveDefaults(t *testing.T) {
	p := Query(httptest.NewRequest("GET", "/?x=1&x=2&%6cimit=7", nil))
	if p.Limit() != 7 || p.Time("at") != nil || p.ID("id") != "" || Choice(p, "word", []string{"no"}, "no") != "no" {
		t.Error("the defaults are others")
	}
	if err := p.Err(); err != nil {
		t.Error(err)
	}
}
