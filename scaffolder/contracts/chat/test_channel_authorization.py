import hashlib
import hmac
import json
from typing import Any

import pytest

from scaffolder.contracts.chat.conftest import Connect
from scaffolder.contracts.chat.conversation import channel_of, membership, open_room, say
from scaffolder.contracts.chat.pusher import Pusher
from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import Boot

AUTH = "/broadcasting/auth"


def sign(secret: str, signed: str) -> str:
    return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()


def error_status(pusher: Pusher, channel: str, authorization: dict[str, str]) -> int:
    """The status in the error response to a subscription."""
    pusher.request_subscription(channel, authorization)
    event = pusher.expect("pusher:subscription_error")
    assert event.channel == channel
    status: int = event.data["status"]
    return status


@pytest.mark.parametrize("kind", ["json", "data"])
def test_a_signature_can_be_requested_with_a_form_or_json(alice: Client, key: str, kind: str) -> None:
    room = open_room(alice)
    options: dict[str, Any] = {kind: {"socket_id": "123.456", "channel_name": channel_of(room)}}
    answer = alice.post(AUTH, expect=200, **options).json()
    assert answer["auth"].startswith(f"{key}:")
    data = json.loads(answer["channel_data"])
    assert data == {"user_id": alice.user["id"], "user_info": {"name": alice.user["name"]}}


def test_the_signature_follows_the_protocol_and_uses_the_configured_secret(boot: Boot) -> None:
    with boot(PUSHER_KEY="my-key", PUSHER_SECRET="a-pusher-secret-of-more-than-32-characters") as server:
        alice = server.sign_up(name="alice")
        name = alice.patch("/me", json={"name": "Alïce 👋"}, expect=200).json()["name"]
        assert server.api.get("/broadcasting/config", expect=200).json() == {"key": "my-key"}
        channel = channel_of(open_room(alice))
        answer = alice.post(AUTH, data={"socket_id": "1.2", "channel_name": channel}, expect=200).json()
        signed = f"1.2:{channel}:{answer['channel_data']}"
        assert answer["auth"] == f"my-key:{sign('a-pusher-secret-of-more-than-32-characters', signed)}"
        assert json.loads(answer["channel_data"])["user_info"] == {"name": name}


def test_without_a_configured_secret_the_signing_key_is_derived_from_the_secret_key(boot: Boot) -> None:
    secret_key = "the-secret-key-of-this-very-test-and-no-other"
    with boot(SECRET_KEY=secret_key, PUSHER_KEY=None, PUSHER_SECRET=None) as server:
        alice = server.sign_up(name="alice")
        assert server.api.get("/broadcasting/config", expect=200).json() == {"key": "chat"}
        channel = channel_of(open_room(alice))
        answer = alice.post(AUTH, data={"socket_id": "1.2", "channel_name": channel}, expect=200).json()
        signed = f"1.2:{channel}:{answer['channel_data']}"
        assert answer["auth"] == f"chat:{sign(sign(secret_key, 'pusher'), signed)}"


def test_production_does_not_start_with_a_short_pusher_secret(boot: Boot) -> None:
    environment = {"ENVIRONMENT": "production", "SECRET_KEY": "x9" * 20, "PUSHER_SECRET": "short"}
    with boot(until=None, **environment) as server:
        assert server.wait() != 0
        assert "PUSHER_SECRET" in server.log()


def test_anyone_can_read_the_key_and_no_secret_is_returned(api: Client) -> None:
    assert api.get("/broadcasting/config", expect=200).json().keys() == {"key"}


def test_only_members_get_a_signature(alice: Client, bob: Client) -> None:
    public, private = open_room(alice), open_room(alice, private=True)
    gone = open_room(alice, bob)
    bob.delete(membership(gone, bob), expect=204)
    missing = {"id": "00000000-0000-4000-8000-000000000000"}
    answers = [
        bob.post(AUTH, data={"socket_id": "1.1", "channel_name": channel_of(room)}, expect=403).json()
        for room in (public, private, gone, missing)
    ]
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize(
    "change",
    [
        lambda name: name.replace("presence-", "private-"),
        lambda name: name.replace("presence-", ""),
        lambda name: name.upper(),
        lambda name: name + "0",
        lambda name: name + ":x",
        lambda name: name + " ",
        lambda name: " " + name,
        lambda name: name[:-1],
        lambda name: "presence-room-",
        lambda name: "presence-room-%",
        lambda name: "presence-room-' OR ''='",
        lambda name: "presence-room-../" + name,
        lambda name: name.removeprefix("presence-room-"),
    ],
)
def test_only_valid_channel_names_are_signed(alice: Client, change: Any) -> None:
    channel = change(channel_of(open_room(alice)))
    alice.post(AUTH, data={"socket_id": "1.1", "channel_name": channel}, expect=403)


@pytest.mark.parametrize(
    "socket_id",
    [
        "",
        "1",
        "1.",
        ".1",
        "a.b",
        "1.1:presence-room-x",
        "1.1\n",
        " 1.1",
        "1.1.1",
        "-1.1",
        "\u0661.\u0661",
        "9" * 65 + ".1",
    ],
)
def test_an_invalid_socket_id_is_never_signed(alice: Client, socket_id: str) -> None:
    channel = channel_of(open_room(alice))
    for kind in ("json", "data"):
        options: dict[str, Any] = {kind: {"socket_id": socket_id, "channel_name": channel}}
        answer = alice.post(AUTH, expect=422, **options)
        assert [error["pointer"] for error in answer.json()["errors"]] == ["/socket_id"]


@pytest.mark.parametrize("body", [{}, {"socket_id": "1.1"}, {"socket_id": 1.1, "channel_name": 1}, [], "1.1"])
def test_an_invalid_signature_request_is_rejected(alice: Client, body: Any) -> None:
    alice.post(AUTH, json=body, expect=422)


def test_nobody_gets_a_signature_for_another_user(alice: Client, bob: Client) -> None:
    channel = channel_of(open_room(alice, bob))
    body = {"socket_id": "1.1", "channel_name": channel, "user_id": alice.user["id"]}
    answer = bob.post(AUTH, json=body)
    assert answer.status_code == 422 or json.loads(answer.json()["channel_data"])["user_id"] == bob.user["id"]


def test_a_wrong_signature_is_rejected_and_nothing_is_delivered(alice: Client, connect: Connect) -> None:
    room = open_room(alice)
    channel, pusher = channel_of(room), connect()
    good = pusher.authorization(alice, channel)
    key, _, signature = good["auth"].partition(":")
    for wrong in (
        f"{key}:{'0' * 64}",
        f"{key}:{signature[:-1]}",
        f"{key}:{signature}0",
        f"other:{signature}",
        f"{key}:",
        signature,
        "",
        "é👋",
    ):
        assert error_status(pusher, channel, good | {"auth": wrong}) == 401
    say(alice, room)
    pusher.expect_silence()


def test_a_subscription_without_a_signature_is_rejected(alice: Client, connect: Connect) -> None:
    room = open_room(alice)
    pusher = connect()
    pusher.send("pusher:subscribe", data={"channel": channel_of(room)})
    assert pusher.expect("pusher:subscription_error").data["status"] == 401
    good = pusher.authorization(alice, channel_of(room))
    pusher.send("pusher:subscribe", data={"channel": channel_of(room), "auth": good["auth"]})
    assert pusher.expect("pusher:subscription_error").data["status"] == 401
    say(alice, room)
    pusher.expect_silence()


def test_a_signature_is_only_valid_for_one_connection(alice: Client, connect: Connect) -> None:
    room = open_room(alice)
    first, second = connect(), connect()
    authorization = first.authorization(alice, channel_of(room))
    assert error_status(second, channel_of(room), authorization) == 401
    first.request_subscription(channel_of(room), authorization)
    first.expect("pusher_internal:subscription_succeeded")


def test_a_signature_is_only_valid_for_one_channel(alice: Client, connect: Connect) -> None:
    room, other = open_room(alice), open_room(alice)
    pusher = connect()
    assert error_status(pusher, channel_of(other), pusher.authorization(alice, channel_of(room))) == 401


def test_a_signature_is_only_valid_for_one_user(alice: Client, bob: Client, connect: Connect) -> None:
    room = open_room(alice, bob)
    pusher = connect()
    for_bob = pusher.authorization(bob, channel_of(room))
    for_alice = pusher.authorization(alice, channel_of(room))
    mixed = for_bob | {"channel_data": for_alice["channel_data"]}
    assert error_status(pusher, channel_of(room), mixed) == 401
    renamed = for_bob | {"channel_data": for_bob["channel_data"].replace(bob.user["name"], "root")}
    assert error_status(pusher, channel_of(room), renamed) == 401


def test_a_signature_is_useless_after_the_user_was_removed(
    alice: Client, bob: Client, connect: Connect
) -> None:
    for private in (False, True):
        room = open_room(alice, bob, private=private)
        pusher = connect()
        authorization = pusher.authorization(bob, channel_of(room))
        alice.delete(membership(room, bob), expect=204)
        assert error_status(pusher, channel_of(room), authorization) == 403
        say(alice, room)
        pusher.expect_silence()


@pytest.mark.parametrize(
    "channel", ["room", "private-room", "presence-room-", "", "#all", "presence-room-\u0000"]
)
def test_a_channel_that_belongs_to_no_room_cannot_be_subscribed_to(connect: Connect, channel: str) -> None:
    pusher = connect()
    assert error_status(pusher, channel, {"auth": "chat:" + "0" * 64, "channel_data": "{}"}) == 401
