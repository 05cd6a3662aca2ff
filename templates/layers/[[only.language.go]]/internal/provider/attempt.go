package provider

import (
	"net/http"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"example.com/app/internal/failure"
	"example.com/app/internal/token"
)

// attemptLifetime is how long a user has to sign in at a provider.
const attemptLifetime = 10 * time.Minute

// audience: access tokens have none, so neither can be used as the other.
const audience = "provider-callback"

// attempt is what the callback of a provider is checked against.
type attempt struct {
	jwt.RegisteredClaims
	Provider string `json:"provider"`
	State    string `json:"state"`
	// Nonce is for a provider with ID tokens.
	Nonce    string `json:"nonce,omitempty"`
	Verifier string `json:"verifier"`
	// UserID is the account to link the provider to; without it, to sign in.
	UserID string `json:"user_id,omitempty"`
}

// cookies keep an attempt in the browser that started it.
type cookies struct {
	signer   *token.Signer
	isSecure bool
}

// keep uses Lax, because the callback comes from another site.
func (c cookies) keep(w http.ResponseWriter, a attempt) error {
	a.Audience = jwt.ClaimStrings{audience}
	a.ExpiresAt = jwt.NewNumericDate(time.Now().Add(attemptLifetime))
	signed, err := c.signer.Sign(a)
	if err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{
		Name: c.name(), Value: signed, Path: "/", MaxAge: int(attemptLifetime.Seconds()),
		HttpOnly: true, Secure: c.isSecure, SameSite: http.SameSiteLaxMode,
	})
	return nil
}

func (c cookies) read(r *http.Request) (attempt, error) {
	var a attempt
	cookie, err := r.Cookie(c.name())
	if err != nil || !c.signer.Verify(cookie.Value, &a, jwt.WithAudience(audience)) {
		return attempt{}, failure.New(failure.StartAgain,
			"This browser did not start to sign in, or more than ten minutes ago. Start again.")
	}
	return a, nil
}

// name: with this prefix, browsers do not let other hosts of the domain set it.
func (c cookies) name() string {
	if c.isSecure {
		return "__Host-sign_in"
	}
	return "sign_in"
}
