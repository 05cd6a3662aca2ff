package channels

import (
	"context"
	"maps"
	"slices"
	"sync/atomic"
)

// Hub has the subscriptions to channels, and who is present on them, across all processes.
type Hub struct {
	fanout        Fanout
	subscriptions *subscriptions
	isStopping    atomic.Bool
}

// NewHub is connected to the hubs of other processes by the fan-out. Close has to be called.
func NewHub(fanout Fanout) *Hub {
	h := &Hub{fanout: fanout, subscriptions: newSubscriptions()}
	fanout.Open(h)
	return h
}

// Close disconnects the hub from those of other processes.
func (h *Hub) Close() error { return h.fanout.Close() }

// Lock a channel. Whoever changes what its subscribers see holds the lock until the change is announced, so that all of
// them see changes in the same order.
func (h *Hub) Lock(ctx context.Context, channel string) (unlock func(), err error) {
	return h.fanout.Lock(ctx, channel)
}

// Announce sends an event, whose data is JSON, to all subscribers of a channel. What it announces has happened already,
// so it is sent even if the request is canceled.
func (h *Hub) Announce(ctx context.Context, channel, event, data string) {
	frame := encode(channelFrame{Event: event, Channel: channel, Data: data})
	h.fanout.Publish(context.WithoutCancel(ctx), Announcement{Channel: channel, Frame: string(frame)})
}

// RemoveUser unsubscribes all connections of a user. The caller holds the lock.
func (h *Hub) RemoveUser(ctx context.Context, channel, userID string) error {
	ctx = context.WithoutCancel(ctx)
	users, err := h.fanout.Present(ctx, channel)
	if err != nil {
		return err
	}
	var removed []string
	for socketID, user := range users {
		if user.ID == userID {
			removed = append(removed, socketID)
		}
	}
	h.fanout.Publish(ctx, Announcement{Channel: channel, Removed: removed, Status: 403})
	return h.remove(ctx, channel, removed)
}

// RemoveEveryone unsubscribes all connections from the channel of a deleted room. The caller holds the lock.
func (h *Hub) RemoveEveryone(ctx context.Context, channel string) error {
	ctx = context.WithoutCancel(ctx)
	users, err := h.fanout.Present(ctx, channel)
	if err != nil {
		return err
	}
	removed := slices.Collect(maps.Keys(users))
	// Publish first: a connection that is no longer present without a reason connects again.
	h.fanout.Publish(ctx, Announcement{Channel: channel, Removed: removed, Status: 404})
	return h.fanout.Leave(ctx, channel, removed)
}

// SaveSignIn remembers which sign-in asked for a signature.
func (h *Hub) SaveSignIn(ctx context.Context, socketID, channel, signInID string) error {
	return h.fanout.SaveSignIn(ctx, socketID, channel, signInID)
}

func (h *Hub) connect(c *connection) {
	h.subscriptions.add(c)
	if h.isStopping.Load() {
		c.reconnect()
	}
}

func (h *Hub) disconnect(ctx context.Context, c *connection) error {
	for _, channel := range h.subscriptions.remove(c) {
		if err := h.leave(ctx, channel, c); err != nil {
			return err
		}
	}
	return nil
}

// stop makes all clients connect again, to another process.
func (h *Hub) stop() {
	h.isStopping.Store(true)
	h.reconnectAll()
}

func (h *Hub) reconnectAll() { h.subscriptions.each((*connection).reconnect) }

// listen subscribes to a private channel.
func (h *Hub) listen(c *connection, channel, signIn string) {
	h.subscriptions.enter(channel, c, signIn, nil, subscriptionSucceeded(channel, "{}"))
}

// join subscribes to a presence channel. The caller holds the lock.
func (h *Hub) join(ctx context.Context, c *connection, channel, signIn string, user User) error {
	if err := h.removeExpired(ctx, channel); err != nil {
		return err
	}
	before, err := h.fanout.Present(ctx, channel)
	if err != nil {
		return err
	}
	if err := h.fanout.Enter(ctx, channel, c.id, user); err != nil {
		return err
	}
	now := Users{}
	maps.Copy(now, before)
	now[c.id] = user
	h.subscriptions.enter(channel, c, signIn, &user, subscriptionSucceeded(channel, presence(now)))
	if !before.ids()[user.ID] {
		h.sendToOthers(ctx, c, channel, memberAdded(channel, user))
	}
	return nil
}

func (h *Hub) unsubscribe(ctx context.Context, c *connection, channel string) error {
	if h.subscriptions.leave(channel, c.id) == nil {
		return nil
	}
	return h.leave(ctx, channel, c)
}

// leave ends the presence of a connection that is no longer subscribed.
func (h *Hub) leave(ctx context.Context, channel string, c *connection) error {
	unlock, err := h.Lock(ctx, channel)
	if err != nil {
		return err
	}
	defer unlock()
	return h.remove(ctx, channel, []string{c.id})
}

// sendToOthers sends a frame of one connection to the others on the channel.
func (h *Hub) sendToOthers(ctx context.Context, c *connection, channel string, frame []byte) {
	h.fanout.Publish(ctx, Announcement{Channel: channel, Frame: string(frame), ExceptFor: c.id})
}

func (h *Hub) deliver(announcement Announcement) { h.subscriptions.deliver(announcement) }

// removeExpired removes users of processes that were killed. The caller holds the lock.
func (h *Hub) removeExpired(ctx context.Context, channel string) error {
	expired, err := h.fanout.Expired(ctx, channel)
	if err != nil {
		return err
	}
	return h.remove(ctx, channel, expired)
}

// remove ends the presence of connections, and announces users who have no other connection.
func (h *Hub) remove(ctx context.Context, channel string, socketIDs []string) error {
	if len(socketIDs) == 0 {
		return nil
	}
	staying, err := h.fanout.Present(ctx, channel)
	if err != nil {
		return err
	}
	gone := map[string]bool{}
	for _, socketID := range socketIDs {
		if user, isPresent := staying[socketID]; isPresent {
			gone[user.ID] = true
			delete(staying, socketID)
		}
	}
	if err := h.fanout.Leave(ctx, channel, socketIDs); err != nil {
		return err
	}
	remaining := staying.ids()
	for userID := range gone {
		if !remaining[userID] {
			frame := memberRemoved(channel, userID)
			h.fanout.Publish(ctx, Announcement{Channel: channel, Frame: string(frame)})
		}
	}
	return nil
}
