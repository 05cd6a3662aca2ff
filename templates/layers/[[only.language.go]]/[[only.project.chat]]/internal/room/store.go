package room

import (
	"context"
	"errors"

	"example.com/app/internal/account"
	"example.com/app/internal/channels"
	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/input"
	"example.com/app/internal/orderedid"
	"example.com/app/internal/page"
	"example.com/app/internal/ratelimit"
)

// Store has all rooms. Its methods only find those that a user can see, and announce what changes.
type Store struct {
	db          *database.DB
	hub         *channels.Hub
	accounts    *account.Accounts
	ids         orderedid.Generator
	invitations *ratelimit.Limit
}

// NewStore stores rooms in a database, and announces changes on the channels of a hub.
func NewStore(db *database.DB, hub *channels.Hub, accounts *account.Accounts) *Store {
	return &Store{db: db, hub: hub, accounts: accounts, invitations: ratelimit.New(invitationsPerMinute)}
}

// visible selects the rooms that a user can see: public ones, and those that they are a member of.
const visible = "SELECT " + columns + ` FROM rooms WHERE (is_private = ? OR EXISTS (
	SELECT 1 FROM members WHERE members.room_id = rooms.id AND members.user_id = ?))`

// List returns a page of the rooms that a user can see.
func (s *Store) List(ctx context.Context, userID string, request page.Request) ([]Overview, error) {
	rooms, err := page.Fetch(ctx, s.db.Conn, page.Query[Room]{SQL: visible, Args: []any{false, userID}, Scan: scan}, request)
	if err != nil {
		return nil, err
	}
	return s.overviews(ctx, userID, rooms)
}

// Find returns a room that a user can see.
func (s *Store) Find(ctx context.Context, userID, id string) (Room, error) {
	id, ok := input.ParseID(id)
	if !ok {
		return Room{}, failure.Missing()
	}
	found, err := database.One(ctx, s.db.Conn, scan, visible+" AND id = ?", false, userID, id)
	if errors.Is(err, database.ErrNotFound) {
		return Room{}, failure.Missing()
	}
	return found, err
}

// FindOwn returns a room that a user has created.
func (s *Store) FindOwn(ctx context.Context, userID, id string) (Room, error) {
	found, err := s.Find(ctx, userID, id)
	if err == nil && found.CreatedBy != userID {
		return Room{}, forbidden("Only the room's creator can do this.")
	}
	return found, err
}

// FindJoined returns a room that a user is a member of.
func (s *Store) FindJoined(ctx context.Context, userID, id string) (Room, error) {
	found, err := s.Find(ctx, userID, id)
	if err != nil {
		return Room{}, err
	}
	isMember, err := IsMember(ctx, s.db.Conn, found.ID, userID)
	if err == nil && !isMember {
		return Room{}, forbidden("Only members of the room can do this. Join it first.")
	}
	return found, err
}

// Create adds a room, with its creator as a member.
func (s *Store) Create(ctx context.Context, userID string, given Room) (Overview, error) {
	var created Room
	err := s.db.InTx(ctx, func(ctx context.Context, tx database.Conn) (err error) {
		created, err = s.Add(ctx, tx, userID, given)
		return err
	})
	if err != nil {
		return Overview{}, err
	}
	if err := s.announceRoom(ctx, "room.created", created); err != nil {
		return Overview{}, err
	}
	s.announceMembership(ctx, "membership.created", created.ID, userID)
	return s.Overview(ctx, userID, created)
}

// Add stores a room, and announces nothing.
func (s *Store) Add(ctx context.Context, tx database.Conn, userID string, r Room) (Room, error) {
	r.ID, r.CreatedBy, r.CreatedAt, r.lastMessageID = s.ids.Next(), userID, database.Now(), orderedid.First
	_, err := tx.Exec(ctx, `
		INSERT INTO rooms (id, name, name_key, topic, is_private, created_by, created_at, last_message_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.Name, nameKey(r.Name), r.Topic, r.Private, r.CreatedBy, r.CreatedAt, r.lastMessageID)
	if err != nil {
		return Room{}, nameTaken(err)
	}
	return r, s.AddMember(ctx, tx, r, userID)
}

// Change applies a merge patch to a room that the user has created.
func (s *Store) Change(ctx context.Context, userID, id string, body *input.Object) (Overview, error) {
	// What is wrong with the body is reported first.
	if err := new(Room).readChange(body); err != nil {
		return Overview{}, err
	}
	found, err := s.FindOwn(ctx, userID, id)
	if err != nil {
		return Overview{}, err
	}
	unlock, err := s.hub.Lock(ctx, channels.OfRoom(found.ID))
	if err != nil {
		return Overview{}, err
	}
	defer unlock()
	// It may have been changed or deleted while this waited for the lock.
	if found, err = s.FindOwn(ctx, userID, id); err != nil {
		return Overview{}, err
	}
	if err := found.readChange(body); err != nil {
		return Overview{}, err
	}
	_, err = s.db.Exec(ctx, "UPDATE rooms SET name = ?, name_key = ?, topic = ? WHERE id = ?",
		found.Name, nameKey(found.Name), found.Topic, found.ID)
	if err != nil {
		return Overview{}, nameTaken(err)
	}
	if err := s.announceRoom(ctx, "room.updated", found); err != nil {
		return Overview{}, err
	}
	return s.Overview(ctx, userID, found)
}

// Delete a room that the user has created. Of two concurrent deletions, only the one that deleted the row announces it.
func (s *Store) Delete(ctx context.Context, userID, id string) error {
	found, err := s.FindOwn(ctx, userID, id)
	if err != nil {
		return err
	}
	unlock, err := s.hub.Lock(ctx, channels.OfRoom(found.ID))
	if err != nil {
		return err
	}
	defer unlock()
	news, err := s.newsOf(ctx, s.db.Conn, found)
	if err != nil {
		return err
	}
	deleted, err := s.db.Exec(ctx, "DELETE FROM rooms WHERE id = ?", found.ID)
	if err != nil || deleted == 0 {
		return err
	}
	return s.announceRemoval(ctx, news)
}

// RemoveUser deletes an account with its rooms and memberships. The lock on it prevents new ones, so that each room that
// is deleted with it is announced.
func (s *Store) RemoveUser(ctx context.Context, userID string) error {
	// The database would delete the memberships too, but not the private rooms that nobody is left in.
	joined, err := database.All(ctx, s.db.Conn, scan, "SELECT "+columns+` FROM rooms
		WHERE created_by <> ? AND id IN (SELECT room_id FROM members WHERE user_id = ?)`, userID, userID)
	if err != nil {
		return err
	}
	for _, each := range joined {
		if err := s.dismiss(ctx, each, userID); err != nil {
			return err
		}
	}
	removed, err := s.deleteUser(ctx, userID)
	if err != nil {
		return err
	}
	for _, each := range removed {
		unlock, err := s.hub.Lock(ctx, channels.OfRoom(each.room.ID))
		if err != nil {
			return err
		}
		err = s.announceRemoval(ctx, each)
		unlock()
		if err != nil {
			return err
		}
	}
	return nil
}

func nameTaken(err error) error {
	if errors.Is(err, database.ErrDuplicate) {
		return failure.New(failure.Conflict, "A room with this name already exists.")
	}
	return err
}
