package settings

import (
	"net/url"
	"regexp"
	"time"
)

// Channels are the settings of the WebSocket, and of Redis.
type Channels struct {
	// RedisURL is empty if there is only one process.
	RedisURL string
	// RedisTLS is "verify", or "encrypt" to accept a self-signed certificate.
	RedisTLS     string
	PusherKey    string
	PusherSecret string
	// ActivityTimeout is after how long a silent connection is pinged.
	ActivityTimeout time.Duration
}

var (
	isRedisURL  = regexp.MustCompile(`^(redis|rediss|unix)://.`)
	isPusherKey = regexp.MustCompile(`^[A-Za-z0-9_-]{1,100}$`)
)

func (r *reader) channels() Channels {
	c := Channels{
		RedisURL:        r.text("REDIS_URL", ""),
		RedisTLS:        r.oneOf("REDIS_TLS", "verify", "encrypt"),
		PusherKey:       r.text("PUSHER_KEY", "chat"),
		PusherSecret:    r.text("PUSHER_SECRET", ""),
		ActivityTimeout: time.Duration(r.number("ACTIVITY_TIMEOUT", 120, 1, 3600)) * time.Second,
	}
	if !isPusherKey.MatchString(c.PusherKey) {
		r.refuse("PUSHER_KEY", "it may only contain letters, digits, - and _")
	}
	if r.isProduction && c.PusherSecret != "" && len(c.PusherSecret) < 32 {
		r.refuse("PUSHER_SECRET", "needs at least 32 characters; try `openssl rand -hex 32`")
	}
	if c.RedisURL == "" {
		return c
	}
	if !isRedisURL.MatchString(c.RedisURL) {
		r.refuse("REDIS_URL", "it starts with redis://")
	} else if _, err := url.Parse(c.RedisURL); err != nil {
		r.refuse("REDIS_URL", "percent-encode what is special in its password")
	}
	return c
}
