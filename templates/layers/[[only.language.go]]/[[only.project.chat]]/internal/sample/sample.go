// Package sample has example rooms and messages.
package sample

import (
	"context"
	"strings"

	"example.com/app/internal/account"
	"example.com/app/internal/database"
	"example.com/app/internal/room"
)

var greetings = []string{
	"Hello! This room is private: only the two of us are in it.",
	"Write something, open a second window, or make a public room and wait for others.",
}

// Guests are welcomed in a room of their own.
type Guests struct {
	DB       *database.DB
	Accounts *account.Accounts
	Rooms    *room.Store
}

// Remove deletes an account with its rooms and memberships.
func (g Guests) Remove(ctx context.Context, userID string) error {
	return g.Rooms.RemoveUser(ctx, userID)
}

// AddSample adds a room with messages to a guest. Ada is a guest too, so she is deleted when the guest is.
func (g Guests) AddSample(ctx context.Context, guest account.User) error {
	ada, err := g.Accounts.AddGuest(ctx, "Ada")
	if err != nil {
		return err
	}
	return g.DB.InTx(ctx, func(ctx context.Context, tx database.Conn) error { return g.welcome(ctx, tx, guest, ada) })
}

func (g Guests) welcome(ctx context.Context, tx database.Conn, guest, ada account.User) error {
	name := "Welcome " + strings.TrimSuffix(guest.Email, "@guest.invalid")
	added, err := g.Rooms.Add(ctx, tx, guest.ID, room.Room{Name: name, Topic: new("Try it out"), Private: true})
	if err != nil {
		return err
	}
	if err := g.Rooms.AddMember(ctx, tx, added, ada.ID); err != nil {
		return err
	}
	for _, greeting := range greetings {
		if _, err := g.Rooms.AddMessage(ctx, tx, added.ID, ada, greeting); err != nil {
			return err
		}
	}
	return nil
}

var conversation = []string{
	"Is this thing on?",
	"Loud and clear 👋",
	"Open a second window, sign in as the other one of us, and type something.",
	"Then restart the server while we talk. Nothing gets lost, nothing arrives twice.",
}

// Conversation adds two rooms, and a conversation in one of them.
func Conversation(ctx context.Context, tx database.Conn, rooms *room.Store, ada, grace account.User) error {
	general, err := rooms.Add(ctx, tx, ada.ID, room.Room{Name: "general", Topic: new("Everything and nothing")})
	if err != nil {
		return err
	}
	if _, err := rooms.Add(ctx, tx, grace.ID, room.Room{Name: "random"}); err != nil {
		return err
	}
	if err := rooms.AddMember(ctx, tx, general, grace.ID); err != nil {
		return err
	}
	people := []account.User{ada, grace}
	for i, body := range conversation {
		if _, err := rooms.AddMessage(ctx, tx, general.ID, people[i%len(people)], body); err != nil {
			return err
		}
	}
	return nil
}
