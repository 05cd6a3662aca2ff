package settings

import (
	"regexp"
	"strings"
)

// Providers are the settings of the providers that users can sign in with.
type Providers struct {
	// PublicURL is the origin of the web client, to which providers send users back.
	PublicURL          string
	OIDCIssuer         string
	OIDCClientID       string
	OIDCClientSecret   string
	OIDCName           string
	GitHubURL          string
	GitHubClientID     string
	GitHubClientSecret string
}

var (
	isPublicURL = regexp.MustCompile(`^https?://[^/\s]+$`)
	isIssuer    = regexp.MustCompile(`^https?://[^?#\s]+$`)
	isGitHub    = regexp.MustCompile(`^https?://[^?#\s]+[^/?#\s]$`)
)

// needed are the settings of each provider.
var needed = [][]string{
	{"OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "PUBLIC_URL"},
	{"GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET", "PUBLIC_URL"},
}

func (r *reader) providers() Providers {
	r.refuseMissing()
	return Providers{
		PublicURL:          r.address("PUBLIC_URL", "", isPublicURL, "it looks like https://app.example.com"),
		OIDCIssuer:         r.address("OIDC_ISSUER", "", isIssuer, "it looks like https://id.example.com"),
		OIDCClientID:       r.text("OIDC_CLIENT_ID", ""),
		OIDCClientSecret:   r.text("OIDC_CLIENT_SECRET", ""),
		OIDCName:           r.text("OIDC_NAME", "Single sign-on"),
		GitHubURL:          r.address("GITHUB_URL", "https://github.com", isGitHub, "it looks like https://github.example.com"),
		GitHubClientID:     r.text("GITHUB_CLIENT_ID", ""),
		GitHubClientSecret: r.text("GITHUB_CLIENT_SECRET", ""),
	}
}

// refuseMissing finds the settings that are missing for a provider that has some of them.
func (r *reader) refuseMissing() {
	missing := map[string]bool{}
	for _, names := range needed {
		isWanted := false
		for _, name := range names {
			isWanted = isWanted || name != "PUBLIC_URL" && r.text(name, "") != ""
		}
		for _, name := range names {
			if isWanted && r.text(name, "") == "" && !missing[name] {
				missing[name] = true
				r.refuse(name, "required to sign in with this provider")
			}
		}
	}
}

func (r *reader) address(name, otherwise string, pattern *regexp.Regexp, why string) string {
	value := r.text(name, otherwise)
	switch {
	case value == "":
	case !pattern.MatchString(value):
		r.refuse(name, why)
	case r.isProduction && strings.HasPrefix(value, "http:"):
		r.refuse(name, "has to start with https:// in production")
	}
	return value
}
