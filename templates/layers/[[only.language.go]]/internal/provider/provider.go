// Package provider signs users in with an OpenID provider or GitHub, and links those to accounts.
package provider

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"time"

	"golang.org/x/oauth2"

	"example.com/app/internal/account"
	"example.com/app/internal/failure"
	"example.com/app/internal/settings"
	"example.com/app/internal/token"
)

// timeout of all requests for one sign-in together.
const timeout = 10 * time.Second

// largestResponse of a provider, in bytes.
const largestResponse = 1 << 20

// invalidCode is how OpenID providers and GitHub say that a code is invalid.
var invalidCode = []string{"invalid_grant", "bad_verification_code"}

// person has signed in at a provider. The e-mail address is empty unless the provider has verified it.
type person struct {
	issuer, subject, email, name string
}

// kind is what differs between providers.
type kind interface {
	// config says where to send the browser, and where to redeem its code.
	config(ctx context.Context) (oauth2.Config, error)
	// read says who has signed in.
	read(ctx context.Context, tokens *oauth2.Token, attempt attempt) (person, error)
	// forget drops what was fetched from the provider: it may be what is invalid.
	forget()
}

// Provider is one that users can sign in with.
type Provider struct {
	ID, Name string
	issuer   string
	isOpenID bool
	kind     kind
	client   *http.Client
	callback string
	logger   *slog.Logger
}

// configured returns the providers in the order in which a page shows them.
func configured(s settings.Providers, logger *slog.Logger) []*Provider {
	client := &http.Client{
		Timeout:   timeout,
		Transport: limited{http.DefaultTransport},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}
	var providers []*Provider
	add := func(id, name, issuer string, isOpenID bool, kind kind) {
		callback := fmt.Sprintf("%s%s/%s/callback", s.PublicURL, account.Prefix, id)
		providers = append(providers, &Provider{id, name, issuer, isOpenID, kind, client, callback, logger})
	}
	if s.OIDCClientID != "" {
		add("oidc", s.OIDCName, s.OIDCIssuer, true,
			newOpenID(s.OIDCIssuer, s.OIDCClientID, s.OIDCClientSecret))
	}
	if s.GitHubClientID != "" {
		add("github", "GitHub", s.GitHubURL, false,
			&gitHub{url: s.GitHubURL, clientID: s.GitHubClientID, clientSecret: s.GitHubClientSecret, client: client})
	}
	return providers
}

// begin returns where to send the browser, and what its callback is checked against.
func (p *Provider) begin(ctx context.Context) (string, attempt, error) {
	a := attempt{Provider: p.ID, State: token.Random(), Verifier: oauth2.GenerateVerifier()}
	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(a.Verifier)}
	if p.isOpenID {
		a.Nonce = token.Random()
		options = append(options, oauth2.SetAuthURLParam("nonce", a.Nonce))
	}
	var address string
	err := p.ask(ctx, func(_ context.Context, config oauth2.Config) error {
		address = config.AuthCodeURL(a.State, options...)
		return nil
	})
	return address, a, err
}

// identify redeems the code of a callback.
func (p *Provider) identify(ctx context.Context, code string, a attempt) (found person, err error) {
	err = p.ask(ctx, func(ctx context.Context, config oauth2.Config) error {
		tokens, err := config.Exchange(ctx, code, oauth2.VerifierOption(a.Verifier))
		if err != nil {
			return err
		}
		found, err = p.kind.read(ctx, tokens, a)
		return err
	})
	return found, err
}

// hasAnswered says whether a callback can be this provider's (RFC 9207).
func (p *Provider) hasAnswered(query url.Values) bool {
	return !p.isOpenID || !query.Has("iss") || query.Get("iss") == p.issuer
}

// ask does the work in time. Whatever happens is the provider's fault, since it can send anything.
func (p *Provider) ask(ctx context.Context, work func(context.Context, oauth2.Config) error) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	ctx = context.WithValue(ctx, oauth2.HTTPClient, p.client)
	config, err := p.kind.config(ctx)
	if err == nil {
		config.RedirectURL = p.callback
		err = work(ctx, config)
	}
	var refused *oauth2.RetrieveError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused) && slices.Contains(invalidCode, refused.ErrorCode):
		return failure.New(failure.StartAgain, "The provider does not accept this code. Start to sign in again.")
	}
	p.kind.forget()
	// Only its kind: the message may contain personal data.
	p.logger.WarnContext(ctx, fmt.Sprintf("Signing in with %s failed: %T", p.Name, err))
	return failure.New(failure.ProviderFailed, "%s is unavailable. Try again.", p.Name)
}

// limited reads responses completely, and refuses large ones.
type limited struct{ http.RoundTripper }

func (l limited) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := l.RoundTripper.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(http.MaxBytesReader(nil, response.Body, largestResponse))
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}
