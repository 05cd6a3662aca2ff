package room

import (
	"strings"
	"time"

	"example.com/app/internal/database"
	"example.com/app/internal/input"
	"example.com/app/internal/page"
)

const longestBody = 4000

// Author of a message.
type Author struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Message in a room.
type Message struct {
	ID        string     `json:"id"`
	RoomID    string     `json:"room_id"`
	Author    Author     `json:"author"`
	Body      string     `json:"body"`
	CreatedAt time.Time  `json:"created_at"`
	EditedAt  *time.Time `json:"edited_at"`
}

// PlaceOfMessage in the order of messages.
func PlaceOfMessage(m Message) page.Place { return page.Place{Value: m.ID, ID: m.ID} }

// ReadBody reads the body of a message.
func ReadBody(body *input.Object) (string, error) {
	written := body.Text("body", 1, longestBody)
	if written != "" && !strings.ContainsFunc(written, func(r rune) bool { return r > ' ' }) {
		body.Refuse("/body", "It has a character that is not white space.")
	}
	return written, body.Err()
}

// ReadMark reads which message was the last one read.
func ReadMark(body *input.Object) (messageID string, err error) {
	return body.ID("message_id"), body.Err()
}

// Range of messages. Both ends are optional, and not part of it.
type Range struct {
	After, Before string
}

// ReadRange reads the parameters of a list of messages.
func ReadRange(query *input.Parameters) Range {
	return Range{After: query.ID("after"), Before: query.ID("before")}
}

const selectMessages = `
	SELECT id, room_id, author_id, (SELECT users.name FROM users WHERE users.id = messages.author_id), body, created_at, edited_at
	FROM messages WHERE `

func scanMessage(row database.Row) (m Message, err error) {
	err = row.Scan(&m.ID, &m.RoomID, &m.Author.ID, &m.Author.Name, &m.Body, &m.CreatedAt, &m.EditedAt)
	return m, err
}
