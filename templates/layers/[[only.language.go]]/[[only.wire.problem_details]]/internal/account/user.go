// Package account has users, and how they sign in.
package account

import (
	"context"
	"strings"
	"time"

	"example.com/app/internal/database"
	"example.com/app/internal/input"
	"example.com/app/internal/text"
)

const longestName = 100

// User is somebody with an account.
type User struct {
	ID        string    `json:"id"`
	Email     string    `json:"email"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"created_at"`

	// passwordHash is empty if only a provider signs in to the account.
	passwordHash string
	isGuest      bool
	// signInID is the session in which the user sent a request.
	signInID string
}

// SignInID is the session in which the user sent a request.
func (u User) SignInID() string { return u.signInID }

// NewUser is what somebody registers with.
type NewUser struct {
	Email, Password, Name string
}

// ReadNewUser reads the body of a registration.
func ReadNewUser(body *input.Object) (NewUser, error) {
	user := NewUser{
		Email:    body.Text("email", 1, 254),
		Password: body.Text("password", 8, 128),
		Name:     body.Name("name", longestName),
	}
	if user.Email != "" && !isEmail(user.Email) {
		body.Refuse("/email", "It is an e-mail address.")
	}
	return user, body.Err()
}

// Credentials are not validated further: an invalid address simply has no account.
type Credentials struct {
	Email, Password string
}

// ReadCredentials reads the body of a sign-in.
func ReadCredentials(body *input.Object) (Credentials, error) {
	return Credentials{body.Text("email", 1, 254), body.Text("password", 1, 128)}, body.Err()
}

// ReadRefreshToken reads the body of a refresh.
func ReadRefreshToken(body *input.Object) (string, error) {
	return body.Text("refresh_token", 1, 1000), body.Err()
}

// isEmail allows letters of all languages.
func isEmail(s string) bool {
	if !text.HasLength(s, 1, 254) || strings.ContainsFunc(s, func(r rune) bool { return !text.IsVisibleRune(r) }) {
		return false
	}
	mailbox, domain, _ := strings.Cut(s, "@")
	labels := strings.Split(domain, ".")
	if !text.HasLength(mailbox, 1, 64) || len(labels) < 2 || strings.Contains(domain, "@") {
		return false
	}
	for _, label := range labels {
		if !text.HasLength(label, 1, 63) {
			return false
		}
	}
	return text.HasLength(labels[len(labels)-1], 2, 63)
}

// emailKey is the form of an address for comparison. It is not folded: straße@ and strasse@ are different mailboxes.
func emailKey(email string) string { return text.Lower(text.Compared(email)) }

const userColumns = "id, email, name, password_hash, is_guest, created_at"

func scanUser(row database.Row) (u User, err error) {
	err = row.Scan(&u.ID, &u.Email, &u.Name, &u.passwordHash, &u.isGuest, &u.CreatedAt)
	return u, err
}

func findUser(ctx context.Context, db database.Conn, email string) (User, error) {
	return database.One(ctx, db, scanUser,
		"SELECT "+userColumns+" FROM users WHERE email_key = ?", emailKey(email))
}

func findUserByID(ctx context.Context, db database.Conn, id string) (User, error) {
	return database.One(ctx, db, scanUser, "SELECT "+userColumns+" FROM users WHERE id = ?", id)
}

func insertUser(ctx context.Context, db database.Conn, u User) error {
	_, err := db.Exec(ctx,
		"INSERT INTO users (id, email, email_key, name, password_hash, is_guest, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
		u.ID, u.Email, emailKey(u.Email), u.Name, u.passwordHash, u.isGuest, u.CreatedAt)
	return err
}

func findGuestsBefore(ctx context.Context, db database.Conn, moment time.Time) ([]string, error) {
	return database.All(ctx, db, database.Scan[string],
		"SELECT id FROM users WHERE is_guest = ? AND created_at < ?", true, moment)
}
