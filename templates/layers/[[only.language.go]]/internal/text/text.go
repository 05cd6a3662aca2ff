// Package text checks and compares text by code point, as the databases do.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// HasControl says whether there are control characters, or a byte order mark.
func HasControl(s string) bool { return strings.ContainsFunc(s, isControl) }

// WithoutControl drops control characters, and what is not UTF-8.
func WithoutControl(s string) string {
	return strings.Map(func(r rune) rune {
		if isControl(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
}

func isControl(r rune) bool { return unicode.IsControl(r) || r == '\ufeff' }

// IsVisible says whether there is anything to see.
func IsVisible(s string) bool { return strings.ContainsFunc(s, IsVisibleRune) }

// IsVisibleRune says whether there is anything to see of a letter. To Unicode, the blank Braille pattern is a symbol.
func IsVisibleRune(r rune) bool {
	return !isControl(r) && !isIgnorable(r) && !unicode.Is(unicode.White_Space, r) && r != '\u2800'
}

// isIgnorable is Default_Ignorable_Code_Point, as Unicode derives it.
func isIgnorable(r rune) bool {
	if unicode.Is(unicode.Prepended_Concatenation_Mark, r) || r >= 0xfff9 && r <= 0xfffb || r >= 0x13430 && r <= 0x13440 {
		return false
	}
	return unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, unicode.Cf)
}

// HasLength says whether there are from `least` to `most` characters.
func HasLength(s string, least, most int) bool {
	length := utf8.RuneCountInString(s)
	return least <= length && length <= most
}

// First cuts a text off after `most` characters.
func First(s string, most int) string {
	runes := []rune(s)
	return string(runes[:min(most, len(runes))])
}

// Compared is the form of text that is the same for everything that looks the same.
func Compared(s string) string { return norm.NFC.String(s) }

// Lower is lower case in all of Unicode, which strings.ToLower is not: it would make the same of İ and I.
func Lower(s string) string { return cases.Lower(language.Und).String(s) }

// Fold makes the same of everything that differs only in case. No database does for all of Unicode.
func Fold(s string) string { return cases.Fold().String(s) }
