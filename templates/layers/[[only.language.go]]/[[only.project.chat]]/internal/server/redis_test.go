package server_test

import (
	"testing"

	"example.com/app/internal/redistest"
	"example.com/app/internal/settings"
)

// startWith starts a process with Redis.
func startWith(t *testing.T, url string) (a *api, address string) {
	t.Helper()
	a = start(t, func(s *settings.Settings) { s.Channels.RedisURL = url })
	return a, a.address()
}

func TestTwoProcessesBehaveAsOne(t *testing.T) {
	url := redistest.URL(t)
	here, near := startWith(t, url)
	there, far := startWith(t, url)
	alice, bob := signUp(t, here), signUp(t, there)
	room := open(alice, false, bob)
	l := listen(near, alice, room)
	other := connect(t, far)
	equal(t, other.enter(bob.at(here), room), 2)
	l.expect("pusher_internal:member_added")
	message := bob.say(room, "Hello")
	equal(t, l.expect("message.created"), message)
	equal(t, other.expect("message.created"), message)
	l.send("client-typing", room.channel(), nil)
	other.expect("client-typing")
	alice.delete(room.member(bob)).is(204)
	equal(t, l.expect("pusher_internal:member_removed"), map[string]any{"user_id": bob.id})
	other.expectRefusal(403)
	alice.delete(room.path).is(204)
	l.expectRefusal(404)
}

func TestAConnectionWhoseLeaseHasExpiredStartsAgain(t *testing.T) {
	t.Parallel()
	url := redistest.URL(t)
	a, address := startWith(t, url)
	alice := signUp(t, a)
	l := listen(address, alice, open(alice, false))
	if err := redistest.Client(t, url).FlushDB(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	l.expectClose(4200)
}

func TestWithoutItsRedisNothingIsSaidThatNobodyWouldHear(t *testing.T) {
	a := start(t, func(s *settings.Settings) { s.Channels.RedisURL = "redis://127.0.0.1:" + redistest.FreePort(t) })
	alice := signUp(t, a)
	room := open(alice, false)
	alice.post(room.path+"/messages", map[string]any{"body": "Hello"}).is(503)
	equal(t, alice.get(room.path+"/messages").is(200).items(), []any{})
	l := connect(t, a.address())
	alice.post(auth, map[string]any{"socket_id": l.id, "channel_name": room.channel()}).is(503)
}
