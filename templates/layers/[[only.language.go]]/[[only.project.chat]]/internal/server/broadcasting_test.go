package server_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"example.com/app/internal/settings"
)

const auth = "/api/v1/broadcasting/auth"

func TestASignatureFollowsTheProtocol(t *testing.T) {
	a := start(t, func(s *settings.Settings) { s.Channels.PusherKey = "my-key" })
	equal(t, a.get("/api/v1/broadcasting/config").is(200).json(), map[string]any{"key": "my-key"})
	alice := named(t, a, "Alïce 👋")
	channel := open(alice, false).channel()
	signed := alice.post(auth, map[string]any{"socket_id": "1.2", "channel_name": channel}).is(200)
	data := `{"user_id":"` + alice.id + `","user_info":{"name":"Alïce 👋"}}`
	equal(t, signed.text("channel_data"), data)
	derived := hmacOf(a.app.Settings.SecretKey, "pusher")
	equal(t, signed.text("auth"), "my-key:"+hmacOf(derived, "1.2:"+channel+":"+data))
	private := alice.post(auth, map[string]any{"socket_id": "1.2", "channel_name": "private-rooms"}).is(200).json()
	equal(t, len(private), 1)
}

func hmacOf(key, text string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}

func TestOnlyThoseWhoMayGetASignature(t *testing.T) {
	a := start(t)
	alice, bob := signUp(t, a), signUp(t, a)
	room := open(alice, false)
	for _, channel := range []string{
		room.channel(), "private-user-" + alice.id, "presence-room-", "room", strings.ToUpper(room.channel()),
		"presence-room-" + strings.ToUpper(room.id), "private-room-" + room.id,
	} {
		bob.post(auth, map[string]any{"socket_id": "1.1", "channel_name": channel}).is(403)
	}
}

func TestWhatNoSignatureCanBeAskedFor(t *testing.T) {
	alice := signUp(t, start(t))
	form := []string{"Content-Type", "application/x-www-form-urlencoded"}
	for _, socketID := range []string{"", "1", "1.", "a.b", "1.1\n", strings.Repeat("9", 64) + ".1"} {
		alice.post(auth, map[string]any{"socket_id": socketID, "channel_name": "private-rooms"}).is(422)
	}
	alice.post(auth, map[string]any{"socket_id": "1.1"}).is(422)
	alice.post(auth, map[string]any{"socket_id": "1.1", "channel_name": strings.Repeat("x", 165)}).is(422)
	alice.post(auth, "socket_id=1.1&channel_name=private-rooms&user_id=1", form...).is(422)
	alice.post(auth, "socket_id=%zz", form...).is(422)
	alice.post(auth, "socket_id=1.1&channel_name=%ff", form...).is(400)
	alice.post(auth, "socket_id=1.1&channel_name=private-rooms", form...).is(200)
	alice.post(auth, "{}", "Content-Type", "text/plain").is(415)
}

func TestAWrongSignatureIsRefused(t *testing.T) {
	a := start(t)
	address := a.address()
	alice, bob := signUp(t, a), signUp(t, a)
	room := open(alice, false, bob)
	l, other := connect(t, address), connect(t, address)
	good, others := l.authorization(alice, room.channel()), other.authorization(alice, room.channel())
	theirs := l.authorization(bob, room.channel())
	for _, wrong := range []map[string]any{
		others,
		{"channel": room.channel()},
		{"channel": room.channel(), "auth": good["auth"]},
		{"channel": room.channel(), "auth": good["auth"], "channel_data": theirs["channel_data"]},
		{"channel": "private-rooms", "auth": good["auth"], "channel_data": good["channel_data"]},
		{"channel": 1, "auth": []int{}, "channel_data": nil},
	} {
		l.send("pusher:subscribe", "", wrong)
		l.expectRefusal(401)
	}
	// The latest signature for this connection was for bob.
	l.send("pusher:subscribe", "", good)
	l.expectRefusal(403)
	alice.say(room, "Hello")
	l.expectNothing()
}

func TestAConnectionHasAHundredSubscriptions(t *testing.T) {
	a := start(t)
	alice := signUp(t, a)
	l := connect(t, a.address())
	for range 100 {
		l.enter(alice, open(alice, true))
	}
	last := open(alice, true)
	l.send("pusher:subscribe", "", l.authorization(alice, last.channel()))
	l.expectRefusal(429)
}

func TestSigningOutEndsTheConnections(t *testing.T) {
	a := start(t)
	address := a.address()
	alice := signUp(t, a)
	room := open(alice, true)
	l, early := listen(address, alice, room), connect(t, address)
	signed := early.authorization(alice, room.channel())
	a.post("/api/v1/auth/logout", map[string]any{"refresh_token": alice.refreshToken}).is(204)
	early.send("pusher:subscribe", "", signed)
	early.expectRefusal(403)
	if err := a.app.WebSockets.CloseSignedOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	l.expectClose(4009)
}
