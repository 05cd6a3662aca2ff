package token

import (
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

func TestOnlyAValidTokenIsRead(t *testing.T) {
	signer := NewSigner("a secret key")
	good, err := signer.Issue("alice", "session", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	sign := func(by *Signer, issued, expires time.Duration) string {
		token, _ := by.Sign(jwt.RegisteredClaims{
			Subject:   "alice",
			IssuedAt:  jwt.NewNumericDate(time.Now().Add(issued)),
			ExpiresAt: jwt.NewNumericDate(time.Now().Add(expires)),
		})
		return token
	}
	unsigned, _ := jwt.NewWithClaims(jwt.SigningMethodNone, jwt.RegisteredClaims{Subject: "alice"}).
		SignedString(jwt.UnsafeAllowNoneSignatureType)
	tests := map[string]struct {
		token string
		want  bool
	}{
		"good":                    {good, true},
		"from a clock ahead":      {sign(signer, 20*time.Second, time.Minute), true},
		"from a clock far ahead":  {sign(signer, time.Minute, 2*time.Minute), false},
		"expired a moment ago":    {sign(signer, -time.Minute, -time.Second), false},
		"signed by somebody else": {sign(NewSigner("another key"), 0, time.Minute), false},
		"not signed":              {unsigned, false},
		"altered":                 {good[:len(good)-2], false},
		"empty":                   {"", false},
	}
	for name, test := range tests {
		if claims, ok := signer.Read(test.token); ok != test.want || ok && claims.Subject != "alice" {
			t.Errorf("%s: %v %v", name, claims, ok)
		}
	}
}
