// Package room has rooms, their members, and the messages in them.
package room

import (
	"time"

	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/input"
	"example.com/app/internal/page"
	"example.com/app/internal/text"
)

const (
	longestName  = 80
	longestTopic = 250
)

// Room for messages.
type Room struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Topic     *string   `json:"topic"`
	Private   bool      `json:"private"`
	CreatedBy string    `json:"created_by"`
	CreatedAt time.Time `json:"created_at"`

	lastMessageID string
}

// NewestFirst is the order of rooms and of messages, whose ids sort by time.
var NewestFirst = page.Order{Column: "id", Descending: true}

// nameKey is the form of a name in which those that look the same are the same.
func nameKey(name string) string { return text.Fold(text.Compared(name)) }

// ReadNew reads what a new room needs.
func ReadNew(body *input.Object) (Room, error) {
	room := Room{Name: body.Name("name", longestName)}
	room.readTopic(body)
	if body.Has("private") {
		room.Private = body.Bool("private")
	}
	return room, body.Err()
}

// readChange reads a merge patch: members that are missing stay unchanged, and null clears.
func (r *Room) readChange(body *input.Object) error {
	if body.Has("name") {
		r.Name = body.Name("name", longestName)
	}
	r.readTopic(body)
	return body.Err()
}

func (r *Room) readTopic(body *input.Object) {
	switch {
	case body.IsNull("topic"):
		r.Topic = nil
	case body.Has("topic"):
		r.Topic = new(body.Text("topic", 1, longestTopic))
	}
}

const columns = "id, name, topic, is_private, created_by, created_at, last_message_id"

func scan(row database.Row) (r Room, err error) {
	err = row.Scan(&r.ID, &r.Name, &r.Topic, &r.Private, &r.CreatedBy, &r.CreatedAt, &r.lastMessageID)
	return r, err
}

func forbidden(detail string) error { return failure.New(failure.Forbidden, "%s", detail) }
