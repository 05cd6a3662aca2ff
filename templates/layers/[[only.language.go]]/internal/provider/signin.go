package provider

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"

	"example.com/app/internal/account"
	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/input"
	"example.com/app/internal/ratelimit"
	"example.com/app/internal/settings"
	"example.com/app/internal/token"
)

// Providers are all that users can sign in with.
type Providers struct {
	all       []*Provider
	db        *database.DB
	accounts  *account.Accounts
	cookies   cookies
	callbacks *ratelimit.Limit
}

// New configures the providers of the settings.
func New(s settings.Settings, db *database.DB, accounts *account.Accounts, signer *token.Signer, logger *slog.Logger) *Providers {
	return &Providers{
		all: configured(s.Providers, logger), db: db, accounts: accounts,
		cookies: cookies{signer, s.IsProduction()}, callbacks: ratelimit.New(60),
	}
}

// Item of the list of providers.
type Item struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	URL  string `json:"url"`
}

// List returns where to start to sign in.
func (p *Providers) List() []Item {
	items := []Item{}
	for _, each := range p.all {
		items = append(items, Item{each.ID, each.Name, account.Prefix + "/" + each.ID + "/authorize"})
	}
	return items
}

// Begin returns where to send a browser that wants to sign in, or to link the provider to the account of `userID`.
func (p *Providers) Begin(w http.ResponseWriter, r *http.Request, id, userID string) (string, error) {
	provider, err := p.find(id)
	if err != nil {
		return "", err
	}
	address, attempt, err := provider.begin(r.Context())
	if err != nil {
		return "", err
	}
	attempt.UserID = userID
	return address, p.cookies.keep(w, attempt)
}

// Callback returns the page to which a browser goes that comes back from a provider.
func (p *Providers) Callback(r *http.Request, id, network string) (string, error) {
	provider, err := p.find(id)
	if err != nil {
		return "", err
	}
	if err := p.callbacks.Count(network); err != nil {
		return "", err
	}
	attempt, err := p.cookies.read(r)
	if err != nil {
		return "", err
	}
	query := r.URL.Query()
	isOwn := attempt.Provider == provider.ID && attempt.State == query.Get("state")
	if !isOwn || !provider.hasAnswered(query) {
		return "", failure.New(failure.StartAgain,
			"This is not the answer to what this browser asked. Start to sign in again.")
	}
	if err := useState(r.Context(), p.db.Conn, attempt.State); err != nil {
		return "", err
	}
	result, err := p.result(r.Context(), provider, query, attempt)
	return "/?" + result.Encode(), err
}

// result is what the page is told.
func (p *Providers) result(ctx context.Context, provider *Provider, query url.Values, a attempt) (url.Values, error) {
	switch problem := query.Get("error"); {
	case problem == "access_denied":
		return url.Values{"error": {problem}}, nil
	case problem != "":
		return nil, failure.New(failure.ProviderFailed, "%s could not sign you in. Try again.", provider.Name)
	case query.Get("code") == "":
		return nil, failure.New(failure.StartAgain, "The code is missing. Start to sign in again.")
	}
	found, err := provider.identify(ctx, query.Get("code"), a)
	if err != nil {
		return nil, err
	}
	result := url.Values{}
	if a.UserID != "" {
		result.Set("linked", provider.ID)
		err = link(ctx, p.db.Conn, found, a.UserID)
	} else {
		var userID, code string
		if userID, err = p.accountOf(ctx, found); err == nil {
			code, err = handOutCode(ctx, p.db.Conn, a.State, userID)
		}
		result.Set("code", code)
	}
	var refused refusal
	if errors.As(err, &refused) {
		return url.Values{"error": {string(refused)}}, nil
	}
	return result, err
}

// Exchange signs in with the code that a callback handed to the page.
func (p *Providers) Exchange(r *http.Request, body *input.Object) (account.Session, error) {
	code := body.Text("code", 1, 1000)
	if err := body.Err(); err != nil {
		return account.Session{}, err
	}
	attempt, err := p.cookies.read(r)
	if err != nil {
		return account.Session{}, err
	}
	userID, err := useCode(r.Context(), p.db.Conn, code, attempt.State)
	if err != nil {
		return account.Session{}, err
	}
	return p.accounts.SignIn(r.Context(), userID)
}

// IsLinked says whether a user can sign in with a provider.
func (p *Providers) IsLinked(ctx context.Context, id, userID string) (bool, error) {
	provider, err := p.find(id)
	if err != nil {
		return false, err
	}
	return isLinked(ctx, p.db.Conn, userID, provider.issuer)
}

// Unlink keeps the last way to sign in to the account.
func (p *Providers) Unlink(ctx context.Context, id, userID string) error {
	provider, err := p.find(id)
	if err != nil {
		return err
	}
	var issuers []string
	for _, each := range p.all {
		issuers = append(issuers, each.issuer)
	}
	return unlink(ctx, p.db, userID, provider.issuer, issuers)
}

func (p *Providers) find(id string) (*Provider, error) {
	for _, each := range p.all {
		if each.ID == id {
			return each, nil
		}
	}
	return nil, failure.Missing()
}
