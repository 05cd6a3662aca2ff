import json
import time
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from scaffolder.contracts.chat.conftest import Connect, Listen
from scaffolder.contracts.chat.conversation import channel_of, open_room, say
from scaffolder.contracts.chat.pusher import Pusher
from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import Boot


def test_a_new_connection_receives_its_socket_id_and_the_activity_timeout(connect: Connect) -> None:
    first, second = connect(), connect()
    assert first.socket_id != second.socket_id
    assert first.activity_timeout == 120


def test_an_unknown_key_is_rejected(dial: Connect) -> None:
    pusher = dial(key="no-such-key")
    assert pusher.expect("pusher:error").data["code"] == 4001
    pusher.expect_close(4001)


@pytest.mark.parametrize("protocol", ["8", "4", "0", "-7", "7.0", "07", "seven", "", None])
def test_an_unsupported_protocol_version_is_rejected(dial: Connect, protocol: str | None) -> None:
    pusher = dial(protocol=protocol)
    assert pusher.expect("pusher:error").data["code"] == 4007
    pusher.expect_close(4007)


def test_a_ping_is_answered_by_a_pong(connect: Connect) -> None:
    pusher = connect()
    for frame in (
        '{"event":"pusher:ping"}',
        '{"event":"pusher:ping","data":{}}',
        '{"event":"pusher:ping","data":"x"}',
    ):
        pusher.send_raw(frame)
        pusher.expect("pusher:pong")


@pytest.mark.parametrize(
    "frame",
    [
        "Hello",
        "",
        "{",
        "null",
        "1",
        "[]",
        '"pusher:ping"',
        "{}",
        '{"event":1}',
        '{"event":null}',
        '{"event":{"event":"pusher:ping"}}',
        '{"event":["pusher:ping"]}',
        "[" * 20000,
        '{"data":{}}',
        b'{"event":"pusher:ping"}',
        b"\xff\xfe",
    ],
    ids=lambda frame: repr(frame[:20]),
)
def test_an_invalid_frame_is_an_error_and_the_connection_stays_open(
    connect: Connect, frame: str | bytes
) -> None:
    pusher = connect()
    pusher.send_raw(frame)
    assert pusher.expect("pusher:error").data["code"] == 4300
    pusher.send("pusher:ping")
    pusher.expect("pusher:pong")


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        [],
        "room",
        1,
        {"channel": None},
        {"channel": 1, "auth": 1, "channel_data": 1},
        {"channel": ["x"]},
        {"channel": {"name": "x"}, "auth": [], "channel_data": {}},
    ],
    ids=repr,
)
@pytest.mark.parametrize("event", ["pusher:subscribe", "pusher:unsubscribe"])
def test_invalid_data_in_an_event_does_not_close_the_connection(
    connect: Connect, event: str, data: Any
) -> None:
    pusher = connect()
    pusher.send_raw(json.dumps({"event": event, "data": data}))
    if event == "pusher:subscribe":
        assert pusher.receive().name in ("pusher:error", "pusher:subscription_error")
    pusher.send("pusher:ping")
    pusher.until("pusher:pong")


def test_an_idle_connection_is_pinged_and_then_closed(boot: Boot, dial: Connect) -> None:
    with boot(ACTIVITY_TIMEOUT="3") as server:
        alice, bob = server.sign_up(name="alice"), server.sign_up(name="bob")
        key = server.api.get("/broadcasting/config", expect=200).json()["key"]
        room = open_room(alice, bob)
        silent, polite, busy = (dial(url=server.url, key=key).greet() for _ in range(3))
        assert silent.activity_timeout == 3
        for user, pusher in ((alice, polite), (bob, silent)):
            pusher.request_subscription(channel_of(room), pusher.authorization(user, channel_of(room)))
        names: list[str] = []
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (
            names.count("pusher:ping") >= 2 and "pusher_internal:member_removed" in names
        ):
            busy.send("pusher:ping")
            busy.expect("pusher:pong")
            for event in polite.waiting(0.2):
                names.append(event.name)
                if event.name == "pusher:ping":
                    polite.send("pusher:pong")
        assert names.count("pusher:ping") >= 2, "a client that responds should be pinged again"
        assert "pusher_internal:member_removed" in names, (
            "a user whose connection timed out should no longer be present"
        )
        silent.until("pusher:ping")
        silent.expect_close(4201)
        for still_there in (polite, busy):
            still_there.send("pusher:ping")
            still_there.until("pusher:pong")


def test_a_stopping_server_closes_its_connections(boot: Boot, dial: Connect) -> None:
    with boot() as server:
        alice = server.sign_up(name="alice")
        key = server.api.get("/broadcasting/config", expect=200).json()["key"]
        room = open_room(alice)
        pusher = dial(url=server.url, key=key).greet()
        pusher.subscribe(alice, channel_of(room))
        assert server.stop() == 0


def test_a_huge_frame_does_not_affect_other_clients(alice: Client, listen: Listen, connect: Connect) -> None:
    room = open_room(alice)
    listener, giant = listen(alice, room), connect()
    frame = {"event": "client-typing", "channel": channel_of(room), "data": "x" * 3_000_000}
    # The server closes the connection, maybe before it has received everything.
    with pytest.raises(ConnectionClosed):
        giant.send_raw(json.dumps(frame))
        giant.receive()
    assert say(alice, room) == listener.expect("message.created").data


def test_the_websocket_endpoint_rejects_plain_http(root: Client, key: str) -> None:
    answer = root.get(f"/app/{key}?protocol=7", validate=False)
    assert 400 <= answer.status_code < 500
    assert "html" not in answer.headers.get("content-type", "")


def test_one_connection_can_subscribe_to_several_rooms(alice: Client, connect: Connect) -> None:
    rooms = [open_room(alice) for _ in range(3)]
    pusher = connect()
    for room in rooms:
        pusher.subscribe(alice, channel_of(room))
    for room in rooms:
        say(alice, room)
        assert pusher.expect("message.created").channel == channel_of(room)


def test_events_stop_after_unsubscribing(alice: Client, listen: Listen) -> None:
    room, other = open_room(alice), open_room(alice)
    listener: Pusher = listen(alice, room)
    listener.subscribe(alice, channel_of(other))
    listener.send("pusher:unsubscribe", data={"channel": channel_of(room)})
    listener.send("pusher:ping")
    listener.expect("pusher:pong")
    say(alice, room)
    sent = say(alice, other)
    assert listener.expect("message.created").data == sent
    listener.expect_silence()
