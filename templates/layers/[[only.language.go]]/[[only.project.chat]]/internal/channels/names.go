package channels

import (
	"strings"

	"example.com/app/internal/input"
)

// Rooms is the channel that announces public rooms to all users.
const Rooms = "private-rooms"

const roomPrefix = "presence-room-"

// OfRoom is the channel of a room.
func OfRoom(roomID string) string { return roomPrefix + roomID }

// OfUser is the channel that only this user may subscribe to.
func OfUser(userID string) string { return "private-user-" + userID }

// RoomOf returns the id of a channel's room. Each channel has only one name.
func RoomOf(channel string) (roomID string, ok bool) {
	roomID, ok = input.ParseID(strings.TrimPrefix(channel, roomPrefix))
	return roomID, ok && channel == OfRoom(roomID)
}
