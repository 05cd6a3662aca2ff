// Package channels sends events to clients over WebSockets, in the Pusher Channels protocol, version 7.
package channels

import "context"

// Announcement is for the connections of a channel, in every process: some are unsubscribed, the others get the frame.
type Announcement struct {
	Channel string `json:"channel"`
	Frame   string `json:"frame,omitzero"`
	// ExceptFor is the connection that sent the frame.
	ExceptFor string   `json:"except_for,omitzero"`
	Removed   []string `json:"removed,omitzero"`
	// Status is why: 403 if they are not members, 404 if the room was deleted.
	Status int `json:"status,omitzero"`
}

// Fanout distributes announcements to all processes, and shares who is present. Memory is one for a single process.
type Fanout interface {
	// Open starts to deliver announcements to a hub.
	Open(hub *Hub)
	Close() error
	// Lock waits for a channel's lock, which is the same for all processes.
	Lock(ctx context.Context, channel string) (unlock func(), err error)
	// Publish sends an announcement. Those that are published under the lock arrive everywhere in the same order.
	Publish(ctx context.Context, announcement Announcement)
	// SaveSignIn remembers which sign-in asked for a signature, until the client subscribes.
	SaveSignIn(ctx context.Context, socketID, channel, signInID string) error
	// SignInOf returns an empty text if there is none.
	SignInOf(ctx context.Context, socketID, channel string) (string, error)
	Present(ctx context.Context, channel string) (Users, error)
	// Expired returns connections of processes that were killed.
	Expired(ctx context.Context, channel string) ([]string, error)
	Enter(ctx context.Context, channel, socketID string, user User) error
	Leave(ctx context.Context, channel string, socketIDs []string) error
}
