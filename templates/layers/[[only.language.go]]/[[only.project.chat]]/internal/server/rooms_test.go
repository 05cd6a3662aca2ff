package server_test

import (
	"strings"
	"testing"
)

func TestANewRoomHasItsCreatorAsMember(t *testing.T) {
	alice := signUp(t, start(t))
	name := newName()
	room := alice.post(rooms, map[string]any{"name": name, "topic": "Plans"}).is(201).json()
	id := room["id"].(string)
	equal(t, alice.get(rooms+"/"+id).is(200).json(), room)
	delete(room, "created_at")
	equal(t, room, map[string]any{
		"id": id, "name": name, "topic": "Plans", "private": false, "created_by": alice.id, "member_count": 1, "unread_count": 0,
	})
	equal(t, values(alice.get(rooms+"/"+id+"/members").is(200).items(), "id"), []string{alice.id})
}

func TestRoomsAreListedNewestFirstInPages(t *testing.T) {
	alice := signUp(t, start(t))
	first, second, third := open(alice, true), open(alice, true), open(alice, true)
	page := alice.get(rooms + "?limit=2").is(200)
	equal(t, values(page.items(), "id"), []string{third.id, second.id})
	rest := alice.get(rooms + "?limit=1&cursor=" + page.text("next_cursor")).is(200)
	equal(t, values(rest.items(), "id"), []string{first.id})
	alice.get(rooms + "?cursor=x").is(422)
	alice.get(rooms + "?limit=0").is(422)
}

func TestAPrivateRoomDoesNotExistForAStranger(t *testing.T) {
	a := start(t)
	alice, bob := signUp(t, a), signUp(t, a)
	room := open(alice, true)
	bob.get(room.path).is(404)
	bob.patch(room.path, map[string]any{"topic": "Mine"}).is(404)
	bob.delete(room.path).is(404)
	bob.get(room.path + "/members").is(404)
	bob.put(room.member(bob), nil).is(404)
	bob.delete(room.member(alice)).is(404)
	for _, item := range bob.get(rooms + "?limit=100").is(200).items() {
		if item["id"] == room.id {
			t.Error("it is listed")
		}
	}
}

func TestWithoutATokenThereIsNothing(t *testing.T) {
	a := start(t)
	room := open(signUp(t, a), false)
	for _, path := range []string{rooms, room.path, room.path + "/members", room.path + "/messages"} {
		a.get(path).is(401)
	}
	a.post("/api/v1/broadcasting/auth", map[string]any{"socket_id": "1.1", "channel_name": room.channel()}).is(401)
}

func TestANameIsTakenInAnyCase(t *testing.T) {
	a := start(t)
	alice, bob := signUp(t, a), signUp(t, a)
	room, other := open(alice, true), open(bob, false)
	upper := map[string]any{"name": strings.ToUpper(room.name)}
	bob.post(rooms, upper).is(409)
	bob.patch(other.path, upper).is(409)
	alice.patch(room.path, upper).is(200)
	alice.delete(room.path).is(204)
	bob.post(rooms, upper).is(201)
}

func TestWhatNoRoomCanBe(t *testing.T) {
	alice := signUp(t, start(t))
	for member, invalid := range map[string][]any{
		"name":       {"", " \t", strings.Repeat("x", 81), "nul\x00", "two\nlines", 1, nil},
		"topic":      {"", strings.Repeat("x", 251), 1, "nul\x00"},
		"private":    {"yes", nil, 1},
		"created_by": {alice.id},
	} {
		for _, value := range invalid {
			body := map[string]any{"name": newName()}
			body[member] = value
			refused := alice.post(rooms, body).is(422)
			if !strings.Contains(string(refused.body), `"pointer":"/`+member+`"`) {
				t.Errorf("%v: %s", value, refused.body)
			}
		}
	}
}

func TestOnlyTheCreatorChangesOrDeletesARoom(t *testing.T) {
	a := start(t)
	alice, bob := signUp(t, a), signUp(t, a)
	room := open(alice, false, bob)
	bob.patch(room.path, map[string]any{"topic": "Mine"}).is(403)
	bob.delete(room.path).is(403)
	changed := alice.patch(room.path, map[string]any{"topic": "Ours"}).is(200).json()
	equal(t, []any{changed["topic"], changed["name"], changed["member_count"]}, []any{"Ours", room.name, 2})
	equal(t, alice.patch(room.path, map[string]any{"topic": nil}).is(200).json()["topic"], nil)
	alice.patch(room.path, map[string]any{"private": true}).is(422)
	alice.delete(room.path).is(204)
	bob.get(room.path).is(404)
	alice.delete(room.path).is(404)
}

func TestAnyoneJoinsAPublicRoomButNobodyIsPutThere(t *testing.T) {
	a := start(t)
	alice, bob := named(t, a, "Alice"), named(t, a, "Bob")
	room := open(alice, false)
	alice.put(room.member(bob), nil).is(403)
	bob.put(room.member(bob), nil).is(204)
	bob.put(room.member(bob), nil).is(204)
	members := alice.get(room.path + "/members").is(200).items()
	equal(t, values(members, "name"), []string{"Alice", "Bob"})
	bob.delete(room.member(alice)).is(403)
	bob.delete(room.member(bob)).is(204)
	bob.delete(room.member(bob)).is(204)
	equal(t, alice.get(room.path).json()["member_count"], 1)
}

func TestMembersAddOthersToAPrivateRoom(t *testing.T) {
	a := start(t)
	alice, bob, carol := signUp(t, a), signUp(t, a), signUp(t, a)
	room := open(alice, true, bob)
	bob.put(room.member(carol), nil).is(204)
	carol.get(room.path).is(200)
	alice.put(room.path+"/members/01234567-89ab-4def-8123-456789abcdef", nil).is(404)
	alice.put(room.path+"/members/nobody", nil).is(404)
	alice.delete(room.member(carol)).is(204)
	carol.get(room.path).is(404)
}

func TestJoiningManyTimesAtOnceIsJoiningOnce(t *testing.T) {
	a := start(t)
	alice, bob := signUp(t, a), signUp(t, a)
	room := open(alice, false)
	statuses := atOnce(6, func(int) int { return bob.put(room.member(bob), nil).status })
	equal(t, statuses, []int{204, 204, 204, 204, 204, 204})
	equal(t, alice.get(room.path).json()["member_count"], 2)
}

func TestAPrivateRoomThatNobodyIsLeftInIsDeleted(t *testing.T) {
	a := start(t)
	alice, bob := signUp(t, a), signUp(t, a)
	room := open(alice, true, bob)
	alice.delete(room.member(alice)).is(204)
	bob.get(room.path).is(200)
	bob.delete(room.member(bob)).is(204)
	bob.post(rooms, map[string]any{"name": room.name}).is(201)
}

func TestAnInvitationDoesNotShowWhoHasAnAccount(t *testing.T) {
	a := start(t)
	alice, bob := signUp(t, a), signUp(t, a)
	room := open(alice, true)
	path := room.path + "/invitations"
	alice.post(path, map[string]any{"email": strings.ToUpper(bob.email)}).is(204)
	alice.post(path, map[string]any{"email": newEmail()}).is(204)
	alice.post(path, map[string]any{"email": ""}).is(422)
	bob.get(room.path).is(200)
	equal(t, alice.get(room.path).json()["member_count"], 2)
	signUp(t, a).post(path, map[string]any{"email": bob.email}).is(404)
	for range 18 {
		alice.post(path, map[string]any{"email": bob.email}).is(204)
	}
	alice.post(path, map[string]any{"email": bob.email}).is(429)
	bob.post(path, map[string]any{"email": alice.email}).is(204)
}
