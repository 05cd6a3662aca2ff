package channels

import (
	"context"
	"encoding/json/jsontext"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	mostSubscriptions = 100
	longestEvent      = 200
	mostData          = 10 << 10
	eventsPerSecond   = 10
)

// Codes of `pusher:error`.
const (
	errorKey      = 4001
	errorProtocol = 4007
	errorFormat   = 4300
	errorEvent    = 4301
)

// client responds to the frames of one connection.
type client struct {
	*connection
	hub    *Hub
	signer *Signer
	access Access
	// latest are the times of its latest events.
	latest []time.Time
}

// handle responds to a frame. It returns an error if that is impossible at the moment.
func (c *client) handle(ctx context.Context, text []byte) error {
	received, ok := readFrame(text)
	if !ok {
		c.send(errorFrame(errorFormat, "A frame must be a JSON object with an event."))
		return nil
	}
	switch *received.Event {
	case "pusher:ping":
		c.send(encode(frame{"pusher:pong", nothing{}}))
		return nil
	case "pusher:pong":
		return nil
	case "pusher:subscribe":
		return c.subscribe(ctx, partsOf(received.Data))
	case "pusher:unsubscribe":
		return c.hub.unsubscribe(ctx, c.connection, textOf(partsOf(received.Data)["channel"]))
	}
	if refusal := c.forward(ctx, *received.Event, textOf(received.Channel), received.Data); refusal != "" {
		c.send(errorFrame(errorEvent, refusal))
	}
	return nil
}

func (c *client) subscribe(ctx context.Context, parts map[string]jsontext.Value) error {
	channel, data := textOf(parts["channel"]), textOf(parts["channel_data"])
	if !c.signer.accepts(textOf(parts["auth"]), c.id, channel, data) {
		c.send(subscriptionError(channel, 401, "The signature is wrong."))
		return nil
	}
	if c.hub.subscriptions.countOthers(c.connection, channel) >= mostSubscriptions {
		c.send(subscriptionError(channel, 429, "A connection has at most 100 channels."))
		return nil
	}
	isIn, err := c.enter(ctx, channel, data)
	if err == nil && !isIn {
		c.send(subscriptionError(channel, 403, "You may not subscribe to this channel."))
	}
	return err
}

// enter subscribes for the sign-in that asked for the signature, unless it has ended or may no longer. The channel is
// locked, so that nobody is removed in between.
func (c *client) enter(ctx context.Context, channel, data string) (bool, error) {
	signIn, err := c.hub.fanout.SignInOf(ctx, c.id, channel)
	if err != nil || signIn == "" {
		return false, err
	}
	unlock, err := c.hub.Lock(ctx, channel)
	if err != nil {
		return false, err
	}
	defer unlock()
	if data == "" {
		mayListen, err := c.access.MaySubscribe(ctx, signIn, "", channel)
		if err == nil && mayListen {
			c.hub.listen(c.connection, channel, signIn)
		}
		return mayListen, err
	}
	user, err := readUser(data)
	if err != nil {
		return false, err
	}
	mayJoin, err := c.access.MaySubscribe(ctx, signIn, user.ID, channel)
	if err != nil || !mayJoin {
		return false, err
	}
	return true, c.hub.join(ctx, c.connection, channel, signIn, user)
}

// forward sends an event of this client, such as `client-typing`, to the others on the channel. It returns why not.
func (c *client) forward(ctx context.Context, event, channel string, data jsontext.Value) (refusal string) {
	user := c.hub.subscriptions.userOn(channel, c.connection)
	switch {
	case !strings.HasPrefix(event, "client-"):
		return "Client events start with client-."
	case utf8.RuneCountInString(event) > longestEvent:
		return "The name of an event has at most 200 characters."
	case user == nil:
		return "Client events need a channel that this connection is on."
	}
	if data == nil {
		data = jsontext.Value("null")
	}
	if data.Compact() != nil || len(data) > mostData {
		return "A client event has at most 10 kB of data."
	}
	if c.isTooFast(time.Now()) {
		return "A client sends at most 10 events a second."
	}
	frame := encode(channelFrame{event, channel, data, user.ID})
	c.hub.sendToOthers(ctx, c.connection, channel, frame)
	return ""
}

// isTooFast counts this event unless there are too many.
func (c *client) isTooFast(now time.Time) bool {
	if len(c.latest) == eventsPerSecond {
		if now.Sub(c.latest[0]) < time.Second {
			return true
		}
		c.latest = c.latest[1:]
	}
	c.latest = append(c.latest, now)
	return false
}
