package server_test

import (
	"context"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"example.com/app/internal/account"
	"example.com/app/internal/database"
	"example.com/app/internal/settings"
	"example.com/app/internal/token"
)

// What the tests of every project need to know about the wire format.
const (
	login     = account.Prefix + "/login"
	me        = "/api/v1/me"
	errorType = "application/problem+json"
)

const password = "correct horse battery"

// person is somebody who has signed in.
type person struct {
	*api
	id, email, refreshToken string
}

func newEmail() string { return token.Hash(token.Random())[:20] + "@example.com" }

// signUp registers somebody new.
func signUp(t *testing.T, a *api) person {
	t.Helper()
	body := map[string]any{"email": newEmail(), "password": password, "name": "Alice"}
	return signedIn(a, a.post("/api/v1/auth/register", body).is(201))
}

// signedIn is the person of a session.
func signedIn(a *api, session answer) person {
	a.t.Helper()
	user := session.json()["user"].(map[string]any)
	own := *a
	own.token = session.text("access_token")
	return person{&own, user["id"].(string), user["email"].(string), session.text("refresh_token")}
}

func TestANewAccountIsSignedIn(t *testing.T) {
	a := start(t)
	email := "A" + newEmail()
	body := map[string]any{"email": email, "password": password, "name": "Alice 👩"}
	session := a.post("/api/v1/auth/register", body).is(201)
	equal(t, session.json()["expires_in"], 900)
	me := signedIn(a, session).get("/api/v1/me").is(200)
	equal(t, me.json(), session.json()["user"])
	equal(t, me.text("email"), email)
	body["email"] = strings.ToUpper(email)
	a.post("/api/v1/auth/register", body).is(409)
}

func TestWhatNobodyCanRegisterWith(t *testing.T) {
	a := start(t)
	for member, values := range map[string][]any{
		"email": {
			"", "alice", "alice@", "@example.com", "a b@example.com", "a@b@example.com", "alice@example", "a@b..com",
			"a@" + strings.Repeat("x", 64) + ".com", "a@example.c", 7, nil, "\u200balice@example.com",
		},
		"password": {"", "short", strings.Repeat("x", 129), "with\x00NUL is not"},
		"name":     {"", "\u200b", "line\nbreak", strings.Repeat("x", 101), " ", "\ufeff", []string{}},
	} {
		for _, value := range values {
			body := map[string]any{"email": newEmail(), "password": password, "name": "Alice"}
			body[member] = value
			refused := a.post("/api/v1/auth/register", body).is(422)
			if !strings.Contains(string(refused.body), `"pointer":"/`+member) {
				t.Errorf("%v: %s", value, refused.body)
			}
		}
	}
}

func TestOfManyWhoRegisterOneAddressOneWins(t *testing.T) {
	a := start(t)
	body := map[string]any{"email": newEmail(), "password": password, "name": "Alice"}
	statuses := atOnce(8, func(int) int { return a.post("/api/v1/auth/register", body).status })
	equal(t, statuses, []int{201, 409, 409, 409, 409, 409, 409, 409})
}

// atOnce returns the sorted statuses of concurrent requests.
func atOnce(count int, send func(number int) int) []int {
	statuses := make([]int, count)
	var group sync.WaitGroup
	for number := range count {
		group.Go(func() { statuses[number] = send(number) })
	}
	group.Wait()
	slices.Sort(statuses)
	return statuses
}

func TestTheRightPasswordSignsIn(t *testing.T) {
	a := start(t)
	alice := signUp(t, a)
	equal(t, signedIn(a, a.post(login, map[string]any{"email": strings.ToUpper(alice.email), "password": password}).is(200)).id, alice.id)
	refused := a.post(login, map[string]any{"email": alice.email, "password": "another one"}).is(401)
	equal(t, refused.header.Get("WWW-Authenticate"), "Bearer")
	unknown := a.post(login, map[string]any{"email": newEmail(), "password": password}).is(401)
	equal(t, unknown.json(), refused.json())
}

func TestTenFailuresAMinuteAreEnough(t *testing.T) {
	a := start(t)
	alice := signUp(t, a)
	for range 10 {
		a.post(login, map[string]any{"email": newEmail(), "password": password}).is(401)
	}
	refused := a.post(login, map[string]any{"email": alice.email, "password": password}).is(429)
	if refused.header.Get("Retry-After") == "" {
		t.Error("it does not say when to try again")
	}
}

func TestARefreshTokenGivesANewPair(t *testing.T) {
	a := start(t)
	alice := signUp(t, a)
	second := signedIn(a, a.refresh(alice.refreshToken).is(200))
	second.get("/api/v1/me").is(200)
	a.refresh(second.refreshToken).is(200)
}

func (a *api) refresh(refreshToken string) answer {
	a.t.Helper()
	return a.post("/api/v1/auth/refresh", map[string]string{"refresh_token": refreshToken})
}

func TestATokenThatIsUsedTwiceEndsItsFamily(t *testing.T) {
	a := start(t)
	stolen := signUp(t, a).refreshToken
	newest := signedIn(a, a.refresh(stolen).is(200)).refreshToken
	a.refresh(stolen).is(401)
	a.refresh(newest).is(401)
}

func TestARefreshTokenExpires(t *testing.T) {
	a := start(t)
	alice := signUp(t, a)
	a.execute("UPDATE refresh_tokens SET expires_at = ? WHERE token_hash = ?", database.Now(), token.Hash(alice.refreshToken))
	a.refresh(alice.refreshToken).is(401)
}

// execute changes what a client cannot.
func (a *api) execute(query string, args ...any) {
	a.t.Helper()
	if _, err := a.app.DB.Exec(a.t.Context(), query, args...); err != nil {
		a.t.Fatal(err)
	}
}

func TestSigningOutEndsTheSession(t *testing.T) {
	a := start(t)
	alice := signUp(t, a)
	for range 2 {
		a.post("/api/v1/auth/logout", map[string]string{"refresh_token": alice.refreshToken}).is(204)
	}
	a.refresh(alice.refreshToken).is(401)
	a.refresh("unknown").is(401)
}

func TestTheCallerRenamesThemselves(t *testing.T) {
	alice := signUp(t, start(t))
	alice.patch("/api/v1/me", map[string]any{"name": "Alice the Great"}).is(200)
	alice.patch("/api/v1/me", map[string]any{}).is(200)
	alice.patch("/api/v1/me", map[string]any{"name": ""}).is(422)
	equal(t, alice.get("/api/v1/me").text("name"), "Alice the Great")
}

func TestAGuestIsGoneADayLater(t *testing.T) {
	start(t).post("/api/v1/auth/guest", nil).is(404)
	a := start(t, func(s *settings.Settings) { s.Demo = true })
	old := signedIn(a, a.post("/api/v1/auth/guest", nil).is(201))
	old.get("/api/v1/me").is(200)
	a.execute("UPDATE users SET created_at = ? WHERE id = ?", database.Now().Add(-25*60*60*1e9), old.id)
	signedIn(a, a.post("/api/v1/auth/guest", nil).is(201)).get("/api/v1/me").is(200)
	old.get("/api/v1/me").is(401)
}

func TestWhileTheDatabaseIsAwayTheAPIIs503(t *testing.T) {
	alice := signUp(t, start(t))
	alone := start(t, func(s *settings.Settings) { s.DatabaseURL = "sqlite:////no/such/folder/app.db" })
	alone.token = alice.token
	alone.get("/api/v1/me").is(503)
	if !strings.Contains(alone.log.String(), "ERROR") || strings.Contains(alone.log.String(), alice.token) {
		t.Error(alone.log.String())
	}
}

func TestAnErrorIsAProblem(t *testing.T) {
	refused := start(t).post(login, `{"email": "a", "password": "b", "c/d": 1}`).is(422)
	equal(t, refused.json()["status"], 422)
	equal(t, refused.json()["errors"], []any{map[string]any{"pointer": "/c~1d", "detail": "This member does not exist."}})
}

func TestAResponseEchoesNothingThatWasSent(t *testing.T) {
	const sent = "do-not-repeat-me"
	a := start(t)
	refused := a.post(login, map[string]any{"email": []string{sent}, "password": sent}).is(422)
	if strings.Contains(string(refused.body), sent) {
		t.Errorf("%s", refused.body)
	}
}

func TestAClientThatHasGoneIsNoError(t *testing.T) {
	a := start(t)
	alice := signUp(t, a)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := httptest.NewRequestWithContext(ctx, "GET", "/api/v1/me", nil)
	r.Header.Set("Authorization", "Bearer "+alice.token)
	a.handler.ServeHTTP(httptest.NewRecorder(), r)
	if strings.Contains(a.log.String(), "ERROR") {
		t.Error(a.log.String())
	}
}
