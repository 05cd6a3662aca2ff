package server_test

import (
	"encoding/json"
	"errors"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// patience is how long a test waits for what has to come.
const patience = 10 * time.Second

// listener is a client of the Pusher protocol, as much of it as the tests need.
type listener struct {
	t      *testing.T
	socket *websocket.Conn
	id     string
}

// address serves an api over TCP, because a WebSocket needs a connection.
func (a *api) address() string {
	server := httptest.NewServer(a.handler)
	a.t.Cleanup(server.Close)
	return strings.Replace(server.URL, "http", "ws", 1)
}

// dial opens a WebSocket, for example at "/app/chat?protocol=7".
func dial(t *testing.T, address string) *listener {
	t.Helper()
	socket, response, err := websocket.DefaultDialer.Dial(address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if response.Header.Get("X-Request-ID") == "" {
		t.Error("the response has no id")
	}
	l := &listener{t: t, socket: socket}
	t.Cleanup(func() { _ = socket.Close() })
	return l
}

func connect(t *testing.T, address string) *listener {
	t.Helper()
	l := dial(t, address+"/app/chat?protocol=7")
	l.id = l.expect("pusher:connection_established")["socket_id"].(string)
	return l
}

func (l *listener) send(event, channel string, data any) {
	l.t.Helper()
	if err := l.socket.WriteJSON(map[string]any{"event": event, "channel": channel, "data": data}); err != nil {
		l.t.Fatal(err)
	}
}

func (l *listener) sendText(frame string) {
	l.t.Helper()
	if err := l.socket.WriteMessage(websocket.TextMessage, []byte(frame)); err != nil {
		l.t.Fatal(err)
	}
}

// receive returns the next event and its data.
func (l *listener) receive() (event string, data map[string]any, err error) {
	var frame struct {
		Event string
		Data  any
	}
	_ = l.socket.SetReadDeadline(time.Now().Add(patience))
	if err := l.socket.ReadJSON(&frame); err != nil {
		return "", nil, err
	}
	if text, isText := frame.Data.(string); isText {
		err = json.Unmarshal([]byte(text), &data)
	} else {
		data, _ = frame.Data.(map[string]any)
	}
	return frame.Event, data, err
}

// expect returns the data of the next event.
func (l *listener) expect(event string) map[string]any {
	l.t.Helper()
	found, data, err := l.receive()
	if err != nil {
		l.t.Fatalf("expected %s: %v", event, err)
	}
	if found != event {
		l.t.Fatalf("expected %s, received %s %v", event, found, data)
	}
	return data
}

func (l *listener) expectError(code int) {
	l.t.Helper()
	equal(l.t, l.expect("pusher:error")["code"], code)
}

func (l *listener) expectRefusal(status int) {
	l.t.Helper()
	equal(l.t, l.expect("pusher:subscription_error")["status"], status)
}

// expectNothing: what was sent before has not reached this connection.
func (l *listener) expectNothing() {
	l.t.Helper()
	l.send("pusher:ping", "", nil)
	l.expect("pusher:pong")
}

// expectClose skips the events before.
func (l *listener) expectClose(code int) {
	l.t.Helper()
	for {
		_, _, err := l.receive()
		var closed *websocket.CloseError
		if errors.As(err, &closed) {
			equal(l.t, closed.Code, code)
			return
		}
		if err != nil {
			l.t.Fatal(err)
		}
	}
}

// authorization asks for a signature, as Pusher's clients do.
func (l *listener) authorization(p person, channel string) map[string]any {
	l.t.Helper()
	form := url.Values{"socket_id": {l.id}, "channel_name": {channel}}.Encode()
	signed := p.post("/api/v1/broadcasting/auth", form, "Content-Type", "application/x-www-form-urlencoded").is(200).json()
	signed["channel"] = channel
	return signed
}

// follow subscribes to a private channel.
func (l *listener) follow(p person, channel string) {
	l.t.Helper()
	l.send("pusher:subscribe", "", l.authorization(p, channel))
	l.expect("pusher_internal:subscription_succeeded")
}

// enter subscribes to a room, and returns how many are present.
func (l *listener) enter(p person, c conversation) (count any) {
	l.t.Helper()
	l.send("pusher:subscribe", "", l.authorization(p, c.channel()))
	return l.expect("pusher_internal:subscription_succeeded")["presence"].(map[string]any)["count"]
}

// listen opens a connection that is subscribed to a room.
func listen(address string, p person, c conversation) *listener {
	p.t.Helper()
	l := connect(p.t, address)
	l.enter(p, c)
	return l
}
