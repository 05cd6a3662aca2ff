package channels

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// Signer authorizes subscriptions: a signature is over the connection, the channel and the user.
type Signer struct {
	// Key identifies the application. It is public.
	Key    string
	secret string
}

// NewSigner signs with a secret. Without one, it uses a secret that is derived from the secret key.
func NewSigner(key, secret, secretKey string) *Signer {
	if secret == "" {
		secret = sign(secretKey, "pusher")
	}
	return &Signer{key, secret}
}

// Sign returns the signature of a subscription. A private channel has no data.
func (s *Signer) Sign(socketID, channel, channelData string) string {
	signed := socketID + ":" + channel
	if channelData != "" {
		signed += ":" + channelData
	}
	return s.Key + ":" + sign(s.secret, signed)
}

func (s *Signer) accepts(signature, socketID, channel, channelData string) bool {
	return hmac.Equal([]byte(signature), []byte(s.Sign(socketID, channel, channelData)))
}

// Fingerprint identifies the application in a Redis that several share, without revealing the secret.
func (s *Signer) Fingerprint() string { return sign(s.secret, s.Key)[:12] }

func sign(secret, text string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}
