import secrets
from typing import Any

import pytest

from scaffolder.contracts.chat.conversation import (
    channel_of,
    listed,
    membership,
    messages_of,
    new_name,
    open_room,
    say,
    walk,
)
from scaffolder.contracts.client import Client

NOWHERE = "00000000-0000-4000-8000-000000000000"


def test_a_new_room_is_public_and_its_creator_is_a_member(alice: Client) -> None:
    name = new_name()
    room = alice.post("/rooms", json={"name": name}, expect=201).json()
    assert room == {
        "id": room["id"],
        "name": name,
        "topic": None,
        "private": False,
        "created_by": alice.user["id"],
        "member_count": 1,
        "unread_count": 0,
        "created_at": room["created_at"],
    }
    members = alice.get(f"/rooms/{room['id']}/members", expect=200).json()["items"]
    assert [member["id"] for member in members] == [alice.user["id"]]


def test_a_room_keeps_its_topic_and_privacy(alice: Client) -> None:
    room = open_room(alice, topic="Plans", private=True)
    assert (room["topic"], room["private"]) == ("Plans", True)
    assert alice.get(f"/rooms/{room['id']}", expect=200).json() == room


def test_the_location_of_a_new_room_returns_the_same_room(alice: Client) -> None:
    answer = alice.post("/rooms", json={"name": new_name()}, expect=201)
    assert alice.get(answer.headers["location"], expect=200).json() == answer.json()


def test_everyone_can_see_a_public_room(alice: Client, bob: Client) -> None:
    room = open_room(alice)
    seen = bob.get(f"/rooms/{room['id']}", expect=200).json()
    assert seen == room | {"unread_count": None}
    assert seen == listed(bob, room)


def test_a_private_room_is_only_listed_for_its_members(alice: Client, bob: Client, sign_up: Any) -> None:
    room = open_room(alice, bob, private=True)
    assert listed(bob, room)["private"] is True
    assert room["id"] not in [each["id"] for each in walk(sign_up(), "/rooms", limit=100)]


def test_a_private_room_looks_missing_to_users_who_are_not_members(alice: Client, bob: Client) -> None:
    room = open_room(alice, private=True)
    for method, body in (("GET", None), ("PATCH", {"topic": "Mine now"}), ("DELETE", None)):
        hidden = bob.request(method, f"/rooms/{room['id']}", json=body, expect=404)
        missing = bob.request(method, f"/rooms/{NOWHERE}", json=body, expect=404)
        assert hidden.json() == missing.json()
    assert alice.get(f"/rooms/{room['id']}", expect=200).json() == room


def test_a_room_id_that_is_not_a_uuid_is_404(alice: Client) -> None:
    alice.get("/rooms/1", expect=404)
    alice.get("/rooms/1%20OR%201=1", expect=404)


def test_two_rooms_cannot_have_the_same_name(alice: Client, bob: Client) -> None:
    room = open_room(alice)
    alice.post("/rooms", json={"name": room["name"]}, expect=409)
    bob.post("/rooms", json={"name": room["name"].upper()}, expect=409)
    other = open_room(bob)
    bob.patch(f"/rooms/{other['id']}", json={"name": room["name"]}, expect=409)


def test_the_name_of_a_private_room_is_taken_too(alice: Client, bob: Client) -> None:
    room = open_room(alice, private=True)
    bob.post("/rooms", json={"name": room["name"]}, expect=409)


def test_a_room_can_change_the_case_of_its_own_name(alice: Client) -> None:
    room = open_room(alice)
    changed = alice.patch(f"/rooms/{room['id']}", json={"name": room["name"].upper()}, expect=200).json()
    assert changed == room | {"name": room["name"].upper()}


def test_renaming_takes_the_new_name_and_frees_the_old_one(alice: Client, bob: Client) -> None:
    room, name = open_room(alice), new_name()
    alice.patch(f"/rooms/{room['id']}", json={"name": name}, expect=200)
    bob.post("/rooms", json={"name": name.upper()}, expect=409)
    bob.post("/rooms", json={"name": room["name"]}, expect=201)


def test_the_name_of_a_deleted_room_is_free_again(alice: Client) -> None:
    room = open_room(alice)
    alice.delete(f"/rooms/{room['id']}", expect=204)
    alice.post("/rooms", json={"name": room["name"]}, expect=201)


def test_the_creator_can_change_name_and_topic(alice: Client) -> None:
    room, name = open_room(alice, topic="Old"), new_name()
    changed = alice.patch(f"/rooms/{room['id']}", json={"name": name}, expect=200).json()
    assert changed == room | {"name": name}
    cleared = alice.patch(f"/rooms/{room['id']}", json={"topic": None}, expect=200).json()
    assert cleared == changed | {"topic": None}
    assert alice.get(f"/rooms/{room['id']}", expect=200).json() == cleared


def test_only_the_creator_can_change_or_delete_a_room(alice: Client, bob: Client, sign_up: Any) -> None:
    public, private = open_room(alice, bob), open_room(alice, bob, private=True)
    for user, room in ((bob, public), (bob, private), (sign_up(), public)):
        user.patch(f"/rooms/{room['id']}", json={"topic": "Mine now"}, expect=403)
        user.delete(f"/rooms/{room['id']}", expect=403)
        assert alice.get(f"/rooms/{room['id']}", expect=200).json()["topic"] is None


def test_the_privacy_of_a_room_never_changes(alice: Client) -> None:
    room = open_room(alice, private=True)
    alice.patch(f"/rooms/{room['id']}", json={"private": False}, expect=422)
    assert alice.get(f"/rooms/{room['id']}", expect=200).json()["private"] is True


def test_deleting_a_room_deletes_its_messages(alice: Client) -> None:
    room = open_room(alice)
    message = say(alice, room)
    alice.delete(f"/rooms/{room['id']}", expect=204)
    alice.get(f"/rooms/{room['id']}", expect=404)
    alice.get(messages_of(room), expect=404)
    alice.get(f"/messages/{message['id']}", expect=404)
    alice.delete(f"/rooms/{room['id']}", expect=404)
    assert room["id"] not in [each["id"] for each in walk(alice, "/rooms", limit=100)]


def test_the_list_of_rooms_shows_the_same_as_each_room(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob, topic="Everything")
    assert listed(bob, room) == bob.get(f"/rooms/{room['id']}", expect=200).json()
    assert listed(bob, room)["member_count"] == 2


def test_rooms_are_listed_newest_first(alice: Client) -> None:
    ids = [open_room(alice, private=True)["id"] for _ in range(5)]
    page = alice.get("/rooms", params={"limit": 100}, expect=200).json()["items"]
    assert [room["id"] for room in page if room["id"] in ids] == ids[::-1]


def test_paging_through_rooms_while_new_ones_are_created_misses_and_repeats_none(alice: Client) -> None:
    ids = [open_room(alice, private=True)["id"] for _ in range(6)]
    seen: list[str] = []
    path: str | None = "/rooms?limit=2"
    while path and not set(ids) <= set(seen):
        page = alice.get(path, expect=200).json()
        assert len(page["items"]) <= 2
        seen += [room["id"] for room in page["items"]]
        open_room(alice, private=True)
        path = page["next_cursor"] and f"/rooms?limit=2&cursor={page['next_cursor']}"
    assert set(ids) <= set(seen)
    assert len(seen) == len(set(seen))


def test_the_link_header_points_to_the_next_page(alice: Client) -> None:
    for _ in range(3):
        open_room(alice, private=True)
    answer = alice.get("/rooms", params={"limit": 2}, expect=200)
    target = answer.headers["link"].removeprefix("<").partition(">")[0]
    direct = alice.get("/rooms", params={"limit": 2, "cursor": answer.json()["next_cursor"]}, expect=200)
    path = target[target.index("/api/") :]
    assert alice.get(path, expect=200).json() == direct.json()


def test_a_page_has_twenty_items_by_default(alice: Client) -> None:
    for _ in range(21):
        open_room(alice, private=True)
    page = alice.get("/rooms", expect=200).json()
    assert len(page["items"]) == 20
    assert page["next_cursor"]


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1.5", "ten", "", "9999999999999999999"])
def test_a_limit_out_of_range_is_rejected(alice: Client, limit: str) -> None:
    room = open_room(alice)
    for path in ("/rooms", f"/rooms/{room['id']}/members", messages_of(room)):
        alice.get(path, params={"limit": limit}, expect=422)


@pytest.mark.parametrize("cursor", ["x", "%%%", "'; DROP TABLE rooms; --", "bnVsbA", "W10", "1e999"])
def test_an_invalid_cursor_is_rejected(alice: Client, cursor: str) -> None:
    room = open_room(alice)
    for path in ("/rooms", f"/rooms/{room['id']}/members", messages_of(room)):
        answer = alice.get(path, params={"cursor": cursor}, expect=422)
        assert answer.json()["errors"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": None},
        {"name": 1},
        {"name": ["General"]},
        {"name": ""},
        {"name": " \t\n"},
        {"name": "x" * 81},
        {"name": "nul\x00"},
        {"name": "ok", "topic": 1},
        {"name": "ok", "topic": ""},
        {"name": "ok", "topic": "x" * 251},
        {"name": "ok", "private": "yes"},
        {"name": "ok", "private": None},
        {"name": "ok", "private": 1},
        [],
        "General",
    ],
)
def test_an_invalid_room_is_rejected(alice: Client, body: Any) -> None:
    alice.post("/rooms", json=body, expect=422)


@pytest.mark.parametrize(
    "member",
    [
        {"id": NOWHERE},
        {"created_by": NOWHERE},
        {"member_count": 7},
        {"unread_count": 7},
        {"created_at": "2000-01-01T00:00:00.000Z"},
        {"is_admin": True},
    ],
)
def test_read_only_members_are_rejected(alice: Client, member: dict[str, Any]) -> None:
    [name] = member
    refused = alice.post("/rooms", json={"name": new_name(), **member}, expect=422).json()
    assert [error["pointer"] for error in refused["errors"]] == [f"/{name}"]
    room = open_room(alice)
    alice.patch(f"/rooms/{room['id']}", json=member, expect=422)
    assert alice.get(f"/rooms/{room['id']}", expect=200).json() == room


def test_a_problem_points_to_each_invalid_member(alice: Client) -> None:
    problem = alice.post("/rooms", json={"name": "", "private": "no"}, expect=422).json()
    assert {error["pointer"] for error in problem["errors"]} == {"/name", "/private"}


@pytest.mark.parametrize("character", ["x", "é", "漢", "👋", "ع"])
def test_lengths_count_characters_not_bytes(alice: Client, character: str) -> None:
    unique = secrets.token_hex(8)
    name = unique + character * (80 - len(unique))
    assert open_room(alice, name=name)["name"] == name
    alice.post("/rooms", json={"name": name + character}, expect=422)


def test_text_is_stored_as_sent(alice: Client) -> None:
    name = f"{secrets.token_hex(8)} e\u0301 👩‍👩‍👧 שלום \u202e<b>'\";--{{{{7*7}}}} "
    topic = f"{name}\r\n\t "
    room = open_room(alice, name=name, topic=topic)
    read = alice.get(f"/rooms/{room['id']}", expect=200).json()
    assert (read["name"], read["topic"]) == (name, topic)


def test_an_anonymous_caller_has_no_access(api: Client, alice: Client) -> None:
    room = open_room(alice)
    message = say(alice, room)
    for method, path, body in (
        ("GET", "/rooms", None),
        ("POST", "/rooms", {"name": new_name()}),
        ("GET", f"/rooms/{room['id']}", None),
        ("PATCH", f"/rooms/{room['id']}", {"topic": "x"}),
        ("DELETE", f"/rooms/{room['id']}", None),
        ("GET", f"/rooms/{room['id']}/members", None),
        ("PUT", membership(room, alice), None),
        ("DELETE", membership(room, alice), None),
        ("GET", messages_of(room), None),
        ("POST", messages_of(room), {"body": "x"}),
        ("GET", f"/messages/{message['id']}", None),
        ("PATCH", f"/messages/{message['id']}", {"body": "x"}),
        ("DELETE", f"/messages/{message['id']}", None),
        ("PUT", f"/rooms/{room['id']}/read", {"message_id": message["id"]}),
        ("POST", "/broadcasting/auth", {"socket_id": "1.1", "channel_name": channel_of(room)}),
    ):
        answer = api.request(method, path, json=body, expect=401)
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert alice.get(f"/messages/{message['id']}", expect=200).json() == message
