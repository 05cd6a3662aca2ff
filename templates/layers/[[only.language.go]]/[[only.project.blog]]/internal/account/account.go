package account

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"time"

	"github.com/google/uuid"

	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/input"
	"example.com/app/internal/password"
	"example.com/app/internal/ratelimit"
	"example.com/app/internal/text"
	"example.com/app/internal/token"
)

const (
	// tokenLifetime: this API has no refresh tokens, but each response with a user contains a new token.
	tokenLifetime = 24 * time.Hour
	guestLifetime = 24 * time.Hour
)

// AddSample adds sample data to a new account.
type AddSample func(ctx context.Context, tx database.Conn, user User) error

// Accounts of all users.
type Accounts struct {
	db        *database.DB
	passwords *password.Hasher
	tokens    *token.Signer
	isDemo    bool
	addSample AddSample

	failedSignIns, registrations, guests *ratelimit.Limit
}

// New uses the database for users, and the signer for their tokens. With `isDemo`, anyone gets an account with sample data,
// which is deleted after a day.
func New(db *database.DB, passwords *password.Hasher, tokens *token.Signer, isDemo bool, addSample AddSample) *Accounts {
	return &Accounts{
		db: db, passwords: passwords, tokens: tokens, isDemo: isDemo, addSample: addSample,
		failedSignIns: ratelimit.New(10), registrations: ratelimit.New(60), guests: ratelimit.New(5),
	}
}

// Session is a user with a token.
type Session struct {
	User SignedInUser `json:"user"`
}

// SignedInUser is what users see of themselves.
type SignedInUser struct {
	Email    string  `json:"email"`
	Token    string  `json:"token"`
	Username string  `json:"username"`
	Bio      *string `json:"bio"`
	Image    *string `json:"image"`
}

// Start issues a token.
func (a *Accounts) Start(user User) (Session, error) {
	token, err := a.tokens.Issue(user.tokenSubject, "", tokenLifetime)
	return Session{SignedInUser{user.Email, token, user.Username, user.Bio, user.Image}}, err
}

// Register creates an account.
func (a *Accounts) Register(ctx context.Context, body *input.Fields, network string) (Session, error) {
	given, err := readNewUser(body)
	if err != nil {
		return Session{}, err
	}
	if err := a.registrations.Count(network); err != nil {
		return Session{}, err
	}
	user, err := a.Add(ctx, a.db.Conn, given)
	if err != nil {
		return Session{}, err
	}
	return a.Start(user)
}

// Login signs in with a password.
func (a *Accounts) Login(ctx context.Context, body *input.Fields, network string) (Session, error) {
	given, err := readCredentials(body)
	if err != nil {
		return Session{}, err
	}
	key := "account " + emailKey(given.email)
	if err := a.failedSignIns.Count(key, network); err != nil {
		return Session{}, err
	}
	user, err := find(ctx, a.db.Conn, given.email)
	if err != nil && !errors.Is(err, database.ErrNotFound) {
		return Session{}, err
	}
	isTheirs, err := a.passwords.Matches(ctx, given.password, user.passwordHash)
	if err != nil {
		return Session{}, err
	}
	if !isTheirs {
		return Session{}, failure.About(failure.Unauthenticated, "credentials", "invalid")
	}
	a.failedSignIns.Forget(key)
	a.failedSignIns.TakeBack(network)
	return a.Start(user)
}

// Guest creates an account with sample data.
func (a *Accounts) Guest(ctx context.Context, network string) (Session, error) {
	if !a.isDemo {
		return Session{}, failure.Missing()
	}
	if err := a.guests.Count(network); err != nil {
		return Session{}, err
	}
	if err := deleteGuestsBefore(ctx, a.db.Conn, database.Now().Add(-guestLifetime)); err != nil {
		return Session{}, err
	}
	// The address cannot be guessed, and nobody knows the password.
	username := "guest-" + randomHex(8)
	given := NewUser{Username: username, Email: username + "@guest.invalid", Password: token.Random()}
	user, err := a.add(ctx, a.db.Conn, given, true)
	if err != nil {
		return Session{}, err
	}
	err = a.db.InTx(ctx, func(ctx context.Context, tx database.Conn) error { return a.addSample(ctx, tx, user) })
	if err != nil {
		return Session{}, err
	}
	return a.Start(user)
}

// Add creates an account; without a password, only a provider signs in to it.
func (a *Accounts) Add(ctx context.Context, db database.Conn, given NewUser) (User, error) {
	return a.add(ctx, db, given, false)
}

func (a *Accounts) add(ctx context.Context, db database.Conn, given NewUser, isGuest bool) (User, error) {
	user := User{
		ID: uuid.NewString(), Username: given.Username, Email: given.Email, Bio: given.Bio,
		tokenSubject: uuid.NewString(), isGuest: isGuest,
	}
	if given.Password != "" {
		var err error
		if user.passwordHash, err = a.passwords.Hash(ctx, given.Password); err != nil {
			return User{}, err
		}
	}
	user.createdAt = database.Now()
	err := insert(ctx, db, user)
	if errors.Is(err, database.ErrDuplicate) {
		return User{}, a.taken(ctx, user)
	}
	return user, err
}

// taken says whether it is the name or the address that somebody else has. It does not use the transaction of the caller,
// in which PostgreSQL runs no further query.
func (a *Accounts) taken(ctx context.Context, user User) error {
	namesakes, err := database.All(ctx, a.db.Conn, database.Scan[string],
		"SELECT id FROM users WHERE username_key = ? AND id <> ?", text.Compared(user.Username), user.ID)
	if err != nil {
		return err
	}
	field := "email"
	if len(namesakes) > 0 {
		field = "username"
	}
	return failure.About(failure.Conflict, field, "has already been taken")
}

// Matches says whether there is an account with this e-mail address and password.
func (a *Accounts) Matches(ctx context.Context, email, password string) (bool, error) {
	user, err := find(ctx, a.db.Conn, email)
	if errors.Is(err, database.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return a.passwords.Matches(ctx, password, user.passwordHash)
}

func randomHex(length int) string {
	bytes := make([]byte, length)
	rand.Read(bytes)
	return hex.EncodeToString(bytes)
}
