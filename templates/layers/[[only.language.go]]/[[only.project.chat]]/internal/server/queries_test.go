package server_test

import (
	"fmt"
	"net/url"
	"testing"
)

func TestAListTakesAsManyStatementsForManyRowsAsForFew(t *testing.T) {
	a := start(t)
	alice := signUp(t, a)
	room := open(alice, false)
	// One of each is for the caller. A room's lists have one for the room, and that of messages one for the membership.
	want := map[string]int{
		rooms + "?limit=100":              4,
		room.path + "/members?limit=100":  3,
		room.path + "/messages?limit=100": 4,
	}
	statements := alice.observed()
	for range 2 {
		bob := signUp(t, a)
		bob.put(room.member(bob), nil).is(204)
		for number := range 5 {
			bob.say(room, fmt.Sprint(number))
			open(alice, true)
		}
		for path, count := range want {
			if seen := statements(path); len(seen) != count {
				t.Errorf("%s takes %d statements: %v", path, len(seen), seen)
			}
		}
	}
}

func TestListsUseIndexes(t *testing.T) {
	needsSQLite(t)
	a := start(t)
	alice, bob := signUp(t, a), signUp(t, a)
	room := open(alice, false, bob)
	open(alice, false)
	first := alice.say(room, "Hello")["id"].(string)
	alice.say(room, "Anybody here?")
	statements := alice.observed()
	for _, path := range []string{rooms, room.path + "/members", room.path + "/messages"} {
		path += "?limit=1"
		cursor := url.QueryEscape(alice.get(path).is(200).text("next_cursor"))
		for _, each := range append(statements(path), statements(path+"&cursor="+cursor)...) {
			alice.usesIndexes(each)
			alice.sortsAtMost(0, each)
		}
	}
	for _, each := range statements(room.path + "/messages?after=" + first) {
		alice.usesIndexes(each)
		alice.sortsAtMost(0, each)
	}
}
