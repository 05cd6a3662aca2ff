package account

import (
	"context"
	"strings"
	"unicode"

	"example.com/app/internal/database"
	"example.com/app/internal/text"
)

// Prefix of the operations with which users sign in.
const Prefix = "/api/users"

// longestGivenName leaves space for what makes a name unique.
const longestGivenName = 50

// CanHave says whether an account can have this e-mail address.
func CanHave(email string) bool { return isEmail(email) }

// AddForPerson creates an account for somebody at a provider.
func (a *Accounts) AddForPerson(ctx context.Context, db database.Conn, email, name string) (userID string, err error) {
	mailbox, _, _ := strings.Cut(email, "@")
	username := "user"
	for _, each := range []string{usernameLike(name), usernameLike(mailbox)} {
		if text.IsVisible(each) {
			username = each
			break
		}
	}
	namesakes, err := database.All(ctx, db, database.Scan[string],
		"SELECT id FROM users WHERE username_key = ?", text.Compared(username))
	if err != nil {
		return "", err
	}
	if len(namesakes) > 0 {
		username += "-" + randomHex(4)
	}
	user, err := a.Add(ctx, db, NewUser{Username: username, Email: email})
	return user.ID, err
}

// SignIn starts a session for the user with this id.
func (a *Accounts) SignIn(ctx context.Context, userID string) (Session, error) {
	user, err := findByID(ctx, a.db.Conn, userID)
	if err != nil {
		return Session{}, err
	}
	return a.Start(user)
}

// usernameLike returns the text as it can stand in the path of a profile.
func usernameLike(s string) string {
	parts := strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r == '/' || text.HasControl(string(r))
	})
	return text.First(strings.Trim(strings.Join(parts, "-"), "-."), longestGivenName)
}
