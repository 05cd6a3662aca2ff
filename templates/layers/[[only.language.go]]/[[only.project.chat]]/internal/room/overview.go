package room

import (
	"context"

	"example.com/app/internal/database"
	"example.com/app/internal/page"
)

// counted is a room as in events, which are the same for all readers.
type counted struct {
	Room
	MemberCount int `json:"member_count"`
}

// Overview is a room as a user sees it.
type Overview struct {
	counted
	// UnreadCount is nil for those who are not members.
	UnreadCount *int `json:"unread_count"`
}

// Place of a room in the order of rooms.
func Place(o Overview) page.Place { return page.Place{Value: o.ID, ID: o.ID} }

// Overview returns a room as a user sees it.
func (s *Store) Overview(ctx context.Context, userID string, r Room) (Overview, error) {
	found, err := s.overviews(ctx, userID, []Room{r})
	if err != nil {
		return Overview{}, err
	}
	return found[0], nil
}

// overviews takes two statements, however many rooms there are.
func (s *Store) overviews(ctx context.Context, userID string, rooms []Room) ([]Overview, error) {
	if len(rooms) == 0 {
		return nil, nil
	}
	var ids []any
	for _, each := range rooms {
		ids = append(ids, each.ID)
	}
	members, err := counts(ctx, s.db.Conn, `
		SELECT room_id, count(*) FROM members WHERE room_id IN `+database.In(len(ids))+` GROUP BY room_id`, ids...)
	if err != nil {
		return nil, err
	}
	unread, err := counts(ctx, s.db.Conn, `
		SELECT members.room_id, count(messages.id) FROM members
		LEFT JOIN messages ON messages.room_id = members.room_id AND messages.id > members.read_up_to AND author_id <> ?
		WHERE user_id = ? AND members.room_id IN `+database.In(len(ids))+` GROUP BY members.room_id`,
		append([]any{userID, userID}, ids...)...)
	if err != nil {
		return nil, err
	}
	var found []Overview
	for _, each := range rooms {
		overview := Overview{counted: counted{each, members[each.ID]}}
		if count, isMember := unread[each.ID]; isMember {
			overview.UnreadCount = &count
		}
		found = append(found, overview)
	}
	return found, nil
}

type count struct {
	roomID string
	number int
}

func scanCount(row database.Row) (c count, err error) {
	err = row.Scan(&c.roomID, &c.number)
	return c, err
}

func counts(ctx context.Context, db database.Conn, query string, args ...any) (map[string]int, error) {
	rows, err := database.All(ctx, db, scanCount, query, args...)
	found := map[string]int{}
	for _, each := range rows {
		found[each.roomID] = each.number
	}
	return found, err
}
