package channels

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/gorilla/websocket"
)

const (
	longestFrame     = 64 << 10
	pongTimeout      = 30 * time.Second
	subscribeTimeout = time.Minute
	// closeTimeout is how long a client may take to receive what is in its buffers, and the frame that closes it.
	closeTimeout = 30 * time.Second
	// lingerTimeout is for clients that are still sending when the connection is closed.
	lingerTimeout = 2 * time.Second
)

// connection is a WebSocket, from open to close. One goroutine reads from it, and another one writes to it.
type connection struct {
	id     string
	socket *websocket.Conn
	queue  *queue
	// signIns are those that its subscriptions were signed for; guarded by the subscriptions.
	signIns map[string]bool

	activityTimeout time.Duration
	mu              sync.Mutex
	isPinged        bool
	silence         *time.Timer
}

func newConnection(socket *websocket.Conn, activityTimeout time.Duration) *connection {
	return &connection{
		id:              fmt.Sprintf("%d.%d", rand.Uint32(), rand.Uint32()),
		socket:          socket,
		queue:           newQueue(),
		signIns:         map[string]bool{},
		activityTimeout: activityTimeout,
	}
}

// send queues a frame. A client that reads too slowly is disconnected, and slows down nobody else.
func (c *connection) send(frame []byte) {
	if !c.queue.push(frame) {
		c.close(closeSlow, "Too slow: catch up over REST.")
	}
}

// close ends the connection without waiting for the client. Queued frames are dropped.
func (c *connection) close(code int, reason string) {
	if c.queue.end(websocket.FormatCloseMessage(code, reason)) {
		time.AfterFunc(closeTimeout, c.abort)
	}
}

func (c *connection) reconnect() { c.close(closeReconnect, "Connect again.") }

// abort ends the connection at once.
func (c *connection) abort() {
	// It may be closed already.
	_ = c.socket.Close()
}

// run answers frames until the connection is closed. It returns what is wrong with this server, not with the client.
func (c *connection) run(ctx context.Context, handle func(context.Context, []byte) error) error {
	c.socket.SetReadLimit(longestFrame)
	c.socket.SetPingHandler(func(data string) error {
		c.heard()
		// If it does not read, it gets no pong.
		_ = c.socket.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(time.Second))
		return nil
	})
	c.socket.SetPongHandler(func(string) error {
		c.heard()
		return nil
	})
	c.mu.Lock()
	c.silence = time.AfterFunc(c.activityTimeout, c.onSilence)
	c.mu.Unlock()
	defer c.silence.Stop()

	written := make(chan struct{})
	go func() {
		defer close(written)
		c.write()
	}()
	defer func() {
		c.queue.end(nil)
		// What is in the buffers of a slow client is given up.
		time.AfterFunc(lingerTimeout, c.abort)
		<-written
	}()
	return c.read(ctx, handle)
}

func (c *connection) read(ctx context.Context, handle func(context.Context, []byte) error) error {
	for {
		kind, text, err := c.socket.ReadMessage()
		switch {
		case err != nil:
			// The client has closed the connection, or violated the protocol.
			return nil
		case kind == websocket.BinaryMessage:
			text = nil
		case !utf8.Valid(text):
			c.close(websocket.CloseInvalidFramePayloadData, "Text must be UTF-8.")
			return nil
		}
		c.heard()
		if err := handle(ctx, text); err != nil {
			c.reconnect()
			return err
		}
	}
}

// write sends what is queued. A close frame is the last one.
func (c *connection) write() {
	for {
		frame, ok := c.queue.next()
		if !ok {
			if frame != nil {
				_ = c.socket.WriteControl(websocket.CloseMessage, frame, time.Now().Add(closeTimeout))
			}
			return
		}
		if c.socket.WriteMessage(websocket.TextMessage, frame) != nil {
			c.abort()
			return
		}
	}
}

// linger reads what the client is still sending. Closing a socket with unread bytes would reset the connection, and the
// client would not receive the close frame.
func (c *connection) linger() {
	socket := c.socket.NetConn()
	if half, ok := socket.(*net.TCPConn); ok {
		_ = half.CloseWrite()
	}
	_ = socket.SetReadDeadline(time.Now().Add(lingerTimeout))
	_, _ = io.Copy(io.Discard, socket)
	c.abort()
}

// heard is called for every frame.
func (c *connection) heard() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.isPinged = false
	c.silence.Reset(c.activityTimeout)
}

// onSilence pings the client, and closes the connection if it does not respond.
func (c *connection) onSilence() {
	c.mu.Lock()
	wasPinged := c.isPinged
	c.isPinged = true
	c.silence.Reset(min(pongTimeout, c.activityTimeout))
	c.mu.Unlock()
	if wasPinged {
		c.close(closeSilent, "No answer to a ping.")
		return
	}
	c.send(encode(frame{"pusher:ping", nothing{}}))
}
