package account

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/input"
)

var schemes = []string{"token", "bearer"}

// Authenticate returns the user who sent a request.
func (a *Accounts) Authenticate(r *http.Request) (User, error) {
	authorization := strings.TrimSpace(r.Header.Get("Authorization"))
	if authorization == "" {
		return User{}, failure.About(failure.Unauthenticated, "token", "is missing")
	}
	scheme, token, _ := strings.Cut(authorization, " ")
	if slices.Contains(schemes, strings.ToLower(scheme)) {
		claims, _ := a.tokens.Read(token)
		if subject, ok := input.ParseID(claims.Subject); ok {
			user, err := findBySubject(r.Context(), a.db.Conn, subject)
			if !errors.Is(err, database.ErrNotFound) {
				return user, err
			}
		}
	}
	return User{}, failure.About(failure.Unauthenticated, "token", "is invalid")
}

// Identify adds the user who sent a request to its context. A reader with an old token goes on as an anonymous one.
func (a *Accounts) Identify(r *http.Request) (*http.Request, error) {
	user, err := a.Authenticate(r)
	var failed *failure.Error
	if errors.As(err, &failed) && failed.Kind == failure.Unauthenticated {
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	return r.WithContext(NewContext(r.Context(), user)), nil
}

type contextKey struct{}

// NewContext adds the user who sent a request to its context.
func NewContext(ctx context.Context, user User) context.Context {
	return context.WithValue(ctx, contextKey{}, user)
}

// FromContext returns that user. Only routes behind the authentication have one.
func FromContext(ctx context.Context) User {
	return ctx.Value(contextKey{}).(User)
}

// Viewer is the id of a reader, or empty without a valid token.
func Viewer(ctx context.Context) string {
	user, _ := ctx.Value(contextKey{}).(User)
	return user.ID
}
