package server_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"example.com/app/internal/account"
	"example.com/app/internal/settings"
)

// identityProvider is an OpenID provider and a GitHub, at which one person signs in.
type identityProvider struct {
	*httptest.Server
	t      *testing.T
	key    *rsa.PrivateKey
	claims jwt.MapClaims
	// userInfo is what the provider says apart from the ID token.
	userInfo map[string]any
	// refuse is an error instead of tokens.
	refuse string
}

// signingKey is generated once, because that takes a while.
var signingKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

func newIdentityProvider(t *testing.T) *identityProvider {
	t.Helper()
	key, err := signingKey()
	if err != nil {
		t.Fatal(err)
	}
	p := &identityProvider{t: t, key: key}
	mux := http.NewServeMux()
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	p.claims = jwt.MapClaims{
		"iss": p.URL, "aud": "client", "sub": newEmail(), "exp": time.Now().Add(time.Minute).Unix(), "iat": time.Now().Unix(),
		"email": newEmail(), "email_verified": true, "name": "Alice",
	}
	mux.HandleFunc("/.well-known/openid-configuration", p.send(func() any {
		return map[string]any{
			"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token",
			"jwks_uri": p.URL + "/keys", "userinfo_endpoint": p.URL + "/userinfo",
			"token_endpoint_auth_methods_supported": []string{"client_secret_post"},
		}
	}))
	encode := base64.RawURLEncoding.EncodeToString
	mux.HandleFunc("/keys", p.send(func() any {
		e := big.NewInt(int64(key.E)).Bytes()
		return map[string]any{"keys": []any{map[string]string{"kty": "RSA", "kid": "1", "n": encode(key.N.Bytes()), "e": encode(e)}}}
	}))
	tokens := p.send(func() any {
		if p.refuse != "" {
			return map[string]string{"error": p.refuse}
		}
		return map[string]any{"access_token": "token", "token_type": "bearer", "id_token": p.idToken()}
	})
	mux.HandleFunc("/token", tokens)
	mux.HandleFunc("/login/oauth/access_token", tokens)
	mux.HandleFunc("/userinfo", p.send(func() any { return p.userInfo }))
	mux.HandleFunc("/api/v3/user", p.send(func() any { return map[string]any{"id": 7, "login": "alice", "name": "Alice"} }))
	mux.HandleFunc("/api/v3/user/emails", p.send(func() any {
		return []any{map[string]any{"email": p.claims["email"], "primary": true, "verified": p.claims["email_verified"]}}
	}))
	return p
}

func (p *identityProvider) send(value func() any) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(value()); err != nil {
			p.t.Error(err)
		}
	}
}

func (p *identityProvider) idToken() string {
	unsigned := jwt.NewWithClaims(jwt.SigningMethodRS256, p.claims)
	unsigned.Header["kid"] = "1"
	signed, err := unsigned.SignedString(p.key)
	if err != nil {
		p.t.Error(err)
	}
	return signed
}

// start starts a server at which one can sign in with the provider.
func (p *identityProvider) start() *api {
	p.t.Helper()
	return start(p.t, func(s *settings.Settings) {
		s.Providers = settings.Providers{
			PublicURL:  "https://app.example.com",
			OIDCIssuer: p.URL, OIDCClientID: "client", OIDCClientSecret: "secret", OIDCName: "Single sign-on",
			GitHubURL: p.URL, GitHubClientID: "client", GitHubClientSecret: "secret",
		}
	})
}

// comeBack goes to the provider and returns its callback.
func (p *identityProvider) comeBack(location string, changes ...string) string {
	p.t.Helper()
	parsed, err := url.Parse(location)
	if err != nil {
		p.t.Fatal(err)
	}
	asked := parsed.Query()
	p.claims["nonce"] = asked.Get("nonce")
	query := url.Values{"code": {"a code"}, "state": {asked.Get("state")}}
	for i := 0; i < len(changes); i += 2 {
		query.Set(changes[i], changes[i+1])
	}
	back, err := url.Parse(asked.Get("redirect_uri"))
	if err != nil {
		p.t.Fatal(err)
	}
	return back.Path + "?" + query.Encode()
}

// callback signs in with a provider, up to the page's result.
func (p *identityProvider) callback(a *api, id string, changes ...string) answer {
	p.t.Helper()
	there := a.get(account.Prefix + "/" + id + "/authorize").is(302)
	return a.get(p.comeBack(there.header.Get("Location"), changes...))
}

// result is what the page is told.
func (r answer) result() url.Values {
	r.t.Helper()
	location := r.is(302).header.Get("Location")
	query, err := url.ParseQuery(strings.TrimPrefix(location, "/?"))
	if err != nil {
		r.t.Fatal(err)
	}
	return query
}

func (p *identityProvider) signIn(a *api, id string) person {
	p.t.Helper()
	code := p.callback(a, id).result().Get("code")
	return signedIn(a, a.post(account.Prefix+"/exchange", map[string]string{"code": code}).is(200))
}

func TestWithoutConfigurationThereAreNoProviders(t *testing.T) {
	a := start(t)
	equal(t, a.get(account.Prefix+"/providers").is(200).json(), map[string]any{"items": []any{}})
	a.get(account.Prefix + "/oidc/authorize").is(404)
}

func TestANewPersonGetsAnAccountAndFindsItAgain(t *testing.T) {
	for _, id := range []string{"oidc", "github"} {
		t.Run(id, func(t *testing.T) {
			p := newIdentityProvider(t)
			a := p.start()
			equal(t, len(a.get(account.Prefix+"/providers").items()), 2)
			alice := p.signIn(a, id)
			equal(t, alice.email, p.claims["email"])
			p.claims["email"] = newEmail()
			equal(t, p.signIn(a, id).id, alice.id)
		})
	}
}

func TestTheAddressCanComeFromTheUserInfo(t *testing.T) {
	p := newIdentityProvider(t)
	email := newEmail()
	p.userInfo = map[string]any{"sub": p.claims["sub"], "email": email, "email_verified": true}
	delete(p.claims, "email")
	equal(t, p.signIn(p.start(), "oidc").email, email)
	p.userInfo["sub"] = "somebody else"
	p.callback(p.start(), "oidc").is(502)
}

func TestWhatThePageIsTold(t *testing.T) {
	p := newIdentityProvider(t)
	a := p.start()
	taken := signUp(t, a).email
	tests := map[string]func(){
		"email_not_verified": func() { p.claims["email_verified"] = "true" },
		"account_exists":     func() { p.claims["email_verified"], p.claims["email"] = true, taken },
	}
	for _, want := range []string{"email_not_verified", "account_exists"} {
		tests[want]()
		equal(t, p.callback(a, "oidc").result().Get("error"), want)
	}
	equal(t, p.callback(a, "oidc", "error", "access_denied").result().Get("error"), "access_denied")
}

func TestACallbackThatDoesNotBelongToTheBrowserIs400(t *testing.T) {
	p := newIdentityProvider(t)
	a := p.start()
	for _, change := range [][]string{{"state", "foreign"}, {"code", ""}, {"iss", "https://evil.example"}} {
		p.callback(a, "oidc", change...).is(400)
	}
	p.callback(a, "oidc", "error", "server_error").is(502)
	there := a.get(account.Prefix + "/oidc/authorize").header.Get("Location")
	back := p.comeBack(there)
	a.get(back).is(302)
	a.get(back).is(400)
	a.cookies = nil
	a.get(p.comeBack(there)).is(400)
	a.post(account.Prefix+"/exchange", map[string]string{"code": "unknown"}).is(400)
}

func TestACodeIsExchangedOnce(t *testing.T) {
	p := newIdentityProvider(t)
	a := p.start()
	code := p.callback(a, "oidc").result().Get("code")
	body := map[string]string{"code": code}
	a.post(account.Prefix+"/exchange", body).is(200)
	a.post(account.Prefix+"/exchange", body).is(400)
	a.post(account.Prefix+"/exchange", map[string]string{}).is(422)
}

func TestAProviderThatTalksNonsenseIs502(t *testing.T) {
	for name, change := range map[string]func(*identityProvider){
		"another nonce":    func(p *identityProvider) { p.claims["iat"] = nil; p.claims["sub"] = "" },
		"another audience": func(p *identityProvider) { p.claims["aud"] = "another" },
		"another party":    func(p *identityProvider) { p.claims["azp"] = "another" },
		"several":          func(p *identityProvider) { p.claims["aud"] = []string{"client", "another"} },
		"expired":          func(p *identityProvider) { p.claims["exp"] = 1 },
		"a number":         func(p *identityProvider) { p.claims["sub"] = 7 },
		"another key":      func(p *identityProvider) { p.key, _ = rsa.GenerateKey(rand.Reader, 2048) },
		"an error":         func(p *identityProvider) { p.refuse = "server_error" },
		"gone":             func(p *identityProvider) { p.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			p := newIdentityProvider(t)
			a := p.start()
			back := p.comeBack(a.get(account.Prefix + "/oidc/authorize").is(302).header.Get("Location"))
			change(p)
			a.get(back).is(502)
		})
	}
}

func TestACodeThatTheProviderRefusesIs400(t *testing.T) {
	p := newIdentityProvider(t)
	p.refuse = "bad_verification_code"
	p.callback(p.start(), "github").is(400)
}

func TestAUserLinksAProviderAndUnlinksIt(t *testing.T) {
	p := newIdentityProvider(t)
	a := p.start()
	alice := signUp(t, a)
	path := account.Prefix + "/oidc/link"
	equal(t, alice.get(path).is(200).json(), map[string]any{"linked": false})
	back := p.comeBack(alice.post(path, nil).is(200).text("url"))
	equal(t, alice.get(back).result().Get("linked"), "oidc")
	equal(t, p.signIn(a, "oidc").id, alice.id)

	bob := signUp(t, a)
	back = p.comeBack(bob.post(path, nil).is(200).text("url"))
	equal(t, bob.get(back).result().Get("error"), "already_linked")
	alice.delete(path).is(204)
	equal(t, alice.get(path).json(), map[string]any{"linked": false})
	alice.delete(account.Prefix + "/unknown/link").is(404)
	alice.get(account.Prefix + "/unknown/link").is(404)
}

func TestTheLastWayToSignInStays(t *testing.T) {
	p := newIdentityProvider(t)
	alice := p.signIn(p.start(), "oidc")
	alice.delete(account.Prefix + "/oidc/link").is(409)
	alice.delete(account.Prefix + "/github/link").is(409)
}

func TestTheCookieIsSecureInProduction(t *testing.T) {
	a := start(t, func(s *settings.Settings) {
		s.Environment = "production"
		s.Providers.GitHubURL, s.Providers.GitHubClientID = "https://github.com", "client"
	})
	cookie := a.get(account.Prefix + "/github/authorize").is(302).header.Get("Set-Cookie")
	for _, part := range []string{"__Host-sign_in=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("%s is missing in %s", part, cookie)
		}
	}
}
