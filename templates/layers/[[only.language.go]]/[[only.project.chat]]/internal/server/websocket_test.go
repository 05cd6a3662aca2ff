package server_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"example.com/app/internal/settings"
)

func TestAnotherKeyOrProtocolIsRefused(t *testing.T) {
	address := start(t).address()
	for path, code := range map[string]int{"/app/other?protocol=7": 4001, "/app/chat?protocol=8": 4007, "/app/chat": 4007} {
		l := dial(t, address+path)
		l.expectError(code)
		l.expectClose(code)
	}
}

func TestTheWebSocketRefusesPlainHTTP(t *testing.T) {
	refused := start(t).get("/app/chat?protocol=7").is(400)
	equal(t, refused.header.Get("Content-Type"), "application/problem+json")
}

func TestAFrameThatIsNotAnEventIsAnError(t *testing.T) {
	l := connect(t, start(t).address())
	deep := `{"event":"client-x","data":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + "}"
	for _, frame := range []string{"", "Hello", "null", "[]", "{}", `{"event":1}`, `{"event":null}`, deep} {
		l.sendText(frame)
		l.expectError(4300)
	}
	if err := l.socket.WriteMessage(websocket.BinaryMessage, []byte(`{"event":"pusher:ping"}`)); err != nil {
		t.Fatal(err)
	}
	l.expectError(4300)
	l.send("pusher:unsubscribe", "", 1)
	l.send("pusher:pong", "", nil)
	l.expectNothing()
}

func TestAFrameThatBreaksTheProtocolEndsItsOwnConnectionOnly(t *testing.T) {
	address := start(t).address()
	giant, wrong, other := connect(t, address), connect(t, address), connect(t, address)
	// It may be closed before it has sent everything.
	_ = giant.socket.WriteMessage(websocket.TextMessage, make([]byte, 2_000_000))
	giant.expectClose(1009)
	wrong.sendText("\xff")
	wrong.expectClose(1007)
	other.expectNothing()
}

func TestASilentConnectionIsPingedAndClosed(t *testing.T) {
	address := start(t, func(s *settings.Settings) { s.Channels.ActivityTimeout = 200 * time.Millisecond }).address()
	l := connect(t, address)
	l.expect("pusher:ping")
	l.send("pusher:pong", "", nil)
	l.expect("pusher:ping")
	if err := l.socket.WriteControl(websocket.PongMessage, nil, time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	l.expect("pusher:ping")
	l.expectClose(4201)
}

func TestPingsOfTheWebSocketAreAnswered(t *testing.T) {
	l := connect(t, start(t).address())
	ponged := false
	l.socket.SetPongHandler(func(string) error {
		ponged = true
		return nil
	})
	if err := l.socket.WriteControl(websocket.PingMessage, nil, time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	l.expectNothing()
	equal(t, ponged, true)
}

func TestASlowReaderIsDisconnectedAndSlowsNobody(t *testing.T) {
	t.Parallel()
	a := start(t)
	address := a.address()
	alice := signUp(t, a)
	room := open(alice, false)
	slow, quick := listen(address, alice, room), listen(address, alice, room)
	for range 400 {
		a.app.Hub.Announce(t.Context(), room.channel(), "message.created", `{"body":"`+strings.Repeat("x", 32<<10)+`"}`)
		quick.expect("message.created")
	}
	slow.expectClose(4100)
	quick.expectNothing()
}

func TestAServerThatStopsSendsItsClientsElsewhere(t *testing.T) {
	t.Parallel()
	a := start(t)
	address := a.address()
	l := connect(t, address)
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		a.app.WebSockets.Stop()
	}()
	l.expectClose(4200)
	dial(t, address+"/app/chat?protocol=7").expectClose(4200)
	<-stopped
}

func TestAPanicEndsItsOwnConnectionOnlyAndIsLogged(t *testing.T) {
	a := start(t)
	alice, bob := signUp(t, a), signUp(t, a)
	room := open(alice, false, bob)
	var handled sync.WaitGroup
	handled.Add(2)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer handled.Done()
		a.handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	address := strings.Replace(server.URL, "http", "ws", 1)
	l, broken := listen(address, alice, room), listen(address, bob, room)
	l.expect("pusher_internal:member_added")
	signed := broken.authorization(bob, "private-rooms")
	a.app.DB.Observe(func(string, []any) { panic("a bug") })
	broken.send("pusher:subscribe", "", signed)
	broken.expectClose(websocket.CloseAbnormalClosure)
	// Otherwise the server waits for what it might still send.
	_ = broken.socket.Close()
	equal(t, l.expect("pusher_internal:member_removed"), map[string]any{"user_id": bob.id})
	l.expectNothing()
	_ = l.socket.Close()
	// Both connections are logged when they end.
	handled.Wait()
	if log := a.log.String(); !strings.Contains(log, `"msg":"Panic"`) || !strings.Contains(log, "a bug") {
		t.Error(log)
	}
}

func TestAUserIsPresentOnceHoweverManyConnectionsTheyHave(t *testing.T) {
	a := start(t)
	address := a.address()
	alice, bob := signUp(t, a), named(t, a, "Bob")
	room := open(alice, false, bob)
	l := listen(address, alice, room)
	first := listen(address, bob, room)
	equal(t, l.expect("pusher_internal:member_added"), map[string]any{"user_id": bob.id, "user_info": map[string]any{"name": "Bob"}})
	second := listen(address, bob, room)
	equal(t, second.enter(bob, room), 2)
	_ = first.socket.Close()
	second.send("pusher:unsubscribe", "", map[string]any{"channel": room.channel()})
	equal(t, l.expect("pusher_internal:member_removed"), map[string]any{"user_id": bob.id})
	second.expectNothing()
}

func TestWhoIsRemovedIsUnsubscribedAtOnce(t *testing.T) {
	a := start(t)
	address := a.address()
	alice, bob := signUp(t, a), signUp(t, a)
	room := open(alice, false, bob)
	l, other := listen(address, alice, room), listen(address, bob, room)
	l.expect("pusher_internal:member_added")
	early := other.authorization(bob, room.channel())
	alice.delete(room.member(bob)).is(204)
	l.expect("pusher_internal:member_removed")
	other.expectRefusal(403)
	alice.say(room, "Hello")
	other.expectNothing()
	other.send("pusher:subscribe", "", early)
	other.expectRefusal(403)
}

func TestADeletedRoomUnsubscribesEverybody(t *testing.T) {
	a := start(t)
	alice := signUp(t, a)
	room := open(alice, false)
	l := listen(a.address(), alice, room)
	alice.delete(room.path).is(204)
	l.expectRefusal(404)
	l.expectNothing()
}

func TestSubscribersGetWhatHappensToMessages(t *testing.T) {
	a := start(t)
	alice := signUp(t, a)
	room := open(alice, false)
	l := listen(a.address(), alice, room)
	message := alice.say(room, "Helo <b> 👋")
	equal(t, l.expect("message.created"), message)
	path := "/api/v1/messages/" + message["id"].(string)
	edited := alice.patch(path, map[string]any{"body": "Hello"}).is(200).json()
	equal(t, l.expect("message.updated"), edited)
	alice.delete(path).is(204)
	equal(t, l.expect("message.deleted"), edited)
	alice.post(room.path+"/messages", map[string]any{"body": ""}).is(422)
	l.expectNothing()
}

func TestClientEventsReachTheOthers(t *testing.T) {
	a := start(t)
	address := a.address()
	alice, bob := signUp(t, a), signUp(t, a)
	room := open(alice, false, bob)
	l, other := listen(address, alice, room), listen(address, bob, room)
	l.expect("pusher_internal:member_added")
	l.send("client-typing", room.channel(), map[string]any{"since": "now"})
	equal(t, other.expect("client-typing"), map[string]any{"since": "now"})
	l.sendText(`{"event":"client-typing","channel":"` + room.channel() + `"}`)
	other.expect("client-typing")
	for _, refused := range []struct{ event, channel, data string }{
		{"typing", room.channel(), ""},
		{"client-" + strings.Repeat("x", 200), room.channel(), ""},
		{"client-typing", "private-rooms", ""},
		{"client-typing", room.channel(), strings.Repeat("x", 11_000)},
	} {
		l.send(refused.event, refused.channel, refused.data)
		l.expectError(4301)
	}
	for range 9 {
		l.send("client-typing", room.channel(), nil)
	}
	l.expectError(4301)
	l.expectNothing()
}

func TestRoomListsAreKeptUpToDate(t *testing.T) {
	a := start(t)
	address := a.address()
	alice, bob := signUp(t, a), signUp(t, a)
	own := connect(t, address)
	own.follow(bob, "private-user-"+bob.id)
	room := open(alice, true, bob)
	equal(t, own.expect("membership.created"), map[string]any{"room_id": room.id, "user_id": bob.id})
	alice.patch(room.path, map[string]any{"topic": "Secret"}).is(200)
	equal(t, own.expect("room.updated")["topic"], "Secret")
	alice.delete(room.member(bob)).is(204)
	own.expect("membership.deleted")
	alice.delete(room.path).is(204)
	own.expectNothing()

	all := connect(t, address)
	all.follow(bob, "private-rooms")
	public := open(alice, false)
	equal(t, all.expect("room.created")["id"], public.id)
	alice.delete(public.path).is(204)
	equal(t, all.expect("room.deleted")["member_count"], 1)
	all.send("pusher:unsubscribe", "", map[string]any{"channel": "private-rooms"})
	all.expectNothing()
	open(alice, false)
	all.expectNothing()
}
