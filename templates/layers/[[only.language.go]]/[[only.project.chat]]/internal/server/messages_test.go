package server_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestMessagesAreListedNewestFirst(t *testing.T) {
	a := start(t)
	alice, bob := named(t, a, "Alice"), named(t, a, "Bob")
	room := open(alice, false, bob)
	first, second, third := alice.say(room, "one"), bob.say(room, "two"), alice.say(room, "three")
	path := room.path + "/messages"
	equal(t, bob.get(path).is(200).items(), []any{third, second, first})
	equal(t, first["author"], map[string]any{"id": alice.id, "name": "Alice"})
	after := fmt.Sprintf("%s?after=%s", path, first["id"])
	equal(t, bob.get(after).is(200).items(), []any{third, second})
	equal(t, bob.get(after+fmt.Sprintf("&before=%s", third["id"])).is(200).items(), []any{second})
	page := bob.get(path + "?limit=1").is(200)
	equal(t, page.items(), []any{third})
	equal(t, bob.get(path+"?limit=1&cursor="+page.text("next_cursor")).is(200).items(), []any{second})
	bob.get(path + "?after=x").is(422)
}

func TestOnlyMembersReadAndWrite(t *testing.T) {
	a := start(t)
	alice, bob := signUp(t, a), signUp(t, a)
	room := open(alice, false)
	message := alice.say(room, "Hello")
	path := fmt.Sprintf("/api/v1/messages/%s", message["id"])
	bob.get(room.path + "/messages").is(403)
	bob.post(room.path+"/messages", map[string]any{"body": "Hello"}).is(403)
	bob.put(room.path+"/read", map[string]any{"message_id": message["id"]}).is(403)
	bob.get(path).is(404)
	bob.get("/api/v1/messages/1").is(404)
	equal(t, alice.get(path).is(200).json(), message)
}

func TestWhatNoMessageCanBe(t *testing.T) {
	alice := signUp(t, start(t))
	room := open(alice, false)
	for _, body := range []any{"", " \n\t", strings.Repeat("x", 4001), "nul\x00", 1, nil} {
		alice.post(room.path+"/messages", map[string]any{"body": body}).is(422)
	}
	alice.post(room.path+"/messages", map[string]any{"body": strings.Repeat("👋", 4000)}).is(201)
}

func TestOnlyTheAuthorEditsAndDeletes(t *testing.T) {
	a := start(t)
	alice, bob := signUp(t, a), signUp(t, a)
	room := open(alice, false, bob)
	message := bob.say(room, "Helo")
	path := fmt.Sprintf("/api/v1/messages/%s", message["id"])
	alice.patch(path, map[string]any{"body": "Mine"}).is(403)
	alice.delete(path).is(403)
	edited := bob.patch(path, map[string]any{"body": "Hello"}).is(200).json()
	equal(t, alice.get(path).is(200).json(), edited)
	if edited["body"] != "Hello" || edited["edited_at"] == nil || edited["created_at"] != message["created_at"] {
		t.Error(edited)
	}
	bob.patch(path, map[string]any{"body": ""}).is(422)
	bob.delete(path).is(204)
	bob.delete(path).is(404)
	equal(t, alice.get(room.path+"/messages").is(200).items(), []any{})
}

func TestARepeatedRequestSendsOneMessage(t *testing.T) {
	alice := signUp(t, start(t))
	room := open(alice, false)
	send := func(body string) answer {
		return alice.post(room.path+"/messages", map[string]any{"body": body}, "Idempotency-Key", "once")
	}
	first := send("Hello").is(201)
	again := send("Hello").is(201)
	equal(t, again.json(), first.json())
	equal(t, again.header.Get("Location"), first.header.Get("Location"))
	send("Something else").is(422)
	equal(t, len(alice.get(room.path+"/messages").items()), 1)
}

func TestMessagesOfOthersAreUnreadUntilTheyAreMarked(t *testing.T) {
	a := start(t)
	alice, bob := signUp(t, a), signUp(t, a)
	room := open(alice, false)
	alice.say(room, "before Bob")
	bob.put(room.member(bob), nil).is(204)
	unread := func(p person) any { return p.get(room.path).is(200).json()["unread_count"] }
	equal(t, unread(bob), 0)
	first := alice.say(room, "one")
	alice.say(room, "two")
	bob.say(room, "three")
	equal(t, []any{unread(bob), unread(alice), unread(signUp(t, a))}, []any{2, 1, nil})
	bob.put(room.path+"/read", map[string]any{"message_id": first["id"]}).is(204)
	equal(t, unread(bob), 1)
	elsewhere := alice.say(open(alice, false), "elsewhere")
	bob.put(room.path+"/read", map[string]any{"message_id": elsewhere["id"]}).is(422)
	bob.put(room.path+"/read", map[string]any{"message_id": "1"}).is(422)
}

func TestWritersAtOnceGetOneOrder(t *testing.T) {
	a := start(t)
	alice, bob := signUp(t, a), signUp(t, a)
	room := open(alice, false, bob)
	statuses := atOnce(8, func(number int) int {
		writer := []person{alice, bob}[number%2]
		return writer.post(room.path+"/messages", map[string]any{"body": fmt.Sprint(number)}).status
	})
	equal(t, statuses, []int{201, 201, 201, 201, 201, 201, 201, 201})
	ids := values(alice.get(room.path+"/messages").items(), "id")
	for i := range ids[1:] {
		if ids[i].(string) <= ids[i+1].(string) {
			t.Error(ids)
		}
	}
}
