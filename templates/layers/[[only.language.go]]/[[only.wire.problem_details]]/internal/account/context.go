package account

import "context"

type contextKey struct{}

// NewContext adds the user who sent a request to its context.
func NewContext(ctx context.Context, user User) context.Context {
	return context.WithValue(ctx, contextKey{}, user)
}

// FromContext returns that user. Only routes behind the authentication have one.
func FromContext(ctx context.Context) User {
	return ctx.Value(contextKey{}).(User)
}
