package server_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/app/internal/comment"
	"example.com/app/internal/profile"
)

func (p person) comment(path, body string) comment.Comment {
	p.t.Helper()
	written := p.post(path, fields{"comment": fields{"body": body}}).is(201)
	return member[comment.Comment](written, "comment")
}

func (p person) comments(path string) []comment.Comment {
	p.t.Helper()
	return member[[]comment.Comment](p.get(path).is(200), "comments")
}

func TestCommentsComeNewestFirst(t *testing.T) {
	alice, bob := aliceAndBob(t)
	path := "/api/articles/" + alice.write(nil).Slug + "/comments"
	first, second := alice.comment(path, "Well **said** 🐉"), bob.comment(path, "Thank you")
	equal(t, first.Body, "Well **said** 🐉")
	equal(t, first.Author, profile.Profile{Username: alice.username})
	equal(t, alice.comments(path), []comment.Comment{second, first})

	alice.post("/api/profiles/"+bob.username+"/follow", nil).is(200)
	equal(t, alice.comments(path)[0].Author.Following, true)
	equal(t, bob.comments(path)[0].Author.Following, false)
}

func TestACommentIsNotBlankAndLimited(t *testing.T) {
	alice := signUp(t, start(t))
	path := "/api/articles/" + alice.write(nil).Slug + "/comments"
	for _, body := range []any{nil, "", " ", 5, strings.Repeat("x", 10_001)} {
		refused := alice.post(path, fields{"comment": fields{"body": body}})
		refused.refuses(422, "body")
	}
}

func TestOnlyItsAuthorDeletesAComment(t *testing.T) {
	alice, bob := aliceAndBob(t)
	comments := "/api/articles/" + alice.write(nil).Slug + "/comments"
	path := fmt.Sprintf("%s/%d", comments, bob.comment(comments, "Mine").ID)
	equal(t, alice.delete(path).errors(403), fields{"comment": []string{"forbidden"}})
	bob.delete(path).is(204)
	equal(t, bob.delete(path).errors(404), fields{"comment": []string{"not found"}})
}

func TestAnArticleIsLookedUpBeforeItsComment(t *testing.T) {
	alice := signUp(t, start(t))
	path, other := "/api/articles/"+alice.write(nil).Slug+"/comments", "/api/articles/"+alice.write(nil).Slug+"/comments"
	id := alice.comment(path, "Mine").ID
	for _, each := range []struct{ path, about string }{
		{fmt.Sprintf("%s/%d", other, id), "comment"},
		{path + "/0", "comment"}, {path + "/-1", "comment"}, {path + "/first", "comment"}, {path + "/" + strings.Repeat("9", 30), "comment"},
		{fmt.Sprintf("/api/articles/none/comments/%d", id), "article"},
	} {
		refused := alice.delete(each.path)
		equal(t, refused.errors(404), fields{each.about: []string{"not found"}})
	}
	equal(t, len(alice.comments(path)), 1)
}
