import time
from typing import Any

import pytest

from scaffolder.contracts.chat.conversation import (
    all_messages,
    bodies,
    membership,
    messages_of,
    open_room,
    say,
)
from scaffolder.contracts.client import Client

NOTHING = "00000000-0000-7000-8000-000000000000"


def test_a_message_shows_its_author_body_time_and_room(alice: Client) -> None:
    room = open_room(alice)
    message = say(alice, room, "Hello")
    assert message == {
        "id": message["id"],
        "room_id": room["id"],
        "author": {"id": alice.user["id"], "name": alice.user["name"]},
        "body": "Hello",
        "created_at": message["created_at"],
        "edited_at": None,
    }
    assert alice.get(messages_of(room), expect=200).json() == {"items": [message], "next_cursor": None}


def test_the_location_of_a_message_returns_the_same_message(alice: Client) -> None:
    answer = alice.post(messages_of(open_room(alice)), json={"body": "Hello"}, expect=201)
    assert alice.get(answer.headers["location"], expect=200).json() == answer.json()


def test_messages_are_listed_newest_first(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    sent = [
        say(author, room, str(number))["body"] for number, author in enumerate([alice, bob, bob, alice, bob])
    ]
    assert bodies(alice.get(messages_of(room), expect=200).json()["items"]) == sent[::-1]


def test_message_ids_sort_by_time(alice: Client) -> None:
    room = open_room(alice)
    ids = []
    for _ in range(20):
        ids.append(say(alice, room)["id"])
        time.sleep(0.002)
    assert ids == sorted(ids)


def test_pages_of_messages_have_no_gaps(alice: Client) -> None:
    room = open_room(alice)
    sent = [say(alice, room, str(number)) for number in range(7)]
    assert all_messages(alice, room, limit=3) == sent[::-1]


def test_paging_back_while_messages_arrive_misses_and_repeats_none(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    sent = [say(alice, room, str(number)) for number in range(6)]
    page = alice.get(messages_of(room), params={"limit": 2}, expect=200).json()
    say(bob, room, "meanwhile")
    rest = all_messages(alice, room, limit=2, cursor=page["next_cursor"])
    assert page["items"] + rest == sent[::-1]


def test_paging_back_while_messages_are_deleted_misses_none(alice: Client) -> None:
    room = open_room(alice)
    sent = [say(alice, room, str(number)) for number in range(6)]
    page = alice.get(messages_of(room), params={"limit": 2}, expect=200).json()
    alice.delete(f"/messages/{sent[4]['id']}", expect=204)
    assert all_messages(alice, room, limit=2, cursor=page["next_cursor"]) == sent[3::-1]


def test_messages_of_a_public_room_are_only_for_members(alice: Client, bob: Client) -> None:
    room = open_room(alice)
    message = say(alice, room)
    bob.get(messages_of(room), expect=403)
    bob.post(messages_of(room), json={"body": "Let me in"}, expect=403)
    bob.put(f"/rooms/{room['id']}/read", json={"message_id": message["id"]}, expect=403)
    assert all_messages(alice, room) == [message]


def test_messages_of_a_private_room_are_404_for_others(alice: Client, bob: Client) -> None:
    room = open_room(alice, private=True)
    message = say(alice, room)
    for method, rest, body in (
        ("GET", "messages", None),
        ("POST", "messages", {"body": "Let me in"}),
        ("PUT", "read", {"message_id": message["id"]}),
    ):
        hidden = bob.request(method, f"/rooms/{room['id']}/{rest}", json=body, expect=404)
        missing = bob.request(method, f"/rooms/{NOTHING}/{rest}", json=body, expect=404)
        assert hidden.json() == missing.json()


@pytest.mark.parametrize("private", [False, True])
def test_a_message_is_404_for_others(alice: Client, bob: Client, private: bool) -> None:
    message = say(alice, open_room(alice, private=private))
    for method, body in (("GET", None), ("PATCH", {"body": "Mine now"}), ("DELETE", None)):
        hidden = bob.request(method, f"/messages/{message['id']}", json=body, expect=404)
        missing = bob.request(method, f"/messages/{NOTHING}", json=body, expect=404)
        assert hidden.json() == missing.json()
    assert alice.get(f"/messages/{message['id']}", expect=200).json() == message


def test_members_can_read_messages_from_before_they_joined(alice: Client, bob: Client) -> None:
    room = open_room(alice)
    message = say(alice, room)
    bob.put(membership(room, bob), expect=204)
    assert all_messages(bob, room) == [message]


def test_an_edited_message_shows_its_edit_time(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    message = say(alice, room, "Helo")
    edited = alice.patch(f"/messages/{message['id']}", json={"body": "Hello"}, expect=200).json()
    assert edited == message | {"body": "Hello", "edited_at": edited["edited_at"]}
    assert edited["edited_at"] >= message["created_at"]
    assert all_messages(bob, room) == [edited]
    assert bob.get(f"/messages/{message['id']}", expect=200).json() == edited


def test_an_edit_keeps_the_position_of_a_message(alice: Client) -> None:
    room = open_room(alice)
    first, second = say(alice, room, "first"), say(alice, room, "second")
    alice.patch(f"/messages/{first['id']}", json={"body": "edited"}, expect=200)
    assert [message["id"] for message in all_messages(alice, room)] == [second["id"], first["id"]]


def test_a_deleted_message_is_removed_from_the_list(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    first, second = say(alice, room, "first"), say(alice, room, "second")
    alice.delete(f"/messages/{first['id']}", expect=204)
    assert all_messages(bob, room) == [second]
    alice.get(f"/messages/{first['id']}", expect=404)
    alice.patch(f"/messages/{first['id']}", json={"body": "back"}, expect=404)
    alice.delete(f"/messages/{first['id']}", expect=404)


def test_only_the_author_can_edit_or_delete_a_message(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    for author, other in ((alice, bob), (bob, alice)):
        message = say(author, room)
        other.patch(f"/messages/{message['id']}", json={"body": "Mine now"}, expect=403)
        other.delete(f"/messages/{message['id']}", expect=403)
        assert author.get(f"/messages/{message['id']}", expect=200).json() == message


def test_an_author_who_left_can_no_longer_change_their_messages(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    message = say(bob, room)
    bob.delete(membership(room, bob), expect=204)
    bob.patch(f"/messages/{message['id']}", json={"body": "Bye"}, expect=404)
    bob.delete(f"/messages/{message['id']}", expect=404)
    assert all_messages(alice, room) == [message]


def test_messages_show_the_current_name_of_the_author(alice: Client) -> None:
    room = open_room(alice)
    say(alice, room)
    alice.patch("/me", json={"name": "Alice Liddell"}, expect=200)
    assert all_messages(alice, room)[0]["author"] == {"id": alice.user["id"], "name": "Alice Liddell"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"body": None},
        {"body": 1},
        {"body": ["Hello"]},
        {"body": {"text": "Hello"}},
        {"body": ""},
        {"body": " \r\n\t"},
        {"body": "x" * 4001},
        {"body": "nul\x00"},
        {"body": "Hello", "id": NOTHING},
        {"body": "Hello", "author": {"id": NOTHING, "name": "root"}},
        {"body": "Hello", "author_id": NOTHING},
        {"body": "Hello", "room_id": NOTHING},
        {"body": "Hello", "created_at": "2000-01-01T00:00:00.000Z"},
        {"body": "Hello", "is_admin": True},
        [],
        "Hello",
    ],
)
def test_an_invalid_message_is_rejected(alice: Client, body: Any) -> None:
    room = open_room(alice)
    message = say(alice, room)
    alice.post(messages_of(room), json=body, expect=422)
    alice.patch(f"/messages/{message['id']}", json=body, expect=422)
    assert all_messages(alice, room) == [message]


@pytest.mark.parametrize("character", ["x", "é", "漢", "👋"])
def test_a_message_has_up_to_four_thousand_characters(alice: Client, character: str) -> None:
    room = open_room(alice)
    assert say(alice, room, character * 4000)["body"] == character * 4000
    alice.post(messages_of(room), json={"body": character * 4001}, expect=422)


@pytest.mark.parametrize(
    "body",
    [
        "e\u0301 and \u00e9 are not one",
        "👩‍👩‍👧‍👦 🏳️‍🌈",
        "שלום \u202egnol",
        "<script>alert(1)</script> & &amp;",
        "'; DROP TABLE messages; --",
        "line\r\nX-Injected: yes\n\n",
        ' "quoted" \\u0000 \\ {{7*7}} ${7*7} %s %00 ',
        "\ufeff\u2028\u2029\x7f\x01",
    ],
)
def test_text_is_returned_as_it_was_sent(alice: Client, body: str) -> None:
    room = open_room(alice)
    assert say(alice, room, body)["body"] == body
    assert bodies(all_messages(alice, room)) == [body]


@pytest.mark.parametrize("query", ["before", "after"])
@pytest.mark.parametrize("value", ["", "1", "latest", "' OR ''='", NOTHING + "0"])
def test_invalid_bounds_are_rejected(alice: Client, query: str, value: str) -> None:
    alice.get(messages_of(open_room(alice)), params={query: value}, expect=422)
