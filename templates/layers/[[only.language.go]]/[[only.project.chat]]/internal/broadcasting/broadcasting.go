// Package broadcasting decides who may subscribe to which channel.
package broadcasting

import (
	"context"
	"errors"
	"regexp"
	"slices"

	"example.com/app/internal/account"
	"example.com/app/internal/channels"
	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/input"
	"example.com/app/internal/room"
)

const (
	longestSocketID = 64
	longestChannel  = 164
	mostAtOnce      = 1000
)

// Authority authorizes subscriptions.
type Authority struct {
	db     *database.DB
	hub    *channels.Hub
	signer *channels.Signer
}

// New signs subscriptions to the channels of a hub.
func New(db *database.DB, hub *channels.Hub, signer *channels.Signer) *Authority {
	return &Authority{db, hub, signer}
}

// Config is what clients need to connect.
type Config struct {
	Key string `json:"key"`
}

// Config is public.
func (a *Authority) Config() Config { return Config{a.signer.Key} }

// Request is for a signature: the connection and the channel to subscribe it to.
type Request struct {
	SocketID, Channel string
}

var isSocketID = regexp.MustCompile(`^[0-9]+\.[0-9]+$`)

// ReadRequest reads what Pusher's clients send.
func ReadRequest(body *input.Object) (Request, error) {
	request := Request{
		SocketID: body.Matching("socket_id", isSocketID, "It is the id of a connection."),
		Channel:  body.Text("channel_name", 1, longestChannel),
	}
	if len(request.SocketID) > longestSocketID {
		body.Refuse("/socket_id", "It is the id of a connection.")
	}
	return request, body.Err()
}

// Authorization is a signature. For a presence channel it includes the user.
type Authorization struct {
	Auth        string `json:"auth"`
	ChannelData string `json:"channel_data,omitzero"`
}

// Authorize signs a subscription for a user.
func (a *Authority) Authorize(ctx context.Context, user account.User, request Request) (Authorization, error) {
	if user.SignInID() == "" {
		return Authorization{}, failure.New(failure.Unauthenticated, "Sign in again: this token was revoked.")
	}
	isAllowed, err := a.isAllowed(ctx, request.Channel, user.ID)
	if err != nil {
		return Authorization{}, err
	}
	if !isAllowed {
		return Authorization{}, failure.New(failure.Forbidden, "You may not subscribe to this channel.")
	}
	if err := a.hub.SaveSignIn(ctx, request.SocketID, request.Channel, user.SignInID()); err != nil {
		return Authorization{}, err
	}
	var data string
	if _, isRoom := channels.RoomOf(request.Channel); isRoom {
		data = channels.WriteUser(channels.User{ID: user.ID, Name: user.Name})
	}
	return Authorization{a.signer.Sign(request.SocketID, request.Channel, data), data}, nil
}

func (a *Authority) isAllowed(ctx context.Context, channel, userID string) (bool, error) {
	if channel == channels.Rooms || channel == channels.OfUser(userID) {
		return true, nil
	}
	roomID, isRoom := channels.RoomOf(channel)
	if !isRoom {
		return false, nil
	}
	return room.IsMember(ctx, a.db.Conn, roomID, userID)
}

// MaySubscribe checks again for a signature that was made for a sign-in: the user may have signed out or left the room.
func (a *Authority) MaySubscribe(ctx context.Context, signInID, userID, channel string) (bool, error) {
	owner, err := account.OwnerOfSignIn(ctx, a.db.Conn, signInID)
	switch {
	case errors.Is(err, database.ErrNotFound):
		return false, nil
	case err != nil:
		return false, err
	case userID != "" && userID != owner:
		return false, nil
	}
	return a.isAllowed(ctx, channel, owner)
}

// Ended returns those of the sign-ins that have ended.
func (a *Authority) Ended(ctx context.Context, signInIDs []string) (map[string]bool, error) {
	ended := map[string]bool{}
	for some := range slices.Chunk(signInIDs, mostAtOnce) {
		running, err := account.Running(ctx, a.db.Conn, some)
		if err != nil {
			return nil, err
		}
		for _, id := range some {
			if !slices.Contains(running, id) {
				ended[id] = true
			}
		}
	}
	return ended, nil
}
