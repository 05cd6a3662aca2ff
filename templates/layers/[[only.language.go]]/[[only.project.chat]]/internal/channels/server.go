package channels

import (
	"bufio"
	"context"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"example.com/app/internal/failure"
)

const (
	// signOutInterval is how often the server looks for sign-ins that have ended.
	signOutInterval = 10 * time.Second
	// stopTimeout is how long clients may take to close their connections when the server stops.
	stopTimeout = 5 * time.Second
)

// protocols are versions with the same frames. Pusher's Java client uses 5, Pysher 6.
var protocols = []string{"5", "6", "7"}

// Access decides who may subscribe, and for how long.
type Access interface {
	// MaySubscribe checks again, because the user may have signed out or left since the signature. Private channels have
	// no user.
	MaySubscribe(ctx context.Context, signInID, userID, channel string) (bool, error)
	// Ended returns those of the sign-ins that have ended.
	Ended(ctx context.Context, signInIDs []string) (map[string]bool, error)
}

// Server is the WebSocket: `GET /app/{key}?protocol=7`.
type Server struct {
	hub             *Hub
	signer          *Signer
	access          Access
	logger          *slog.Logger
	activityTimeout time.Duration
	running         sync.WaitGroup
}

// NewServer pings clients that are silent for the activity timeout.
func NewServer(hub *Hub, signer *Signer, access Access, logger *slog.Logger, activityTimeout time.Duration) *Server {
	return &Server{
		hub: hub, signer: signer, access: access, logger: logger, activityTimeout: activityTimeout,
	}
}

// Disconnect makes all clients connect again, to another process.
func (s *Server) Disconnect() { s.hub.stop() }

// Stop disconnects all clients, and waits until their presence here has ended.
func (s *Server) Stop() {
	s.Disconnect()
	abort := time.AfterFunc(stopTimeout, func() { s.hub.subscriptions.each((*connection).abort) })
	defer abort.Stop()
	s.running.Wait()
}

// Serve responds to a request for a WebSocket, and returns when it is closed.
func (s *Server) Serve(w http.ResponseWriter, r *http.Request, key string) error {
	// Counted before the connection is taken from the HTTP server, which waits for all others itself.
	s.running.Add(1)
	defer s.running.Done()
	var failed error
	upgrader := websocket.Upgrader{
		// Pages of all origins may connect: subscriptions are authorized by signatures, not by cookies.
		CheckOrigin: func(*http.Request) bool { return true },
		Error: func(_ http.ResponseWriter, _ *http.Request, _ int, _ error) {
			failed = failure.New(failure.Malformed, "/app/{key} only accepts WebSocket connections.")
		},
	}
	headers := http.Header{}
	headers.Set("X-Request-ID", w.Header().Get("X-Request-ID"))
	socket, err := upgrader.Upgrade(hijackable{w}, r, headers)
	switch {
	case failed != nil:
		return failed
	case err != nil:
		// The client has gone.
		return nil
	}
	c := newConnection(socket, s.activityTimeout)
	switch {
	case key != s.signer.Key:
		c.refuse(errorKey, "There is no application with this key.")
	case !slices.Contains(protocols, r.URL.Query().Get("protocol")):
		c.refuse(errorProtocol, "This protocol is not supported. Use protocol=7.")
	default:
		s.serve(r.Context(), c)
	}
	return nil
}

func (s *Server) serve(ctx context.Context, c *connection) {
	c.send(encode(frame{"pusher:connection_established", string(encode(map[string]any{
		"socket_id": c.id, "activity_timeout": int(s.activityTimeout.Seconds()),
	}))}))
	s.hub.connect(c)
	// In a defer, so that a panic ends the connection, too.
	defer s.end(ctx, c)
	unsubscribed := time.AfterFunc(subscribeTimeout, func() {
		if s.hub.subscriptions.countOthers(c, "") == 0 {
			c.close(closeUnsubscribed, "Nothing was subscribed to.")
		}
	})
	defer unsubscribed.Stop()
	client := &client{connection: c, hub: s.hub, signer: s.signer, access: s.access}
	if err := c.run(ctx, client.handle); err != nil {
		s.logger.WarnContext(ctx, "A connection broke", "err", err.Error())
	}
}

func (s *Server) end(ctx context.Context, c *connection) {
	if err := s.hub.disconnect(ctx, c); err != nil {
		s.logger.WarnContext(ctx, "Presence could not be removed; it will expire", "err", err.Error())
	}
	c.linger()
}

// refuse sends the reason as an event, because browsers do not show why a WebSocket was not opened.
func (c *connection) refuse(code int, reason string) {
	_ = c.socket.SetWriteDeadline(time.Now().Add(lingerTimeout))
	_ = c.socket.WriteMessage(websocket.TextMessage, errorFrame(code, reason))
	_ = c.socket.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), time.Now().Add(lingerTimeout))
	c.linger()
}

// Run disconnects users who sign out, until the context ends.
func (s *Server) Run(ctx context.Context) {
	ticker := time.NewTicker(signOutInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := s.CloseSignedOut(ctx); err != nil && ctx.Err() == nil {
				s.logger.WarnContext(ctx, "Cannot check which sign-ins have ended", "err", err.Error())
			}
		}
	}
}

// CloseSignedOut disconnects the users who have signed out.
func (s *Server) CloseSignedOut(ctx context.Context) error {
	ended, err := s.access.Ended(ctx, s.hub.subscriptions.signIns())
	if err == nil {
		s.hub.subscriptions.signOut(ended)
	}
	return err
}

// hijackable finds the connection behind middleware that wraps the response.
type hijackable struct{ http.ResponseWriter }

func (h hijackable) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return http.NewResponseController(h.ResponseWriter).Hijack()
}
