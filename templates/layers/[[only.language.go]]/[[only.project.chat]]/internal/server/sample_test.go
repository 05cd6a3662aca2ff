package server_test

import (
	"errors"
	"testing"

	"example.com/app/internal/app"
	"example.com/app/internal/settings"
)

func TestTheExamplePeopleTalkAndAreAddedOnce(t *testing.T) {
	a := start(t)
	for range 2 {
		if err := a.app.Seed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	defer a.execute("DELETE FROM users WHERE email IN ('ada@example.com', 'grace@example.com')")
	for _, email := range []string{"ada@example.com", "grace@example.com"} {
		session := a.post("/api/v1/auth/login", map[string]any{"email": email, "password": app.DemoPassword}).is(200)
		found := signedIn(a, session)
		for _, room := range found.get(rooms + "?limit=100").items() {
			if room["name"] == "general" {
				equal(t, len(found.get(rooms+"/"+room["id"].(string)+"/messages").is(200).items()), 4)
			}
		}
	}
	a.execute("UPDATE users SET password_hash = '' WHERE email = 'ada@example.com'")
	if err := a.app.Seed(t.Context()); !errors.Is(err, app.ErrTaken) {
		t.Error(err)
	}
}

func TestARoomOfTheExampleMayBeTaken(t *testing.T) {
	a := start(t)
	alice := signUp(t, a)
	taken := alice.post(rooms, map[string]any{"name": "General"}).is(201).header.Get("Location")
	defer alice.delete(taken)
	if err := a.app.Seed(t.Context()); !errors.Is(err, app.ErrTaken) {
		t.Error(err)
	}
	a.post("/api/v1/auth/login", map[string]any{"email": "ada@example.com", "password": app.DemoPassword}).is(401)
}

func TestAGuestIsWelcomedAndGoesAfterADay(t *testing.T) {
	a := start(t, func(s *settings.Settings) { s.Demo = true })
	address := a.address()
	guest := signedIn(a, a.post("/api/v1/auth/guest", nil).is(201))
	listed := guest.get(rooms + "?limit=100").is(200).items()
	welcome := conversation{id: listed[0]["id"].(string), path: rooms + "/" + listed[0]["id"].(string)}
	equal(t, []any{listed[0]["private"], listed[0]["member_count"]}, []any{true, 2})
	equal(t, len(guest.get(welcome.path+"/messages").is(200).items()), 2)

	alice := signUp(t, a)
	left, kept, public := open(alice, true, guest), open(alice, true, guest), open(guest, false)
	alice.delete(left.member(alice)).is(204)
	l, all := listen(address, alice, kept), connect(t, address)
	all.follow(alice, "private-rooms")
	a.execute("UPDATE users SET created_at = '2020-01-01 00:00:00' WHERE id = ?", guest.id)
	a.post("/api/v1/auth/guest", nil).is(201)
	guest.get("/api/v1/me").is(401)
	equal(t, all.expect("room.deleted")["id"], public.id)
	alice.post(rooms, map[string]any{"name": left.name}).is(201)
	alice.post(rooms, map[string]any{"name": kept.name}).is(409)
	equal(t, alice.get(kept.path).is(200).json()["member_count"], 1)
	l.expectNothing()
}
