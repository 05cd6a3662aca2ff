package room

import (
	"context"
	"errors"
	"time"

	"example.com/app/internal/account"
	"example.com/app/internal/channels"
	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/input"
	"example.com/app/internal/page"
)

const invitationsPerMinute = 20

// Member of a room.
type Member struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	JoinedAt time.Time `json:"joined_at"`

	membershipID string
}

// AsTheyJoined is the order of members, whose memberships have ids that sort by time.
var AsTheyJoined = page.Order{Column: "id"}

// PlaceOfMember in that order.
func PlaceOfMember(m Member) page.Place { return page.Place{Value: m.membershipID, ID: m.membershipID} }

func scanMember(row database.Row) (m Member, err error) {
	err = row.Scan(&m.membershipID, &m.ID, &m.Name, &m.JoinedAt)
	return m, err
}

// Members returns a page of a room's members.
func (s *Store) Members(ctx context.Context, roomID string, request page.Request) ([]Member, error) {
	query := page.Query[Member]{SQL: `
		SELECT id, user_id, (SELECT users.name FROM users WHERE users.id = members.user_id), joined_at
		FROM members WHERE room_id = ?`, Args: []any{roomID}, Scan: scanMember}
	return page.Fetch(ctx, s.db.Conn, query, request)
}

// IsMember says whether a user is a member of a room.
func IsMember(ctx context.Context, db database.Conn, roomID, userID string) (bool, error) {
	found, err := database.All(ctx, db, database.Scan[string],
		"SELECT id FROM members WHERE room_id = ? AND user_id = ?", roomID, userID)
	return len(found) > 0, err
}

// Join adds a member: everybody to a public room, and whom a member adds to a private one.
func (s *Store) Join(ctx context.Context, callerID, roomID, userID string) error {
	found, userID, err := s.findFor(ctx, callerID, roomID, userID)
	if err != nil {
		return err
	}
	if callerID != userID && !found.Private {
		return forbidden("Users can only add themselves to a public room.")
	}
	return s.admit(ctx, callerID, found.ID, userID)
}

// Leave removes a member. It changes nothing for those who are not.
func (s *Store) Leave(ctx context.Context, callerID, roomID, userID string) error {
	found, userID, err := s.findFor(ctx, callerID, roomID, userID)
	if err != nil {
		return err
	}
	if callerID != userID && callerID != found.CreatedBy {
		return forbidden("Only the room's creator can remove others.")
	}
	return s.dismiss(ctx, found, userID)
}

func (s *Store) findFor(ctx context.Context, callerID, roomID, userID string) (Room, string, error) {
	found, err := s.Find(ctx, callerID, roomID)
	if err != nil {
		return Room{}, "", err
	}
	userID, ok := input.ParseID(userID)
	if !ok {
		return Room{}, "", failure.Missing()
	}
	return found, userID, nil
}

// ReadInvitation reads an address. It is not validated further: an invalid one simply has no account.
func ReadInvitation(body *input.Object) (email string, err error) {
	return body.Text("email", 1, 254), body.Err()
}

// Invite adds whoever has this address. The result is the same if nobody has, so that accounts cannot be guessed.
func (s *Store) Invite(ctx context.Context, callerID, roomID, email string) error {
	found, err := s.FindJoined(ctx, callerID, roomID)
	if err != nil {
		return err
	}
	if err := s.invitations.Count(callerID); err != nil {
		return err
	}
	invited, err := s.accounts.Find(ctx, email)
	if errors.Is(err, database.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.admit(ctx, callerID, found.ID, invited.ID)
}

// admit adds a member. Nothing changes for a user who already is one.
func (s *Store) admit(ctx context.Context, callerID, roomID, userID string) error {
	unlock, err := s.hub.Lock(ctx, channels.OfRoom(roomID))
	if err != nil {
		return err
	}
	defer unlock()
	// The room or the caller's membership may have been removed while this waited for the lock.
	found, err := s.Find(ctx, callerID, roomID)
	if err != nil {
		return err
	}
	err = s.AddMember(ctx, s.db.Conn, found, userID)
	switch {
	case errors.Is(err, database.ErrDuplicate):
		return nil
	case errors.Is(err, database.ErrOrphan):
		return failure.Missing()
	case err != nil:
		return err
	}
	s.announceMembership(ctx, "membership.created", found.ID, userID)
	return nil
}

// AddMember stores a membership, and announces nothing. Earlier messages count as read.
func (s *Store) AddMember(ctx context.Context, db database.Conn, r Room, userID string) error {
	_, err := db.Exec(ctx, "INSERT INTO members (id, room_id, user_id, joined_at, read_up_to) VALUES (?, ?, ?, ?, ?)",
		s.ids.Next(), r.ID, userID, database.Now(), r.lastMessageID)
	return err
}

// dismiss removes a member, and unsubscribes their connections.
func (s *Store) dismiss(ctx context.Context, r Room, userID string) error {
	channel := channels.OfRoom(r.ID)
	unlock, err := s.hub.Lock(ctx, channel)
	if err != nil {
		return err
	}
	defer unlock()
	var wasMember bool
	err = s.db.InTx(ctx, func(ctx context.Context, tx database.Conn) (err error) {
		wasMember, err = deleteMember(ctx, tx, r, userID)
		return err
	})
	if err != nil {
		return err
	}
	if err := s.hub.RemoveUser(ctx, channel, userID); err != nil {
		return err
	}
	if wasMember {
		s.announceMembership(ctx, "membership.deleted", r.ID, userID)
	}
	return nil
}

// deleteMember also deletes a private room without members, which nobody could see.
func deleteMember(ctx context.Context, tx database.Conn, r Room, userID string) (wasMember bool, err error) {
	deleted, err := tx.Exec(ctx, "DELETE FROM members WHERE room_id = ? AND user_id = ?", r.ID, userID)
	if err != nil || !r.Private {
		return deleted > 0, err
	}
	left, err := database.All(ctx, tx, database.Scan[string], "SELECT id FROM members WHERE room_id = ? LIMIT 1", r.ID)
	if err == nil && len(left) == 0 {
		_, err = tx.Exec(ctx, "DELETE FROM rooms WHERE id = ?", r.ID)
	}
	return deleted > 0, err
}

// deleteUser returns the rooms that are deleted with their creator.
func (s *Store) deleteUser(ctx context.Context, userID string) (removed []news, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context, tx database.Conn) error {
		if err := account.Lock(ctx, tx, userID); err != nil {
			return err
		}
		created, err := database.All(ctx, tx, scan, "SELECT "+columns+" FROM rooms WHERE created_by = ?", userID)
		if err != nil {
			return err
		}
		for _, each := range created {
			news, err := s.newsOf(ctx, tx, each)
			if err != nil {
				return err
			}
			removed = append(removed, news)
		}
		return account.Delete(ctx, tx, userID)
	})
	return removed, err
}
