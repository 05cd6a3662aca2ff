"""`private-rooms` and `private-user-<id>`: the channels that keep the list of rooms up to date."""

import hashlib
import hmac
from typing import Any

import pytest

from scaffolder.contracts.chat.conftest import Connect
from scaffolder.contracts.chat.conversation import Json, membership, new_name, open_room
from scaffolder.contracts.chat.pusher import Pusher
from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import Boot

ROOMS = "private-rooms"
AUTH = "/broadcasting/auth"


def channel_of_user(user: Client) -> str:
    return f"private-user-{user.user['id']}"


def as_event(room: Json) -> Json:
    """The room without the members that depend on the reader, as in events."""
    return {name: value for name, value in room.items() if name != "unread_count"}


def expect_events(pusher: Pusher, room: Json, *names: str) -> list[Json]:
    """The next events about this room; other tests may create rooms at the same time."""
    found: list[Json] = []
    for name in names:
        while True:
            event = pusher.receive()
            if event.data.get("id", event.data.get("room_id")) == room["id"]:
                break
        assert event.name == name
        found.append(event.data)
    return found


def receives_nothing_about(pusher: Pusher, room: Json) -> bool:
    return all(room["id"] not in str(event.data) for event in pusher.waiting())


def test_every_signed_in_user_is_notified_about_public_rooms(
    alice: Client, bob: Client, connect: Connect
) -> None:
    listener = connect().follow(bob, ROOMS)
    room = open_room(alice)
    [created] = expect_events(listener, room, "room.created")
    assert created == as_event(room)
    bob.get(f"/rooms/{room['id']}", expect=200)
    renamed = alice.patch(f"/rooms/{room['id']}", json={"name": new_name()}, expect=200).json()
    alice.delete(f"/rooms/{room['id']}", expect=204)
    assert expect_events(listener, room, "room.updated", "room.deleted") == [as_event(renamed)] * 2


def test_only_members_are_notified_about_a_private_room(
    alice: Client, bob: Client, sign_up: Any, connect: Connect
) -> None:
    carol = sign_up(name="carol")
    everybody, stranger = connect().follow(carol, ROOMS), connect().follow(carol, channel_of_user(carol))
    listeners = [connect().follow(user, channel_of_user(user)) for user in (alice, bob)]
    room = open_room(alice, bob, private=True)
    expect_events(listeners[0], room, "room.created", "membership.created")
    expect_events(listeners[1], room, "membership.created")
    renamed = alice.patch(f"/rooms/{room['id']}", json={"topic": "Secret"}, expect=200).json()
    alice.delete(f"/rooms/{room['id']}", expect=204)
    for listener in listeners:
        assert expect_events(listener, room, "room.updated", "room.deleted") == [as_event(renamed)] * 2
    assert receives_nothing_about(everybody, room)
    assert receives_nothing_about(stranger, room)


def test_users_are_only_notified_about_their_own_memberships(
    alice: Client, bob: Client, connect: Connect
) -> None:
    mine, theirs = (
        connect().follow(bob, channel_of_user(bob)),
        connect().follow(alice, channel_of_user(alice)),
    )
    room = open_room(alice)
    expected = {"room_id": room["id"], "user_id": bob.user["id"]}
    bob.put(membership(room, bob), expect=204)
    assert expect_events(mine, room, "membership.created") == [expected]
    bob.put(membership(room, bob), expect=204)
    alice.delete(membership(room, bob), expect=204)
    assert expect_events(mine, room, "membership.deleted") == [expected]
    bob.delete(membership(room, bob), expect=204)
    assert receives_nothing_about(mine, room)
    assert expect_events(theirs, room, "membership.created")[0]["user_id"] == alice.user["id"]
    assert receives_nothing_about(theirs, room)


def test_rejected_changes_are_not_announced_in_lists(alice: Client, bob: Client, connect: Connect) -> None:
    room, listener = open_room(alice), connect().follow(bob, ROOMS)
    bob.patch(f"/rooms/{room['id']}", json={"topic": "Mine"}, expect=403)
    alice.patch(f"/rooms/{room['id']}", json={"name": ""}, expect=422)
    bob.delete(f"/rooms/{room['id']}", expect=403)
    bob.post("/rooms", json={"name": room["name"]}, expect=409)
    assert receives_nothing_about(listener, room)


def test_client_events_on_a_list_channel_are_rejected(alice: Client, bob: Client, connect: Connect) -> None:
    listener, other = connect().follow(alice, ROOMS), connect().follow(bob, ROOMS)
    other.send("client-typing", channel=ROOMS)
    assert other.expect("pusher:error").data["code"] == 4301
    assert all(event.name != "client-typing" for event in listener.waiting())


def test_events_stop_after_unsubscribing_from_a_list(alice: Client, connect: Connect) -> None:
    listener = connect().follow(alice, ROOMS)
    listener.send("pusher:unsubscribe", data={"channel": ROOMS})
    listener.send("pusher:ping")
    listener.until("pusher:pong")
    assert receives_nothing_about(listener, open_room(alice))


def test_the_signature_of_a_private_channel_has_no_data(boot: Boot) -> None:
    secret = "a-pusher-secret-of-more-than-32-characters"
    with boot(PUSHER_KEY="my-key", PUSHER_SECRET=secret) as server:
        alice = server.sign_up(name="alice")
        for channel in (ROOMS, channel_of_user(alice)):
            answer = alice.post(AUTH, data={"socket_id": "1.2", "channel_name": channel}, expect=200).json()
            signed = hmac.new(secret.encode(), f"1.2:{channel}".encode(), hashlib.sha256).hexdigest()
            assert answer == {"auth": f"my-key:{signed}"}


def test_list_channels_need_a_signature_too(alice: Client, connect: Connect) -> None:
    pusher, other = connect(), connect()
    for authorization in ({}, {"auth": "chat:" + "0" * 64}, other.authorization(alice, ROOMS)):
        pusher.request_subscription(ROOMS, authorization)
        assert pusher.expect("pusher:subscription_error").data["status"] == 401
    assert receives_nothing_about(pusher, open_room(alice))


def test_list_channels_require_authentication(api: Client) -> None:
    api.post(AUTH, json={"socket_id": "1.1", "channel_name": ROOMS}, expect=401)


@pytest.mark.parametrize(
    "spell",
    [
        lambda own: own.upper(),
        lambda own: own[:13] + own[13:].upper(),
        lambda own: own + " ",
        lambda own: own[:-1],
        lambda own: "private-user-",
        lambda own: "private-rooms-",
        lambda own: "Private-rooms",
        lambda own: "presence-rooms",
        lambda own: own.replace("-", "", 3),
    ],
)
def test_channel_names_have_exactly_one_spelling(alice: Client, spell: Any) -> None:
    name = spell(channel_of_user(alice))
    alice.post(AUTH, json={"socket_id": "1.1", "channel_name": name}, expect=403)


def test_a_channel_name_with_an_upper_case_id_is_rejected(alice: Client) -> None:
    room = open_room(alice)
    name = f"presence-room-{room['id'].upper()}"
    alice.post(AUTH, json={"socket_id": "1.1", "channel_name": name}, expect=403)


def test_nobody_can_subscribe_to_the_channel_of_another_user(alice: Client, bob: Client) -> None:
    asked = {"socket_id": "1.1", "channel_name": channel_of_user(alice)}
    bob.post(AUTH, json=asked, expect=403)
