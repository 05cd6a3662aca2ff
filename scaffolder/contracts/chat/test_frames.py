"""WebSocket frames: protocol versions, size limits, names and protocol errors."""

import contextlib
import json
import time
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from scaffolder.contracts.chat.conftest import Connect, Listen
from scaffolder.contracts.chat.conversation import channel_of, open_room
from scaffolder.contracts.chat.pusher import Pusher
from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import Boot

LONGEST_FRAME = 64 * 1024
GIGABYTE = 2**30


def ping_of(size: int) -> str:
    """A ping frame of this many bytes."""
    frame = json.dumps({"event": "pusher:ping", "data": ""})
    return frame.replace('""', f'"{"x" * (size - len(frame))}"')


def start_of_frame(size: int) -> bytes:
    """The header of a text frame that announces this many bytes, and the first few of them."""
    return b"\x81\xff" + size.to_bytes(8, "big") + b"mask" + b"first bytes"


@pytest.mark.parametrize("protocol", ["5", "6", "7"])
def test_the_protocol_versions_of_all_pusher_clients_are_supported(
    alice: Client, dial: Connect, protocol: str
) -> None:
    pusher = dial(protocol=protocol).greet()
    assert pusher.subscribe(alice, channel_of(open_room(alice)))["count"] == 1


def test_no_subprotocol_is_agreed_on(dial: Connect) -> None:
    pusher = dial(options={"subprotocols": ["graphql-transport-ws", "pusher"]}).greet()
    assert pusher.socket.subprotocol is None


def test_a_frame_of_64_kib_is_accepted(connect: Connect) -> None:
    pusher = connect()
    pusher.send_raw(ping_of(LONGEST_FRAME))
    pusher.expect("pusher:pong")


def test_a_longer_frame_closes_the_connection(connect: Connect) -> None:
    pusher = connect()
    pusher.send_raw(ping_of(LONGEST_FRAME + 1))
    pusher.expect_close(1009)


def test_a_fragmented_frame_has_the_same_limit(connect: Connect) -> None:
    pusher = connect()
    text = ping_of(3 * 30_000)
    with contextlib.suppress(ConnectionClosed):
        pusher.socket.send(text[start : start + 30_000] for start in range(0, len(text), 30_000))
    pusher.expect_close(1009)


def test_a_frame_of_a_gigabyte_is_rejected_before_it_is_received(connect: Connect) -> None:
    pusher = connect()
    pusher.socket.socket.sendall(start_of_frame(GIGABYTE))
    pusher.expect_close(1009)


def test_a_compressed_frame_cannot_expand_beyond_the_limit(dial: Connect) -> None:
    pusher = dial(options={"compression": "deflate"}).greet()
    with contextlib.suppress(ConnectionClosed):
        pusher.send_raw(ping_of(16 * 1024 * 1024))
    # A server without compression receives the whole frame, and may close the connection before the end.
    with contextlib.suppress(ConnectionClosed):
        while True:
            assert pusher.receive().name != "pusher:pong"
    closed = pusher.socket.protocol.close_rcvd
    assert closed is None or closed.code == 1009
    assert closed is not None or not pusher.socket.protocol.extensions


@pytest.mark.parametrize("letter", ["x", "👋"])
def test_the_name_of_an_event_has_at_most_200_characters(
    alice: Client, bob: Client, listen: Listen, letter: str
) -> None:
    room = open_room(alice, bob)
    listener, other = listen(alice, room), listen(bob, room)
    listener.expect("pusher_internal:member_added")
    longest = "client-" + letter * 193
    other.send(longest, channel=channel_of(room))
    listener.expect(longest)
    other.send(longest + letter, channel=channel_of(room))
    assert other.expect("pusher:error").data["code"] == 4301
    listener.expect_silence()


def test_the_name_of_a_channel_has_at_most_164_characters(alice: Client) -> None:
    asked = {"socket_id": "1.1", "channel_name": "presence-" + "x" * 155}
    alice.post("/broadcasting/auth", json=asked, expect=403)
    asked["channel_name"] += "x"
    answer = alice.post("/broadcasting/auth", json=asked, expect=422).json()
    assert [error["pointer"] for error in answer["errors"]] == ["/channel_name"]


def test_pings_of_the_websocket_count_as_activity(boot: Boot, dial: Connect) -> None:
    with boot(ACTIVITY_TIMEOUT="3") as server:
        key = server.api.get("/broadcasting/config", expect=200).json()["key"]
        active = dial(url=server.url, key=key).greet()
        silent = dial(url=server.url, key=key).greet()
        deadline = time.monotonic() + 9
        while time.monotonic() < deadline:
            assert active.socket.ping().wait(5), "the ping got no pong"
            time.sleep(0.3)
        active.send("pusher:ping")
        active.until("pusher:pong")
        silent.expect_close(4201)


def masked(first_byte: int, content: bytes) -> bytes:
    """A short masked frame, as clients send it."""
    mask = b"mask"
    hidden = bytes(byte ^ mask[place % 4] for place, byte in enumerate(content))
    return bytes([first_byte, 0x80 | len(content)]) + mask + hidden


INVALID_FRAMES = {
    "text that is not UTF-8": masked(0x81, b'{"event":"\xff\xfe"}'),
    "reserved bits": masked(0xB1, b"{}"),
    "a continuation without a first frame": masked(0x80, b"{}"),
    "a fragmented ping": masked(0x09, b"{}"),
    "an unmasked frame": b"\x81\x02{}",
    "an unknown opcode": masked(0x83, b"{}"),
    "a reserved close code": masked(0x88, (1005).to_bytes(2, "big")),
    "a frame that is too long": start_of_frame(GIGABYTE),
}


def test_client_errors_are_not_logged_as_errors(boot: Boot, dial: Connect) -> None:
    with boot(LOG_LEVEL="info") as server:
        key = server.api.get("/broadcasting/config", expect=200).json()["key"]
        started = len(server.log())
        for frame in INVALID_FRAMES.values():
            pusher = dial(url=server.url, key=key).greet()
            pusher.socket.socket.sendall(frame)
            until_closed(pusher)
        for number in range(20):
            # The client disconnects before the server can respond.
            client = dial(url=server.url, key="wrong" if number % 2 else key)
            client.socket.socket.close()
        healthy = dial(url=server.url, key=key).greet()
        healthy.send("pusher:ping")
        healthy.expect("pusher:pong")
        server.stop()
        lines = server.log()[started:].splitlines()
        assert [line for line in lines if is_error(line)] == []


def until_closed(pusher: Pusher) -> None:
    with contextlib.suppress(ConnectionClosed):
        while True:
            pusher.receive()


def is_error(line: str) -> bool:
    try:
        entry: dict[str, Any] = json.loads(line)
    except ValueError:
        return "Traceback" in line or "Error" in line
    levels = {"error", "fatal", "critical", "warn", "warning"}
    return entry.get("level") in levels or "Traceback" in line or '"stack"' in line
