package room

import (
	"context"
	"errors"

	"example.com/app/internal/account"
	"example.com/app/internal/answer"
	"example.com/app/internal/channels"
	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/idempotency"
	"example.com/app/internal/input"
	"example.com/app/internal/page"
)

// MessagePath is below which messages are.
const MessagePath = "/api/v1/messages"

// Messages returns a page of a room's messages.
func (s *Store) Messages(ctx context.Context, roomID string, between Range, request page.Request) ([]Message, error) {
	query := page.Query[Message]{SQL: selectMessages + "room_id = ?", Args: []any{roomID}, Scan: scanMessage}
	if between.After != "" {
		query.SQL += " AND id > ?"
		query.Args = append(query.Args, between.After)
	}
	if between.Before != "" {
		query.SQL += " AND id < ?"
		query.Args = append(query.Args, between.Before)
	}
	return page.Fetch(ctx, s.db.Conn, query, request)
}

// FindMessage returns a message in a room that the user is a member of.
func (s *Store) FindMessage(ctx context.Context, userID, id string) (Message, error) {
	id, ok := input.ParseID(id)
	if !ok {
		return Message{}, failure.Missing()
	}
	found, err := database.One(ctx, s.db.Conn, scanMessage,
		selectMessages+"id = ? AND room_id IN (SELECT room_id FROM members WHERE user_id = ?)", id, userID)
	if errors.Is(err, database.ErrNotFound) {
		return Message{}, failure.Missing()
	}
	return found, err
}

func (s *Store) findOwnMessage(ctx context.Context, userID, id string) (Message, error) {
	found, err := s.FindMessage(ctx, userID, id)
	if err == nil && found.Author.ID != userID {
		return Message{}, forbidden("Only the message's author can do this.")
	}
	return found, err
}

// Send adds a message to a room, and announces it. The lock is held until then, so that all subscribers get messages in
// the order of the list.
func (s *Store) Send(ctx context.Context, author account.User, r Room, body string, key idempotency.Key) (idempotency.Answer, error) {
	channel := channels.OfRoom(r.ID)
	unlock, err := s.hub.Lock(ctx, channel)
	if err != nil {
		return idempotency.Answer{}, err
	}
	defer unlock()
	sent, isNew, err := idempotency.Once(ctx, s.db, key, func(ctx context.Context, tx database.Conn) (idempotency.Answer, error) {
		message, err := s.AddMessage(ctx, tx, r.ID, author, body)
		if err != nil {
			return idempotency.Answer{}, err
		}
		encoded, err := answer.Encode(message)
		return idempotency.Answer{Location: MessagePath + "/" + message.ID, Body: string(encoded)}, err
	})
	if err == nil && isNew {
		s.hub.Announce(ctx, channel, "message.created", sent.Body)
	}
	return sent, err
}

// AddMessage stores a message, and announces nothing. The lock on the room's row keeps ids in the order of rows.
func (s *Store) AddMessage(ctx context.Context, tx database.Conn, roomID string, author account.User, body string) (Message, error) {
	last, err := database.One(ctx, tx, database.Scan[string],
		"SELECT last_message_id FROM rooms WHERE id = ?"+tx.LockForUpdate(), roomID)
	if errors.Is(err, database.ErrNotFound) {
		return Message{}, failure.Missing()
	}
	if err != nil {
		return Message{}, err
	}
	isMember, err := IsMember(ctx, tx, roomID, author.ID)
	if err != nil {
		return Message{}, err
	}
	if !isMember {
		return Message{}, forbidden("You are no longer a member of this room.")
	}
	m := Message{
		ID: s.ids.After(last), RoomID: roomID, Author: Author{author.ID, author.Name}, Body: body, CreatedAt: database.Now(),
	}
	_, err = tx.Exec(ctx, "INSERT INTO messages (id, room_id, author_id, body, created_at) VALUES (?, ?, ?, ?, ?)",
		m.ID, m.RoomID, m.Author.ID, m.Body, m.CreatedAt)
	if err != nil {
		return Message{}, err
	}
	_, err = tx.Exec(ctx, "UPDATE rooms SET last_message_id = ? WHERE id = ?", m.ID, roomID)
	return m, err
}

// Edit changes the body of a message, whose author the user has to be.
func (s *Store) Edit(ctx context.Context, userID, id, body string) (edited Message, err error) {
	err = s.withOwnMessage(ctx, userID, id, "message.updated", func(found Message) (Message, error) {
		found.Body, found.EditedAt = body, new(database.Now())
		_, err := s.db.Exec(ctx, "UPDATE messages SET body = ?, edited_at = ? WHERE id = ?", body, found.EditedAt, found.ID)
		edited = found
		return found, err
	})
	return edited, err
}

// DeleteMessage deletes a message, whose author the user has to be.
func (s *Store) DeleteMessage(ctx context.Context, userID, id string) error {
	return s.withOwnMessage(ctx, userID, id, "message.deleted", func(found Message) (Message, error) {
		_, err := s.db.Exec(ctx, "DELETE FROM messages WHERE id = ?", found.ID)
		return found, err
	})
}

// withOwnMessage changes a message, and announces it, while it holds the lock of the room's channel.
func (s *Store) withOwnMessage(ctx context.Context, userID, id, event string, change func(Message) (Message, error)) error {
	found, err := s.findOwnMessage(ctx, userID, id)
	if err != nil {
		return err
	}
	channel := channels.OfRoom(found.RoomID)
	unlock, err := s.hub.Lock(ctx, channel)
	if err != nil {
		return err
	}
	defer unlock()
	// It may have been deleted while this waited for the lock.
	if found, err = s.findOwnMessage(ctx, userID, id); err != nil {
		return err
	}
	if found, err = change(found); err != nil {
		return err
	}
	data, err := answer.Encode(found)
	if err == nil {
		s.hub.Announce(ctx, channel, event, string(data))
	}
	return err
}

// MarkRead marks a message and all before it as read.
func (s *Store) MarkRead(ctx context.Context, userID string, r Room, messageID string) error {
	found, err := database.All(ctx, s.db.Conn, database.Scan[string],
		"SELECT id FROM messages WHERE id = ? AND room_id = ?", messageID, r.ID)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return failure.InvalidField("/message_id", "This message is not in this room.")
	}
	_, err = s.db.Exec(ctx, "UPDATE members SET read_up_to = ? WHERE room_id = ? AND user_id = ?", messageID, r.ID, userID)
	return err
}
