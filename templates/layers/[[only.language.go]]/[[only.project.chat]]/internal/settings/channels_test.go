package settings

import (
	"strings"
	"testing"
	"time"
)

func TestTheSettingsOfTheWebSocket(t *testing.T) {
	secret := strings.Repeat("5f", 32)
	tests := []struct {
		name, value, refused string
	}{
		{"PUSHER_KEY", "my-key_1", ""},
		{"PUSHER_KEY", "two words", "PUSHER_KEY"},
		{"PUSHER_KEY", strings.Repeat("k", 101), "PUSHER_KEY"},
		{"PUSHER_SECRET", "short", "PUSHER_SECRET"},
		{"PUSHER_SECRET", secret, ""},
		{"ACTIVITY_TIMEOUT", "3", ""},
		{"ACTIVITY_TIMEOUT", "0", "ACTIVITY_TIMEOUT"},
		{"REDIS_TLS", "maybe", "REDIS_TLS"},
		{"REDIS_URL", "redis://:secret@127.0.0.1:6379/0", ""},
		{"REDIS_URL", "127.0.0.1:6379", "REDIS_URL"},
		{"REDIS_URL", "redis://:secret@127.0.0.1:port/0", "REDIS_URL"},
	}
	for _, test := range tests {
		given := map[string]string{"ENVIRONMENT": "production", "SECRET_KEY": secret, test.name: test.value}
		_, err := Read(func(name string) string { return given[name] })
		switch {
		case test.refused == "" && err != nil:
			t.Errorf("%s=%s: %v", test.name, test.value, err)
		case test.refused != "" && (err == nil || !strings.HasPrefix(err.Error(), test.refused+": ") || strings.Contains(err.Error(), "secret@")):
			t.Errorf("%s=%s: %v", test.name, test.value, err)
		}
	}
	found, err := Read(func(string) string { return "" })
	if err != nil || found.Channels != (Channels{RedisTLS: "verify", PusherKey: "chat", ActivityTimeout: 2 * time.Minute}) {
		t.Error(found.Channels, err)
	}
}
