package settings

import (
	"strings"
	"testing"
)

func read(given map[string]string) (Settings, error) {
	return Read(func(name string) string { return given[name] })
}

func TestTheDefaultsAreForDevelopment(t *testing.T) {
	s, err := read(nil)
	if err != nil || s.IsProduction() || s.Address() != "127.0.0.1:8000" {
		t.Error(s, err)
	}
}

func TestANewlineAtTheEndIsIgnored(t *testing.T) {
	s, err := read(map[string]string{
		"SECRET_KEY": strings.Repeat("5f", 32) + "\r\n", "ENVIRONMENT": "production\n", "HOST": "localhost\n",
		"TRUSTED_PROXIES": "10.0.0.0/8, ::1", "CORS_ORIGINS": "https://app.example.com,", "DEMO": "true", "LOG_LEVEL": "DEBUG",
	})
	if err != nil || !s.IsProduction() || len(s.TrustedProxies) != 2 || len(s.CORSOrigins) != 1 || !s.Demo {
		t.Error(s, err)
	}
}

func TestAnInvalidSettingIsReportedByName(t *testing.T) {
	secret := strings.Repeat("5f", 32)
	tests := []struct {
		name  string
		given map[string]string
	}{
		{"ENVIRONMENT", map[string]string{"ENVIRONMENT": "staging"}},
		{"HOST", map[string]string{"HOST": "somewhere.example"}},
		{"PORT", map[string]string{"PORT": "0"}},
		{"LOG_LEVEL", map[string]string{"LOG_LEVEL": "loud"}},
		{"DEMO", map[string]string{"DEMO": "perhaps"}},
		{"WEB_CONCURRENCY", map[string]string{"WEB_CONCURRENCY": "2"}},
		{"CORS_ORIGINS", map[string]string{"CORS_ORIGINS": "*"}},
		{"TRUSTED_PROXIES", map[string]string{"TRUSTED_PROXIES": "10.0.0.0/33"}},
		{"DATABASE_URL", map[string]string{"DATABASE_URL": "oracle://127.0.0.1/app"}},
		{"SECRET_KEY", map[string]string{"ENVIRONMENT": "production"}},
		{"SECRET_KEY", map[string]string{"ENVIRONMENT": "production", "SECRET_KEY": "short"}},
		{"PASSWORD_MEMORY_KIB", map[string]string{"ENVIRONMENT": "production", "SECRET_KEY": secret, "PASSWORD_MEMORY_KIB": "8"}},
		{"OIDC_ISSUER", map[string]string{"OIDC_CLIENT_ID": "id", "OIDC_CLIENT_SECRET": "secret", "PUBLIC_URL": "https://a.example"}},
		{"PUBLIC_URL", map[string]string{"GITHUB_CLIENT_ID": "id", "GITHUB_CLIENT_SECRET": "secret"}},
		{"GITHUB_URL", map[string]string{"GITHUB_URL": "github"}},
		{"GITHUB_URL", map[string]string{"ENVIRONMENT": "production", "SECRET_KEY": secret, "GITHUB_URL": "http://github.example"}},
	}
	for _, test := range tests {
		_, err := read(test.given)
		if err == nil || !strings.HasPrefix(err.Error(), test.name+": ") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v: %v", test.given, err)
		}
	}
}
