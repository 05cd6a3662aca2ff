package server_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"example.com/app/internal/article"
)

func TestAListedArticleIsTheArticleWithoutItsBody(t *testing.T) {
	alice := signUp(t, start(t))
	listed := alice.write(fields{"tagList": []string{"b", "a"}})
	listed.Body = ""
	equal(t, alice.list("/api/articles?author="+alice.username), article.List{
		Articles: []article.Article{listed}, ArticlesCount: 1,
	})
}

func TestArticlesComeNewestFirstInPagesOfTwenty(t *testing.T) {
	alice := signUp(t, start(t))
	var newestFirst []string
	for range 21 {
		newestFirst = slices.Insert(newestFirst, 0, alice.write(nil).Slug)
	}
	mine := "/api/articles?author=" + alice.username
	equal(t, alice.slugs(mine), newestFirst[:20])
	equal(t, alice.slugs(mine+"&limit=100"), newestFirst)
	equal(t, alice.slugs(mine+"&limit=5&offset=18"), newestFirst[18:])
	equal(t, alice.list(mine+"&offset=2147483647"), fields{"articles": []any{}, "articlesCount": 21})
}

func TestAFilterFindsExactlyWhatItNames(t *testing.T) {
	alice, bob := aliceAndBob(t)
	tag := uuid.NewString()
	first := alice.write(fields{"tagList": []string{tag, "x"}}).Slug
	second := bob.write(fields{"tagList": []string{tag}}).Slug
	alice.write(fields{"tagList": []string{strings.ToUpper(tag) + "A", tag + "s"}})
	for _, slug := range []string{second, first} {
		bob.post("/api/articles/"+slug+"/favorite", nil).is(200)
	}
	for _, each := range []struct {
		query string
		slugs []string
	}{
		{"tag=" + tag, []string{second, first}},
		{"tag=" + tag + "&author=" + alice.username, []string{first}},
		{"favorited=" + bob.username, []string{second, first}},
		{"favorited=" + alice.username, []string{}},
		{"favorited=" + bob.username + "&author=" + bob.username + "&tag=" + tag, []string{second}},
		{"tag=%25", []string{}},
		{"tag=", []string{}},
		{"author=nobody+at+all", []string{}},
	} {
		equal(t, alice.slugs("/api/articles?"+each.query), each.slugs)
		equal(t, alice.list("/api/articles?"+each.query).ArticlesCount, len(each.slugs))
	}
}

func TestAnInvalidParameterIsNamed(t *testing.T) {
	alice := signUp(t, start(t))
	for _, each := range []struct{ query, name string }{
		{"limit=0", "limit"}, {"limit=101", "limit"}, {"limit=05", "limit"}, {"limit=ten", "limit"}, {"limit=1&limit=2", "limit"},
		{"offset=-1", "offset"}, {"offset=", "offset"}, {"offset=01", "offset"}, {"offset=2147483648", "offset"},
	} {
		for _, path := range []string{"/api/articles?", "/api/articles/feed?"} {
			alice.get(path+each.query).refuses(422, each.name)
		}
	}
	for _, query := range []string{"tag=nul%00", "tag=%FF", "tag=a&tag=b", "tag=" + strings.Repeat("x", 65)} {
		alice.get("/api/articles?"+query).refuses(422, "tag")
	}
}

func TestTheFeedHasTheArticlesOfFollowedAuthors(t *testing.T) {
	alice, bob := aliceAndBob(t)
	alice.write(nil)
	first, second := bob.write(nil).Slug, bob.write(nil).Slug
	equal(t, alice.list("/api/articles/feed"), fields{"articles": []any{}, "articlesCount": 0})
	follow := "/api/profiles/" + bob.username + "/follow"
	alice.post(follow, nil).is(200)
	equal(t, alice.slugs("/api/articles/feed"), []string{second, first})
	equal(t, alice.list("/api/articles/feed").Articles[0].Author.Following, true)
	equal(t, alice.slugs("/api/articles/feed?limit=1&offset=1"), []string{first})
	alice.delete(follow).is(200)
	equal(t, alice.slugs("/api/articles/feed"), []string{})
}

// lists and their statements: one for the caller, one for the articles, one for all their tags, one for the count.
var lists = []struct {
	path       string
	statements int
}{
	{"/api/articles?limit=100", 4},
	{"/api/articles?limit=100&tag=all", 4},
	{"/api/articles?limit=100&author=:bob", 4},
	{"/api/articles?limit=100&favorited=:alice", 4},
	{"/api/articles?limit=100&tag=all&author=:bob&favorited=:alice", 4},
	{"/api/articles/feed?limit=100", 4},
	{"/api/articles/:slug", 4},
	{"/api/articles/:slug/comments", 3},
	{"/api/profiles/:bob", 2},
	{"/api/tags", 1},
}

func TestAListTakesAsManyStatementsForManyRowsAsForFew(t *testing.T) {
	alice, bob := aliceAndBob(t)
	path := fill(alice, bob, 1)
	statements := alice.observed()
	for range 2 {
		for _, each := range lists {
			if seen := statements(path(each.path)); len(seen) != each.statements {
				t.Fatalf("%s takes %d statements: %v", each.path, len(seen), seen)
			}
		}
		fill(alice, bob, 7)
	}
}

func TestListsUseIndexes(t *testing.T) {
	needsSQLite(t)
	alice, bob := aliceAndBob(t)
	path := fill(alice, bob, 3)
	statements := alice.observed()
	// Without a filter no index is needed: the newest rows are at the end of the table.
	for _, each := range lists[1:] {
		for _, each := range statements(path(each.path)) {
			alice.usesIndexes(each)
		}
	}
	for _, each := range lists[1:4] {
		for _, each := range statements(path(each.path)) {
			// The rows of the page are sorted again, at most a hundred.
			alice.sortsAtMost(1, each)
		}
	}
}

// fill: Alice likes all that Bob writes, who comments on one of his articles. It returns how to spell a path.
func fill(alice, bob person, articles int) func(path string) string {
	alice.t.Helper()
	alice.post("/api/profiles/"+bob.username+"/follow", nil).is(200)
	var slug string
	for number := range articles {
		slug = bob.write(fields{"tagList": []string{"all", strconv.Itoa(number)}}).Slug
		alice.post("/api/articles/"+slug+"/favorite", nil).is(200)
		for range number + 1 {
			body := fields{"comment": fields{"body": "More"}}
			bob.post("/api/articles/"+slug+"/comments", body).is(201)
		}
	}
	names := strings.NewReplacer(":alice", alice.username, ":bob", bob.username, ":slug", slug)
	return func(path string) string { return names.Replace(path) }
}
