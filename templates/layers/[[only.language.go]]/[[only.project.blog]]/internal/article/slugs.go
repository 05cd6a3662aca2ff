package article

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"example.com/app/internal/database"
)

const longestSlug = 200

// reserved: an article with this slug would have the path of the feed.
const reserved = "feed"

// underSlug saves under the title's slug, and with a random suffix if that is taken.
func underSlug(title string, save func(slug string) error) error {
	slug := Slug(title)
	if slug != "" && slug != reserved {
		if err := save(slug); !errors.Is(err, database.ErrDuplicate) {
			return err
		}
	}
	suffix := make([]byte, 8)
	rand.Read(suffix)
	return save(strings.TrimPrefix(slug+"-"+hex.EncodeToString(suffix), "-"))
}

var separator = regexp.MustCompile(`[^a-z0-9]+`)

// Slug has the ASCII letters and digits of a title, joined by hyphens. It is empty if there are none.
func Slug(title string) string {
	ascii := strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(title))
	slug := strings.TrimPrefix(separator.ReplaceAllString(ascii, "-"), "-")
	return strings.TrimSuffix(slug[:min(longestSlug, len(slug))], "-")
}
