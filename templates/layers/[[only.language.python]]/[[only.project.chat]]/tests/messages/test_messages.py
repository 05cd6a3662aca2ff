from uuid import uuid4

from app.ordered_ids import FIRST, next_id
from tests.conversation import heard, membership, messages_of, open_room, say, unread
from tests.sign_in import Person


def test_messages_are_listed_newest_first_between_bounds(alice: Person, bob: Person) -> None:
    room = open_room(alice, bob)
    said = [say(author, room, str(number)) for number, author in enumerate([alice, bob, bob, alice])]
    assert heard(alice, room) == said[::-1]
    assert heard(alice, room, f"&after={said[0]['id']}&before={said[3]['id']}") == [said[2], said[1]]
    page = alice.get(f"{messages_of(room)}?limit=3").json()
    assert alice.get(f"{messages_of(room)}?limit=3&cursor={page['next_cursor']}").json()["items"] == [said[0]]


def test_only_members_read_a_message(alice: Person, bob: Person) -> None:
    room = open_room(alice)
    message = say(alice, room)
    assert bob.get(messages_of(room)).status_code == 403
    assert bob.post(messages_of(room), {"body": "Let me in"}).status_code == 403
    assert bob.get(f"/messages/{message['id']}").status_code == 404
    assert alice.get(f"/messages/{message['id']}").json() == message


def test_only_the_author_edits_and_deletes(alice: Person, bob: Person) -> None:
    room = open_room(alice, bob)
    message = say(bob, room)
    path = f"/messages/{message['id']}"
    assert alice.patch(path, {"body": "Mine"}).status_code == 403
    assert alice.delete(path).status_code == 403
    edited = bob.patch(path, {"body": "Better"}).json()
    assert edited == message | {"body": "Better", "edited_at": edited["edited_at"]}
    assert bob.delete(path).status_code == 204
    assert bob.patch(path, {"body": "Back"}).status_code == 404
    assert heard(alice, room) == []


def test_an_invalid_message_is_refused(alice: Person) -> None:
    room = open_room(alice)
    for body in (" \n", "x" * 4001, 1):
        assert alice.post(messages_of(room), {"body": body}).status_code == 422


def test_a_repeated_request_is_executed_once(alice: Person) -> None:
    room, other = open_room(alice), open_room(alice)
    headers = {"Idempotency-Key": uuid4().hex}
    answers = [alice.post(messages_of(room), {"body": "once"}, headers=headers) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(heard(alice, room)) == 1
    assert alice.post(messages_of(other), {"body": "once"}, headers=headers).status_code == 422


def test_unread_counts_what_others_wrote_after_the_mark(alice: Person, bob: Person) -> None:
    room = open_room(alice)
    say(alice, room)
    bob("PUT", membership(room, bob))
    assert unread(bob, room) == 0
    said = [say(alice, room), say(alice, room), say(bob, room)]
    assert unread(bob, room) == 2
    mark = f"/rooms/{room['id']}/read"
    assert bob("PUT", mark, json={"message_id": said[0]["id"]}).status_code == 204
    assert (unread(bob, room), unread(alice, room)) == (1, 1)


def test_only_a_message_of_the_room_can_be_marked(alice: Person) -> None:
    room, elsewhere = open_room(alice), say(alice, open_room(alice))
    answer = alice("PUT", f"/rooms/{room['id']}/read", json={"message_id": elsewhere["id"]})
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/message_id"]


def test_ids_grow_even_when_the_clock_does_not() -> None:
    future = next_id(after=FIRST).int + (1 << 100)
    ahead = type(FIRST)(int=future)
    assert next_id(after=ahead).int == future + 1
    assert next_id().version == 7
