package account

import (
	"context"
	"errors"
	"net/http"
	"strings"
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

// Prefix is where the operations are that need no access token.
const Prefix = "/api/v1/auth"

const (
	accessLifetime = 15 * time.Minute
	guestLifetime  = 24 * time.Hour
)

// Guests are what a project does for them.
type Guests interface {
	// AddSample adds sample data to a new account.
	AddSample(ctx context.Context, guest User) error
	// Remove deletes an account with everything that belongs to it.
	Remove(ctx context.Context, userID string) error
}

// Accounts of all users.
type Accounts struct {
	// Guests are not there unless this is a demo: then anyone gets an account, which is deleted after a day.
	Guests Guests

	db        *database.DB
	passwords *password.Hasher
	tokens    *token.Signer

	failedSignIns, registrations, guests *ratelimit.Limit
}

// New uses the database for users, and the signer for their access tokens.
func New(db *database.DB, passwords *password.Hasher, tokens *token.Signer) *Accounts {
	return &Accounts{
		db: db, passwords: passwords, tokens: tokens,
		failedSignIns: ratelimit.New(10), registrations: ratelimit.New(60), guests: ratelimit.New(5),
	}
}

// Session is the response to a sign-in.
type Session struct {
	User         User   `json:"user"`
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	ExpiresIn    int    `json:"expires_in"`
	RefreshToken string `json:"refresh_token"`
}

// Register creates an account.
func (a *Accounts) Register(ctx context.Context, body *input.Object, network string) (Session, error) {
	given, err := ReadNewUser(body)
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
	return a.Start(ctx, user)
}

// Login signs in with a password.
func (a *Accounts) Login(ctx context.Context, body *input.Object, network string) (Session, error) {
	given, err := ReadCredentials(body)
	if err != nil {
		return Session{}, err
	}
	key := "account " + emailKey(given.Email)
	if err := a.failedSignIns.Count(key, network); err != nil {
		return Session{}, err
	}
	user, err := findUser(ctx, a.db.Conn, given.Email)
	if err != nil && !errors.Is(err, database.ErrNotFound) {
		return Session{}, err
	}
	isTheirs, err := a.passwords.Matches(ctx, given.Password, user.passwordHash)
	if err != nil {
		return Session{}, err
	}
	if !isTheirs {
		return Session{}, failure.New(failure.Unauthenticated, "The e-mail address or the password is wrong.")
	}
	a.failedSignIns.Forget(key)
	a.failedSignIns.TakeBack(network)
	return a.Start(ctx, user)
}

// Guest creates an account with sample data.
func (a *Accounts) Guest(ctx context.Context, network string) (Session, error) {
	if a.Guests == nil {
		return Session{}, failure.Missing()
	}
	if err := a.guests.Count(network); err != nil {
		return Session{}, err
	}
	old, err := findGuestsBefore(ctx, a.db.Conn, database.Now().Add(-guestLifetime))
	if err != nil {
		return Session{}, err
	}
	for _, id := range old {
		if err := a.Guests.Remove(ctx, id); err != nil {
			return Session{}, err
		}
	}
	user, err := a.AddGuest(ctx, "Guest")
	if err != nil {
		return Session{}, err
	}
	if err := a.Guests.AddSample(ctx, user); err != nil {
		return Session{}, err
	}
	return a.Start(ctx, user)
}

// AddGuest creates an account whose address cannot be guessed, and whose password nobody knows.
func (a *Accounts) AddGuest(ctx context.Context, name string) (User, error) {
	email := "guest-" + uuid.NewString() + "@guest.invalid"
	return a.add(ctx, a.db.Conn, NewUser{email, token.Random(), name}, true)
}

// Find returns the user with an e-mail address, or database.ErrNotFound.
func (a *Accounts) Find(ctx context.Context, email string) (User, error) {
	return findUser(ctx, a.db.Conn, email)
}

// Add creates an account; without a password, only a provider signs in to it.
func (a *Accounts) Add(ctx context.Context, db database.Conn, given NewUser) (User, error) {
	return a.add(ctx, db, given, false)
}

func (a *Accounts) add(ctx context.Context, db database.Conn, given NewUser, isGuest bool) (User, error) {
	taken := failure.New(failure.Conflict, "An account with this e-mail address exists.")
	if _, err := findUser(ctx, db, given.Email); err == nil {
		return User{}, taken
	} else if !errors.Is(err, database.ErrNotFound) {
		return User{}, err
	}
	user := User{ID: uuid.NewString(), Email: given.Email, Name: given.Name, isGuest: isGuest}
	var err error
	if given.Password != "" {
		user.passwordHash, err = a.passwords.Hash(ctx, given.Password)
	}
	if err != nil {
		return User{}, err
	}
	user.CreatedAt = database.Now()
	err = insertUser(ctx, db, user)
	if errors.Is(err, database.ErrDuplicate) {
		return User{}, taken
	}
	return user, err
}

// AddForPerson creates an account for somebody at a provider. It returns "" if the address cannot be one of an account.
func (a *Accounts) AddForPerson(ctx context.Context, db database.Conn, email, name string) (userID string, err error) {
	name = text.First(text.WithoutControl(name), longestName)
	if !text.IsVisible(name) {
		name, _, _ = strings.Cut(email, "@")
	}
	user, err := a.Add(ctx, db, NewUser{Email: email, Name: name})
	return user.ID, err
}

// CanHave says whether an account can have this e-mail address.
func CanHave(email string) bool { return isEmail(email) }

// Rename changes the name of a user.
func (a *Accounts) Rename(ctx context.Context, user User, body *input.Object) (User, error) {
	if body.Has("name") {
		user.Name = body.Name("name", longestName)
	}
	if err := body.Err(); err != nil {
		return User{}, err
	}
	_, err := a.db.Exec(ctx, "UPDATE users SET name = ? WHERE id = ?", user.Name, user.ID)
	return user, err
}

// SignIn starts a session for the user with this id.
func (a *Accounts) SignIn(ctx context.Context, userID string) (Session, error) {
	user, err := findUserByID(ctx, a.db.Conn, userID)
	if err != nil {
		return Session{}, err
	}
	return a.Start(ctx, user)
}

// Matches says whether there is an account with this e-mail address and password.
func (a *Accounts) Matches(ctx context.Context, email, password string) (bool, error) {
	user, err := findUser(ctx, a.db.Conn, email)
	if errors.Is(err, database.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return a.passwords.Matches(ctx, password, user.passwordHash)
}

// Authenticate returns the user who sent a request.
func (a *Accounts) Authenticate(r *http.Request) (User, error) {
	claims, _ := a.tokens.Read(bearerToken(r))
	if id, ok := input.ParseID(claims.Subject); ok {
		user, err := findUserByID(r.Context(), a.db.Conn, id)
		user.signInID = claims.SignInID
		if !errors.Is(err, database.ErrNotFound) {
			return user, err
		}
	}
	return User{}, failure.New(failure.Unauthenticated, "Sign in first: send a valid access token.")
}

// bearerToken is empty when there is none.
func bearerToken(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") || strings.Contains(token, " ") {
		return ""
	}
	return token
}
