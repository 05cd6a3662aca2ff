package server_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/uuid"

	"example.com/app/internal/account"
	"example.com/app/internal/article"
)

// What the tests of every project need to know about the wire format.
const (
	login     = account.Prefix + "/login"
	me        = "/api/user"
	errorType = "application/json"
)

const password = "correct horse battery"

// fields of a JSON object.
type fields = map[string]any

// person is somebody who has signed in.
type person struct {
	*api
	id, email, username string
}

func newEmail() string { return uuid.NewString() + "@example.com" }

// newUser has a unique name and address.
func newUser(changes fields) fields {
	user := fields{"username": uuid.NewString(), "email": newEmail(), "password": password}
	maps.Copy(user, changes)
	return fields{"user": user}
}

func (a *api) register(changes fields) answer {
	a.t.Helper()
	return a.post(account.Prefix, newUser(changes))
}

func (a *api) login(email, password string) answer {
	a.t.Helper()
	return a.post(login, fields{"user": fields{"email": email, "password": password}})
}

// signUp registers somebody new.
func signUp(t *testing.T, a *api) person {
	t.Helper()
	return signedIn(a, a.register(nil).is(201))
}

func aliceAndBob(t *testing.T) (alice, bob person) {
	t.Helper()
	a := start(t)
	return signUp(t, a), signUp(t, a)
}

// signedIn is the person of a session.
func signedIn(a *api, session answer) person {
	a.t.Helper()
	user := member[account.SignedInUser](session, "user")
	own := *a
	own.token = user.Token
	return person{&own, user.Username, user.Email, user.Username}
}

func (a *api) put(path string, body any) answer {
	a.t.Helper()
	return a.send("PUT", path, body)
}

func (p person) changeUser(changes fields) answer {
	p.t.Helper()
	return p.put(me, fields{"user": changes})
}

// user is what the person sees of themselves.
func (p person) user() account.SignedInUser {
	p.t.Helper()
	return member[account.SignedInUser](p.get(me).is(200), "user")
}

// newArticle has a unique title.
func newArticle(changes fields) fields {
	written := fields{"title": "Title " + uuid.NewString(), "description": "About it", "body": "All of it"}
	maps.Copy(written, changes)
	return fields{"article": written}
}

func (p person) write(changes fields) article.Article {
	p.t.Helper()
	return member[article.Article](p.post("/api/articles", newArticle(changes)).is(201), "article")
}

func (p person) read(slug string) article.Article {
	p.t.Helper()
	return member[article.Article](p.get("/api/articles/"+slug).is(200), "article")
}

func (p person) change(slug string, changes fields) article.Article {
	p.t.Helper()
	return member[article.Article](p.put("/api/articles/"+slug, fields{"article": changes}).is(200), "article")
}

func (p person) list(path string) (list article.List) {
	p.t.Helper()
	found := p.get(path).is(200)
	if err := json.Unmarshal(found.body, &list); err != nil {
		p.t.Fatalf("%v: %s", err, found.body)
	}
	return list
}

func (p person) slugs(path string) []string {
	p.t.Helper()
	slugs := []string{}
	for _, each := range p.list(path).Articles {
		slugs = append(slugs, each.Slug)
	}
	return slugs
}

// member decodes one member of the body.
func member[T any](r answer, name string) T {
	r.t.Helper()
	var members map[string]T
	if err := json.Unmarshal(r.body, &members); err != nil {
		r.t.Fatalf("%v: %s", err, r.body)
	}
	return members[name]
}

// errors checks the status, and returns the messages.
func (r answer) errors(status int) map[string][]string {
	r.t.Helper()
	return member[map[string][]string](r.is(status), "errors")
}

// refuses checks the status, and which field or resource the messages are about.
func (r answer) refuses(status int, about string) {
	r.t.Helper()
	equal(r.t, slices.Collect(maps.Keys(r.errors(status))), []string{about})
}
