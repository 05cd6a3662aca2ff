package server_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"example.com/app/internal/article"
	"example.com/app/internal/comment"
)

func TestANewArticleIsAnsweredWhole(t *testing.T) {
	alice := signUp(t, start(t))
	title := "Dragons, " + uuid.NewString() + "!"
	tags := []string{"b", "A", "🐉", "é", "ﷺ", "a", "b"}
	written := alice.post("/api/articles",
		newArticle(fields{"title": title, "body": "They **fly** 🐉.\n", "tagList": tags})).is(201)
	found := member[fields](written, "article")
	created, _ := found["createdAt"].(string)
	if !regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`).MatchString(created) {
		t.Fatalf("createdAt is %s", created)
	}
	equal(t, found, fields{
		"slug":  strings.NewReplacer(", ", "-", "!", "").Replace(strings.ToLower(title)),
		"title": title, "description": "About it", "body": "They **fly** 🐉.\n",
		"tagList":   []string{"A", "a", "b", "é", "ﷺ", "🐉"},
		"createdAt": created, "updatedAt": created, "favorited": false, "favoritesCount": 0,
		"author": fields{"username": alice.username, "bio": nil, "image": nil, "following": false},
	})
}

func TestTextsOfAnArticleAreNotBlankAndLimited(t *testing.T) {
	alice := signUp(t, start(t))
	for field, most := range map[string]int{"title": 255, "description": 1000, "body": 100_000} {
		longest := strings.Repeat("🐉", most)
		kept := alice.write(fields{field: longest})
		for _, value := range []any{nil, "", " \n ", longest + "x", 5, "nul\x00"} {
			change := fields{field: value}
			for _, refused := range []answer{
				alice.post("/api/articles", newArticle(change)),
				alice.put("/api/articles/"+kept.Slug, fields{"article": change}),
			} {
				errors := refused.errors(422)
				equal(t, slices.Collect(maps.Keys(errors)), []string{field})
				if text, ok := value.(string); value == nil || ok && strings.TrimSpace(text) == "" {
					equal(t, errors[field], []string{"can't be blank"})
				}
			}
		}
		equal(t, alice.read(kept.Slug), kept)
	}
}

func TestAbsentTagsStayAndAnEmptyListClearsThem(t *testing.T) {
	alice := signUp(t, start(t))
	slug := alice.write(fields{"tagList": []string{"one", "two"}}).Slug
	for _, each := range []struct {
		change fields
		wanted []string
	}{
		{fields{"body": "New"}, []string{"one", "two"}},
		{fields{"tagList": []string{"two", "three"}}, []string{"three", "two"}},
		{fields{"tagList": []string{"cafe\u0301", "caf\u00e9"}}, []string{"cafe\u0301"}},
		{fields{"tagList": []string{}}, []string{}},
	} {
		equal(t, alice.change(slug, each.change).TagList, each.wanted)
	}
	many := slices.Repeat([]string{"tag"}, 33)
	for _, value := range []any{nil, "one", []any{5}, []any{nil}, []string{" "}, []string{strings.Repeat("x", 65)}, many} {
		refused := alice.put("/api/articles/"+slug, fields{"article": fields{"tagList": value}})
		refused.refuses(422, "tagList")
	}
}

func TestEveryChangeMovesUpdatedAtAndNothingElse(t *testing.T) {
	alice := signUp(t, start(t))
	kept := alice.write(nil)
	seen := kept.UpdatedAt
	for _, change := range []fields{{"body": "New"}, {"body": "New"}, {}} {
		change["createdAt"] = "2000-01-01T00:00:00.000Z"
		changed := alice.change(kept.Slug, change)
		if !changed.UpdatedAt.After(seen) {
			t.Fatalf("%s is not after %s", changed.UpdatedAt, seen)
		}
		seen = changed.UpdatedAt
		kept.Body, kept.UpdatedAt = "New", seen
		equal(t, changed, kept)
	}
}

func TestTheSlugChangesOnlyWithTheTitle(t *testing.T) {
	alice, bob := aliceAndBob(t)
	first := alice.write(nil)
	second := bob.write(fields{"title": first.Title})
	if second.Slug == first.Slug {
		t.Fatal("two articles have the same slug")
	}
	equal(t, bob.change(second.Slug, fields{"title": first.Title, "body": "New"}).Slug, second.Slug)
	third := bob.change(second.Slug, fields{"title": "Third " + uuid.NewString()})
	equal(t, bob.read(third.Slug), third)
	if fourth := bob.change(third.Slug, fields{"title": first.Title}); fourth.Slug == first.Slug {
		t.Fatal("two articles have the same slug")
	}
	bob.get("/api/articles/" + second.Slug).is(404)
}

func TestEveryTitleHasASlug(t *testing.T) {
	alice := signUp(t, start(t))
	for _, title := range []string{"Feed", "日本語", "!!!", strings.Repeat("½", 255)} {
		equal(t, alice.read(alice.write(fields{"title": title}).Slug).Title, title)
	}
}

func TestADeletedArticleTakesAlongWhatBelongsToIt(t *testing.T) {
	alice, bob := aliceAndBob(t)
	tag := uuid.NewString()
	gone := alice.write(fields{"tagList": []string{tag}})
	path := "/api/articles/" + gone.Slug
	bob.post(path+"/favorite", nil).is(200)
	bob.post(path+"/comments", fields{"comment": fields{"body": "!"}}).is(201)
	alice.delete(path).is(204)
	alice.delete(path).is(404)
	if slices.Contains(member[[]string](alice.get("/api/tags"), "tags"), tag) {
		t.Fatal("a tag without articles is listed")
	}
	again := bob.write(fields{"title": gone.Title})
	equal(t, []any{again.Slug, again.FavoritesCount}, []any{gone.Slug, 0})
	equal(t, member[[]comment.Comment](bob.get(path+"/comments"), "comments"), []any{})
}

func TestSomeoneElsesArticleIsForbidden(t *testing.T) {
	alice, bob := aliceAndBob(t)
	kept := alice.write(nil)
	path := "/api/articles/" + kept.Slug
	for _, refused := range []answer{
		bob.put(path, fields{"article": fields{"tagList": nil}}), bob.delete(path),
	} {
		equal(t, refused.errors(403), fields{"article": []string{"forbidden"}})
	}
	equal(t, alice.read(kept.Slug), kept)
}

func TestAFavouriteCountsOncePerUser(t *testing.T) {
	alice, bob := aliceAndBob(t)
	liked := alice.write(fields{"tagList": []string{"one"}})
	for _, each := range []struct {
		person person
		method string
		count  int
	}{{alice, "POST", 1}, {alice, "POST", 1}, {bob, "POST", 2}, {alice, "DELETE", 1}, {alice, "DELETE", 1}} {
		changed := each.person.send(each.method, "/api/articles/"+liked.Slug+"/favorite", nil).is(200)
		liked.Favorited, liked.FavoritesCount = each.method == "POST", each.count
		equal(t, member[article.Article](changed, "article"), liked)
	}
	equal(t, bob.read(liked.Slug).Favorited, true)
}

func TestTagsAreListedOnceAndSorted(t *testing.T) {
	alice := signUp(t, start(t))
	mark := uuid.NewString()
	for _, tags := range [][]string{{"b" + mark, "a" + mark}, {"B" + mark, "é" + mark, "a" + mark}} {
		alice.write(fields{"tagList": tags})
	}
	found := slices.DeleteFunc(member[[]string](alice.get("/api/tags"), "tags"), func(tag string) bool {
		return !strings.HasSuffix(tag, mark)
	})
	equal(t, found, []string{"B" + mark, "a" + mark, "b" + mark, "é" + mark})
}
