import secrets
from typing import Any

import pytest

from scaffolder.contracts.chat.conftest import Connect
from scaffolder.contracts.chat.conversation import Json, new_name, open_room, walk
from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import BootedServer

NOWHERE = "00000000-0000-4000-8000-000000000000"


def invitations(room: Json) -> str:
    return f"/rooms/{room['id']}/invitations"


def members(reader: Client, room: Json) -> set[str]:
    return {member["id"] for member in walk(reader, f"/rooms/{room['id']}/members")}


@pytest.mark.parametrize("private", [False, True])
def test_a_member_can_invite_a_user_by_email_address(alice: Client, bob: Client, private: bool) -> None:
    room = open_room(alice, private=private)
    answer = alice.post(invitations(room), json={"email": bob.email.upper()}, expect=204)
    assert answer.content == b""
    assert members(bob, room) == {alice.user["id"], bob.user["id"]}


def test_the_response_is_the_same_for_an_unknown_address(alice: Client, bob: Client) -> None:
    room = open_room(alice, private=True)
    answers = [
        alice.post(invitations(room), json={"email": email}, expect=204)
        for email in (bob.email, bob.email, f"{secrets.token_hex(8)}@example.com", "no address", alice.email)
    ]
    kept = [
        {name: value for name, value in answer.headers.items() if name not in ("date", "x-request-id")}
        for answer in answers
    ]
    assert all(headers == kept[0] for headers in kept)
    assert {answer.content for answer in answers} == {b""}
    assert members(alice, room) == {alice.user["id"], bob.user["id"]}


def test_only_members_can_invite(alice: Client, bob: Client, sign_up: Any, api: Client) -> None:
    guest = {"email": sign_up().email}
    public, private = open_room(alice), open_room(alice, private=True)
    bob.post(invitations(public), json=guest, expect=403)
    hidden = bob.post(invitations(private), json=guest, expect=404)
    missing = bob.post(f"/rooms/{NOWHERE}/invitations", json=guest, expect=404)
    assert hidden.json() == missing.json()
    api.post(invitations(public), json=guest, expect=401)
    for room in (public, private):
        assert members(alice, room) == {alice.user["id"]}


@pytest.mark.parametrize(
    "body", [{}, {"email": None}, {"email": 1}, {"email": ""}, {"email": "a" * 255}, {"user_id": NOWHERE}, []]
)
def test_an_invalid_invitation_is_rejected(alice: Client, body: Any) -> None:
    alice.post(invitations(open_room(alice)), json=body, expect=422)


def test_an_invited_user_is_notified(alice: Client, bob: Client, connect: Connect) -> None:
    listener = connect().follow(bob, f"private-user-{bob.user['id']}")
    room = open_room(alice, private=True)
    alice.post(invitations(room), json={"email": bob.email}, expect=204)
    assert listener.expect("membership.created").data == {"room_id": room["id"], "user_id": bob.user["id"]}


def test_a_member_can_invite_at_most_twenty_users_a_minute(local: BootedServer) -> None:
    alice, bob = local.sign_up(), local.sign_up()
    rooms = [
        alice.post("/rooms", json={"name": new_name(), "private": True}, expect=201).json() for _ in "ab"
    ]
    for number in range(20):
        body = {"email": f"{secrets.token_hex(8)}@example.com"}
        alice.post(invitations(rooms[number % 2]), json=body, expect=204)
    refused = alice.post(invitations(rooms[0]), json={"email": bob.email}, expect=429)
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert members(alice, rooms[0]) == {alice.user["id"]}
    other = bob.post("/rooms", json={"name": new_name()}, expect=201).json()
    bob.post(invitations(other), json={"email": alice.email}, expect=204)
