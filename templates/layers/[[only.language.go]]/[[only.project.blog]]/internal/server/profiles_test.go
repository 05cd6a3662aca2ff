package server_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"example.com/app/internal/profile"
)

func TestAProfileShowsNothingPrivate(t *testing.T) {
	alice := signUp(t, start(t))
	alice.changeUser(fields{"bio": "Hello"}).is(200)
	found := alice.send("GET", "/api/profiles/"+alice.username, nil).is(200)
	equal(t, member[fields](found, "profile"), fields{
		"username": alice.username, "bio": "Hello", "image": nil, "following": false,
	})
}

func TestAFollowIsOnlyVisibleToTheFollower(t *testing.T) {
	alice, bob := aliceAndBob(t)
	path := "/api/profiles/" + bob.username
	for _, method := range []string{"POST", "POST", "DELETE", "DELETE"} {
		wanted := profile.Profile{Username: bob.username, Following: method == "POST"}
		for _, seen := range []answer{alice.send(method, path+"/follow", nil), alice.get(path)} {
			equal(t, member[profile.Profile](seen.is(200), "profile"), wanted)
		}
		for _, seen := range []answer{bob.get(path), bob.get("/api/profiles/" + alice.username)} {
			equal(t, member[profile.Profile](seen, "profile").Following, false)
		}
	}
}

func TestAnyNameCanBeLookedUpAsItIsSpelled(t *testing.T) {
	alice := signUp(t, start(t))
	username := "Zoë 🐉 50% #1 & " + uuid.NewString()[:8]
	alice.changeUser(fields{"username": username}).is(200)
	path := "/api/profiles/" + url.PathEscape(username)
	equal(t, member[profile.Profile](alice.get(path).is(200), "profile").Username, username)
	alice.get(strings.Replace(path, "Zo", "zo", 1)).is(404)
}
