package server_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"example.com/app/internal/database"
	"example.com/app/internal/settings"
)

func TestANewUserIsSignedIn(t *testing.T) {
	a := start(t)
	username := "Zoë 🐉 " + uuid.NewString()
	zoe := signedIn(a, a.register(fields{"username": username}).is(201)).user()
	equal(t, []any{zoe.Username, zoe.Bio, zoe.Image}, []any{username, nil, nil})
}

func TestAnInvalidFieldIsNamed(t *testing.T) {
	a := start(t)
	alice := signUp(t, a)
	long := strings.Repeat("x", 255)
	for field, values := range map[string][]any{
		"username": {nil, " \n ", "a/b", ".hidden", " padded", "padded ", "bell\a", long, 5, "nul\x00"},
		"email":    {nil, "", "plain", "a@b", "a b@c.example", "a@c..example", "a@@c.example", "@c.example", long, fields{}},
		"password": {nil, "        ", "7 chars", long},
	} {
		for _, value := range values {
			a.register(fields{field: value}).refuses(422, field)
			alice.changeUser(fields{field: value}).refuses(422, field)
		}
	}
}

func TestAllBlankFieldsAreNamedAtOnce(t *testing.T) {
	blank := []string{"can't be blank"}
	refused := start(t).post("/api/users", fields{"user": fields{}}).errors(422)
	equal(t, refused, fields{"username": blank, "email": blank, "password": blank})
}

func TestNamesAndAddressesAreUnique(t *testing.T) {
	a := start(t)
	alice := signedIn(a, a.register(fields{"username": "Ame\u0301lie " + uuid.NewString()}).is(201))
	bob := signUp(t, a)
	composed := strings.ReplaceAll(alice.username, "e\u0301", "\u00e9")
	for field, values := range map[string][]string{
		"username": {alice.username, composed},
		"email":    {alice.email, strings.ToUpper(alice.email)},
	} {
		for _, value := range values {
			taken := fields{field: []string{"has already been taken"}}
			equal(t, a.register(fields{field: value}).errors(409), taken)
			equal(t, bob.changeUser(fields{field: value, "bio": "Lost"}).errors(409), taken)
		}
	}
	equal(t, bob.user().Bio, nil)
	alice.changeUser(fields{"username": composed, "email": strings.ToUpper(alice.email)}).is(200)
}

func TestWhatIsLeftOutStaysAndTheEmptyBecomesNull(t *testing.T) {
	alice := signUp(t, start(t))
	alice.changeUser(fields{"bio": "A bio", "image": "https://images.example/a.png"}).is(200)
	for _, each := range []struct {
		change     fields
		bio, image any
	}{
		{fields{"image": "", "isAdmin": true}, "A bio", nil},
		{fields{}, "A bio", nil},
		{fields{"bio": nil}, nil, nil},
	} {
		alice.changeUser(each.change).is(200)
		found := alice.user()
		equal(t, []any{found.Username, found.Bio, found.Image}, []any{alice.username, each.bio, each.image})
	}
	alice.changeUser(fields{"bio": 5}).refuses(422, "bio")
	alice.changeUser(fields{"image": strings.Repeat("x", 2049)}).refuses(422, "image")
}

func TestATokenOutlivesAChangeOfName(t *testing.T) {
	alice := signUp(t, start(t))
	username := uuid.NewString()
	alice.changeUser(fields{"username": username, "email": newEmail()}).is(200)
	equal(t, alice.user().Username, username)
	alice.get("/api/profiles/" + url.PathEscape(alice.username)).is(404)
}

func TestANewPasswordReplacesTheOldOneAndItsTokens(t *testing.T) {
	a := start(t)
	alice := signUp(t, a)
	changed := signedIn(a, alice.changeUser(fields{"password": "another password"}).is(200))
	alice.get(me).is(401)
	changed.get(me).is(200)
	a.login(alice.email, "another password").is(200)
	a.login(alice.email, password).is(401)
}

func TestSigningInIgnoresTheCaseOfTheAddress(t *testing.T) {
	a := start(t)
	alice := signUp(t, a)
	equal(t, signedIn(a, a.login(strings.ToUpper(alice.email), password).is(200)).username, alice.username)
}

func TestAWrongPasswordAndAnUnknownAddressLookTheSame(t *testing.T) {
	a := start(t)
	alice := signUp(t, a)
	for _, refused := range []answer{a.login(alice.email, "wrong password"), a.login(newEmail(), password)} {
		equal(t, refused.errors(401), fields{"credentials": []string{"invalid"}})
		equal(t, refused.header.Get("WWW-Authenticate"), "Token")
	}
}

func TestTenFailuresLockTheAccountForAWhile(t *testing.T) {
	a := start(t)
	alice := signUp(t, a)
	for range 10 {
		a.login(alice.email, "wrong password").is(401)
	}
	refused := a.login(alice.email, password)
	refused.refuses(429, "credentials")
	wait, err := strconv.Atoi(refused.header.Get("Retry-After"))
	if err != nil || wait < 1 || wait > 60 {
		t.Error(refused.header)
	}
}

func TestResponsesWithATokenAreNotStored(t *testing.T) {
	alice := signUp(t, start(t))
	for _, each := range []answer{
		alice.get(me), alice.changeUser(fields{}), alice.login(alice.email, password), alice.post(me, nil),
	} {
		equal(t, each.header.Get("Cache-Control"), "no-store")
	}
}

func TestAGuestIsGoneADayLaterWithWhatTheyWrote(t *testing.T) {
	start(t).post("/api/users/guest", nil).is(404)
	a := start(t, func(s *settings.Settings) { s.Demo = true })
	comeBy := func() person { return signedIn(a, a.post("/api/users/guest", nil).is(201)) }
	alice, old := signUp(t, a), comeBy()
	slugs := old.slugs("/api/articles?author=" + old.username)
	equal(t, len(slugs), 2)
	alice.post("/api/articles/"+slugs[0]+"/favorite", nil).is(200)

	comeBy()
	old.get(me).is(200)
	_, err := a.app.DB.Exec(t.Context(), "UPDATE users SET created_at = ? WHERE username = ?",
		database.Now().Add(-25*60*60*1e9), old.username)
	if err != nil {
		t.Fatal(err)
	}
	comeBy()
	old.get(me).is(401)
	alice.get("/api/articles/" + slugs[0]).is(404)
	alice.get(me).is(200)
}
