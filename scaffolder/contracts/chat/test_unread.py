from typing import Any

import pytest

from scaffolder.contracts.chat.conversation import membership, open_room, say, unread
from scaffolder.contracts.client import Client


def read(reader: Client, room: dict[str, Any], message: dict[str, Any]) -> None:
    reader.put(f"/rooms/{room['id']}/read", json={"message_id": message["id"]}, expect=204)


def test_messages_by_others_are_unread_until_they_are_marked_as_read(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    sent = [say(alice, room) for _ in range(3)]
    assert unread(bob, room) == 3
    read(bob, room, sent[1])
    assert unread(bob, room) == 1
    read(bob, room, sent[2])
    assert unread(bob, room) == 0


def test_your_own_messages_are_never_unread(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    say(alice, room)
    say(alice, room)
    assert unread(alice, room) == 0
    say(bob, room)
    assert unread(alice, room) == 1
    assert unread(bob, room) == 2


def test_each_reader_has_their_own_marker(alice: Client, bob: Client, sign_up: Any) -> None:
    carol = sign_up(name="carol")
    room = open_room(alice, bob, carol)
    read(bob, room, say(alice, room))
    assert (unread(bob, room), unread(carol, room)) == (0, 1)


def test_each_room_has_its_own_marker(alice: Client, bob: Client) -> None:
    room, other = open_room(alice, bob), open_room(alice, bob)
    say(alice, other)
    read(bob, room, say(alice, room))
    assert (unread(bob, room), unread(bob, other)) == (0, 1)


def test_a_read_marker_can_move_backwards(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    sent = [say(alice, room) for _ in range(3)]
    read(bob, room, sent[2])
    read(bob, room, sent[0])
    assert unread(bob, room) == 2


def test_listing_messages_does_not_mark_them_as_read(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    say(alice, room)
    bob.get(f"/rooms/{room['id']}/messages", expect=200)
    assert unread(bob, room) == 1


def test_deleted_messages_do_not_count_as_unread(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    sent = [say(alice, room) for _ in range(3)]
    alice.delete(f"/messages/{sent[1]['id']}", expect=204)
    assert unread(bob, room) == 2


def test_the_read_marker_stays_when_its_message_is_deleted(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    sent = [say(alice, room) for _ in range(3)]
    read(bob, room, sent[1])
    alice.delete(f"/messages/{sent[1]['id']}", expect=204)
    assert unread(bob, room) == 1


def test_an_edit_does_not_make_a_message_unread(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    message = say(alice, room)
    read(bob, room, message)
    alice.patch(f"/messages/{message['id']}", json={"body": "edited"}, expect=200)
    assert unread(bob, room) == 0


def test_messages_from_before_joining_are_not_unread(alice: Client, bob: Client) -> None:
    room = open_room(alice)
    say(alice, room)
    bob.put(membership(room, bob), expect=204)
    assert unread(bob, room) == 0
    say(alice, room)
    assert unread(bob, room) == 1


def test_joining_again_does_not_move_the_read_marker(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    say(alice, room)
    bob.put(membership(room, bob), expect=204)
    assert unread(bob, room) == 1


def test_users_who_are_not_members_have_no_unread_count(alice: Client, bob: Client) -> None:
    room = open_room(alice)
    say(alice, room)
    assert unread(bob, room) is None
    assert bob.get(f"/rooms/{room['id']}", expect=200).json()["unread_count"] is None


def test_every_response_with_a_room_shows_the_same_count(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    say(bob, room)
    assert unread(alice, room) == 1
    assert alice.get(f"/rooms/{room['id']}", expect=200).json()["unread_count"] == 1
    assert alice.patch(f"/rooms/{room['id']}", json={"topic": "x"}, expect=200).json()["unread_count"] == 1


def test_only_a_message_of_the_room_can_be_marked(alice: Client, bob: Client) -> None:
    room, other = open_room(alice, bob), open_room(alice, bob)
    elsewhere, gone = say(alice, other), say(alice, room)
    alice.delete(f"/messages/{gone['id']}", expect=204)
    for message in (elsewhere, gone, {"id": "00000000-0000-7000-8000-000000000000"}):
        answer = bob.put(f"/rooms/{room['id']}/read", json={"message_id": message["id"]}, expect=422)
        assert [error["pointer"] for error in answer.json()["errors"]] == ["/message_id"]


@pytest.mark.parametrize(
    "body",
    [{}, {"message_id": None}, {"message_id": 1}, {"message_id": "last"}, {"message_id": ["x"]}, [], "x"],
)
def test_an_invalid_read_marker_is_rejected(alice: Client, body: Any) -> None:
    alice.put(f"/rooms/{open_room(alice)['id']}/read", json=body, expect=422)


def test_unknown_members_of_a_read_marker_are_rejected(alice: Client) -> None:
    room = open_room(alice)
    body = {"message_id": say(alice, room)["id"], "user_id": alice.user["id"]}
    alice.put(f"/rooms/{room['id']}/read", json=body, expect=422)
