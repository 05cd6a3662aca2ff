// Package account has users, and how they sign in.
package account

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"example.com/app/internal/database"
	"example.com/app/internal/input"
	"example.com/app/internal/text"
)

const (
	longestUsername = 64
	longestEmail    = 254
	longestBio      = 2000
	longestImage    = 2048
)

// User is somebody with an account.
type User struct {
	ID       string
	Username string
	Email    string
	Bio      *string
	Image    *string

	// passwordHash is empty if only a provider signs in to the account.
	passwordHash string
	// tokenSubject identifies the account in tokens. A new password sets a new one, which revokes older tokens.
	tokenSubject string
	isGuest      bool
	createdAt    time.Time
}

// NewUser is what somebody registers with.
type NewUser struct {
	Username, Email, Password string
	Bio                       *string
}

func readNewUser(body *input.Fields) (NewUser, error) {
	user := NewUser{Username: readUsername(body), Email: readEmail(body), Password: readPassword(body)}
	return user, body.Err()
}

// credentials are not validated further: an invalid address simply has no account.
type credentials struct {
	email, password string
}

func readCredentials(body *input.Fields) (credentials, error) {
	return credentials{body.Text("email", 1, longestEmail), body.Text("password", 1, 128)}, body.Err()
}

func readPassword(body *input.Fields) string { return body.Text("password", 8, 128) }

func readUsername(body *input.Fields) string {
	username := body.Text("username", 1, longestUsername)
	if username != "" && !isUsername(username) {
		body.Refuse("username", "is invalid")
	}
	return username
}

func readEmail(body *input.Fields) string {
	email := body.Text("email", 1, longestEmail)
	if email != "" && !isEmail(email) {
		body.Refuse("email", "is invalid")
	}
	return email
}

// isUsername: names are used in paths, so slashes, control characters, surrounding spaces and a leading dot do not work.
func isUsername(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	return !text.HasControl(s) && !strings.Contains(s, "/") && first != '.' && !unicode.IsSpace(first) && !unicode.IsSpace(last)
}

// isEmail allows letters of all languages.
func isEmail(s string) bool {
	if !text.HasLength(s, 1, longestEmail) || strings.ContainsFunc(s, func(r rune) bool { return !text.IsVisibleRune(r) }) {
		return false
	}
	mailbox, domain, _ := strings.Cut(s, "@")
	labels := strings.Split(domain, ".")
	for _, label := range labels {
		if label == "" {
			return false
		}
	}
	return mailbox != "" && len(labels) > 1 && !strings.Contains(domain, "@")
}

// emailKey is the form of an address for comparison. It is not folded: straße@ and strasse@ are different mailboxes.
func emailKey(email string) string { return text.Lower(text.Compared(email)) }

const columns = "id, username, email, bio, image, password_hash, token_subject, is_guest, created_at"

func scan(row database.Row) (u User, err error) {
	err = row.Scan(&u.ID, &u.Username, &u.Email, &u.Bio, &u.Image, &u.passwordHash, &u.tokenSubject, &u.isGuest, &u.createdAt)
	return u, err
}

func find(ctx context.Context, db database.Conn, email string) (User, error) {
	return database.One(ctx, db, scan, "SELECT "+columns+" FROM users WHERE email_key = ?", emailKey(email))
}

func findByID(ctx context.Context, db database.Conn, id string) (User, error) {
	return database.One(ctx, db, scan, "SELECT "+columns+" FROM users WHERE id = ?", id)
}

func findBySubject(ctx context.Context, db database.Conn, subject string) (User, error) {
	return database.One(ctx, db, scan, "SELECT "+columns+" FROM users WHERE token_subject = ?", subject)
}

func insert(ctx context.Context, db database.Conn, u User) error {
	_, err := db.Exec(ctx, `
		INSERT INTO users (
			id, username, username_key, email, email_key, bio, image, password_hash, token_subject, is_guest, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		u.ID, u.Username, text.Compared(u.Username), u.Email, emailKey(u.Email), u.Bio, u.Image, u.passwordHash,
		u.tokenSubject, u.isGuest, u.createdAt)
	return err
}

// deleteGuestsBefore deletes everything that belongs to them by cascade.
func deleteGuestsBefore(ctx context.Context, db database.Conn, moment time.Time) error {
	ids, err := database.All(ctx, db, database.Scan[string],
		"SELECT id FROM users WHERE is_guest = ? AND created_at < ?", true, moment)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := db.Exec(ctx, "DELETE FROM users WHERE id = ?", id); err != nil {
			return err
		}
	}
	return nil
}
