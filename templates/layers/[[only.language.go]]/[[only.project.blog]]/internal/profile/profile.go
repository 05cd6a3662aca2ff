// Package profile has what everybody sees of users, and who follows whom.
package profile

import (
	"context"
	"database/sql"
	"errors"

	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/input"
)

// Profile of a user, as a viewer sees it.
type Profile struct {
	Username  string  `json:"username"`
	Bio       *string `json:"bio"`
	Image     *string `json:"image"`
	Following bool    `json:"following"`
}

// Columns of a profile, in a query with the table users. Its argument is Viewer.
const Columns = `
	users.username, users.bio, users.image,
	EXISTS (SELECT followed_id FROM follows WHERE follower_id = ? AND followed_id = users.id)`

// Fields are where to scan them.
func (p *Profile) Fields() []any { return []any{&p.Username, &p.Bio, &p.Image, &p.Following} }

// Viewer is a user's id as an argument. An anonymous viewer, whose id is empty, follows nobody.
func Viewer(id string) sql.NullString { return sql.NullString{String: id, Valid: id != ""} }

// Store has all profiles.
type Store struct {
	db *database.DB
}

// NewStore uses the users of a database.
func NewStore(db *database.DB) *Store { return &Store{db} }

// Find returns a profile.
func (s *Store) Find(ctx context.Context, viewerID, username string) (Profile, error) {
	_, found, err := s.find(ctx, viewerID, username)
	return found, err
}

// Follow can be repeated.
func (s *Store) Follow(ctx context.Context, followerID, username string) (Profile, error) {
	id, found, err := s.find(ctx, followerID, username)
	if err != nil {
		return Profile{}, err
	}
	found.Following = true
	return found, Follow(ctx, s.db.Conn, followerID, id)
}

// Follow makes a user follow another one.
func Follow(ctx context.Context, db database.Conn, followerID, followedID string) error {
	return db.InsertMissing(ctx, "INSERT INTO follows (follower_id, followed_id) VALUES (?, ?)", followerID, followedID)
}

// Unfollow can be repeated.
func (s *Store) Unfollow(ctx context.Context, followerID, username string) (Profile, error) {
	id, found, err := s.find(ctx, followerID, username)
	if err != nil {
		return Profile{}, err
	}
	found.Following = false
	_, err = s.db.Exec(ctx, "DELETE FROM follows WHERE follower_id = ? AND followed_id = ?", followerID, id)
	return found, err
}

type row struct {
	id      string
	profile Profile
}

func (s *Store) find(ctx context.Context, viewerID, username string) (id string, found Profile, err error) {
	notFound := failure.About(failure.NotFound, "profile", "not found")
	if !input.IsText(username) {
		return "", Profile{}, notFound
	}
	scan := func(from database.Row) (r row, err error) {
		err = from.Scan(append(r.profile.Fields(), &r.id)...)
		return r, err
	}
	one, err := database.One(ctx, s.db.Conn, scan,
		"SELECT "+Columns+", users.id FROM users WHERE username = ?", Viewer(viewerID), username)
	if errors.Is(err, database.ErrNotFound) {
		err = notFound
	}
	return one.id, one.profile, err
}
