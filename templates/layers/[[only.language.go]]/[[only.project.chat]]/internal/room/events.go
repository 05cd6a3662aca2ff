package room

import (
	"context"

	"example.com/app/internal/answer"
	"example.com/app/internal/channels"
	"example.com/app/internal/database"
)

// news is an event about a room, and who gets it: of a public room everybody, of a private one each member on a channel
// of their own.
type news struct {
	room     Room
	channels []string
	data     string
}

func (s *Store) newsOf(ctx context.Context, db database.Conn, r Room) (news, error) {
	members, err := database.All(ctx, db, database.Scan[string], "SELECT user_id FROM members WHERE room_id = ?", r.ID)
	if err != nil {
		return news{}, err
	}
	data, err := answer.Encode(counted{r, len(members)})
	if err != nil {
		return news{}, err
	}
	if !r.Private {
		return news{r, []string{channels.Rooms}, string(data)}, nil
	}
	var theirs []string
	for _, userID := range members {
		theirs = append(theirs, channels.OfUser(userID))
	}
	return news{r, theirs, string(data)}, nil
}

func (s *Store) announceRoom(ctx context.Context, event string, r Room) error {
	// The change has happened already, so it is announced even if the request is canceled.
	ctx = context.WithoutCancel(ctx)
	news, err := s.newsOf(ctx, s.db.Conn, r)
	if err != nil {
		return err
	}
	s.announce(ctx, event, news)
	return nil
}

func (s *Store) announceRemoval(ctx context.Context, news news) error {
	if err := s.hub.RemoveEveryone(ctx, channels.OfRoom(news.room.ID)); err != nil {
		return err
	}
	s.announce(ctx, "room.deleted", news)
	return nil
}

func (s *Store) announce(ctx context.Context, event string, news news) {
	for _, channel := range news.channels {
		s.hub.Announce(ctx, channel, event, news.data)
	}
}

func (s *Store) announceMembership(ctx context.Context, event, roomID, userID string) {
	// Ids need no escapes.
	data := `{"room_id":"` + roomID + `","user_id":"` + userID + `"}`
	s.hub.Announce(ctx, channels.OfUser(userID), event, data)
}
