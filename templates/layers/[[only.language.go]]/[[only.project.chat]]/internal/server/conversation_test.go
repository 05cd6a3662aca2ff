package server_test

import (
	"net/http"
	"testing"

	"example.com/app/internal/token"
)

const rooms = "/api/v1/rooms"

// named registers somebody new with a name.
func named(t *testing.T, a *api, name string) person {
	t.Helper()
	body := map[string]any{"email": newEmail(), "password": password, "name": name}
	return signedIn(a, a.post("/api/v1/auth/register", body).is(201))
}

func (a *api) put(path string, body any) answer {
	a.t.Helper()
	return a.send(http.MethodPut, path, body)
}

// at is the same person at another server.
func (p person) at(a *api) person {
	own := *a
	own.token = p.token
	return person{&own, p.id, p.email, p.refreshToken}
}

type conversation struct {
	id, name, path string
}

func (c conversation) member(p person) string { return c.path + "/members/" + p.id }

func (c conversation) channel() string { return "presence-room-" + c.id }

func newName() string { return "room " + token.Random()[:12] }

// open creates a room with members, who join themselves; a private room's creator adds them.
func open(creator person, isPrivate bool, members ...person) conversation {
	creator.t.Helper()
	created := creator.post(rooms, map[string]any{"name": newName(), "private": isPrivate}).is(201)
	c := conversation{created.text("id"), created.text("name"), created.header.Get("Location")}
	for _, member := range members {
		if isPrivate {
			creator.put(c.member(member), nil).is(204)
		} else {
			member.put(c.member(member), nil).is(204)
		}
	}
	return c
}

// say sends a message.
func (p person) say(c conversation, body string) map[string]any {
	p.t.Helper()
	return p.post(c.path+"/messages", map[string]any{"body": body}).is(201).json()
}

// values of one member in all rows.
func values(items []map[string]any, member string) []any {
	found := []any{}
	for _, item := range items {
		found = append(found, item[member])
	}
	return found
}
