// Package token issues signed access tokens, and random ones.
package token

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// clockDifference: the clock of the server that issued a token may be ahead of this one.
const clockDifference = 30 * time.Second

// Signer signs access tokens with a secret key.
type Signer struct {
	key []byte
}

// NewSigner signs with this key.
func NewSigner(secretKey string) *Signer { return &Signer{[]byte(secretKey)} }

// Access says who sends a request, and in which session.
type Access struct {
	jwt.RegisteredClaims
	SignInID string `json:"sid,omitempty"`
}

// Issue returns a token for a user, who is signed in with a session.
func (s *Signer) Issue(userID, signInID string, lifetime time.Duration) (string, error) {
	now := time.Now()
	return s.Sign(Access{jwt.RegisteredClaims{
		Subject:   userID,
		IssuedAt:  jwt.NewNumericDate(now),
		ExpiresAt: jwt.NewNumericDate(now.Add(lifetime)),
	}, signInID})
}

// Read returns the claims of a valid token.
func (s *Signer) Read(token string) (claims Access, ok bool) {
	if !s.Verify(token, &claims, jwt.WithLeeway(clockDifference)) {
		return Access{}, false
	}
	now := time.Now()
	// Only a token that is too new gets the benefit of the doubt.
	isLate := !claims.ExpiresAt.After(now)
	isEarly := claims.IssuedAt == nil || claims.IssuedAt.After(now.Add(clockDifference))
	if isLate || isEarly || claims.Subject == "" || len(claims.Audience) > 0 {
		return Access{}, false
	}
	return claims, true
}

// Sign returns a token with these claims.
func (s *Signer) Sign(claims jwt.Claims) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(s.key)
}

// Verify reads the claims of a token that this key has signed and that has not expired.
func (s *Signer) Verify(token string, claims jwt.Claims, options ...jwt.ParserOption) bool {
	options = append([]jwt.ParserOption{
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithExpirationRequired(), jwt.WithStrictDecoding(),
	}, options...)
	_, err := jwt.ParseWithClaims(token, claims, func(*jwt.Token) (any, error) { return s.key, nil }, options...)
	return err == nil
}

// Random returns a token that cannot be guessed.
func Random() string {
	bytes := make([]byte, 32)
	rand.Read(bytes)
	return base64.RawURLEncoding.EncodeToString(bytes)
}

// Hash is what is stored of a random token.
func Hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
