package article_test

import (
	"strings"
	"testing"

	"example.com/app/internal/article"
)

func TestASlugHasTheASCIILettersAndDigitsOfATitle(t *testing.T) {
	for title, wanted := range map[string]string{
		"How to Train Your Dragon":        "how-to-train-your-dragon",
		"  Spaces,   commas & such!  ":    "spaces-commas-such",
		"Crème brûlée für Ängste":         "creme-brulee-fur-angste",
		"C3PO 2 R2D2":                     "c3po-2-r2d2",
		"ﬁne":                             "fine",
		"日本語 🐉 !!!":                       "",
		strings.Repeat("x", 199) + " yes": strings.Repeat("x", 199),
	} {
		if slug := article.Slug(title); slug != wanted {
			t.Errorf("%s has the slug %s", title, slug)
		}
	}
}
