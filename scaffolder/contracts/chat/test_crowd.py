import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed

from scaffolder.contracts.chat.conftest import Connect, Listen
from scaffolder.contracts.chat.conversation import all_messages, channel_of, messages_of, open_room, say, walk
from scaffolder.contracts.chat.pusher import Event, Pusher
from scaffolder.contracts.client import Client

# About 8 MB of UTF-8: just more than both kernels' buffers plus 1 MiB, because closing a connection waits for 30 s.
FLOOD = 500
LONG = "👋" * 4000
# 28 kB per event: fewer than 256 events, but more bytes than both kernels' buffers plus 1 MiB.
FEW = 250
LONGEST = "!" + "\x01" * 3999


def test_two_hundred_subscribers_receive_the_same_events_in_the_same_order(
    alice: Client, bob: Client, sign_up: Any, connect: Connect
) -> None:
    users = [alice, bob, sign_up(), sign_up()]
    room = open_room(*users)
    channel = channel_of(room)

    def enter(number: int) -> Pusher:
        pusher = connect()
        pusher.request_subscription(channel, pusher.authorization(users[number % 4], channel))
        pusher.until("pusher_internal:subscription_succeeded", 15)
        return pusher

    with ThreadPoolExecutor(8) as pool:
        pushers = list(pool.map(enter, range(200)))
        list(pool.map(lambda number: say(users[number % 4], room, str(number)), range(12)))
    listed = all_messages(alice, room)[::-1]
    for pusher in pushers:
        assert [pusher.until("message.created", 15).data for _ in listed] == listed
        pusher.expect_silence(0.001)
    assert connect().subscribe(alice, channel)["count"] == 4


def test_a_slow_reader_is_disconnected_slows_nobody_down_and_catches_up(
    alice: Client, bob: Client, urls: list[str], listen: Listen
) -> None:
    room = open_room(alice, bob)
    slow = listen(bob, room, url=urls[0], options={"max_queue": 1, "sock": socket_with_small_buffer(urls[0])})
    listener = Listener(listen(alice, room, url=urls[0]))

    def flood(_: int) -> tuple[str, float]:
        answer = alice.post(messages_of(room), json={"body": LONG}, expect=201, validate=False)
        return answer.json()["id"], time.monotonic()

    with ThreadPoolExecutor(4) as pool:
        answered = dict(pool.map(flood, range(FLOOD)))
    got = [event.data["id"] for event in read_until_closed(slow, 4100) if event.name == "message.created"]
    arrived = listener.messages(FLOOD)
    listed = [message["id"] for message in walk(bob, messages_of(room), limit=100, validate=False)][::-1]
    assert list(arrived) == listed
    assert max(arrived[each] - answered[each] for each in listed) < 5, (
        "another reader had to wait for the slow one"
    )
    assert got == listed[: len(got)]
    assert len(got) < FLOOD
    missed = walk(bob, messages_of(room), after=got[-1], limit=100, validate=False)
    assert [message["id"] for message in missed] == listed[: len(got) - 1 : -1]


def test_the_queue_of_a_slow_reader_is_limited_to_one_mebibyte(
    alice: Client, bob: Client, urls: list[str], listen: Listen
) -> None:
    room = open_room(alice, bob)
    slow = listen(bob, room, url=urls[0], options={"max_queue": 1, "sock": socket_with_small_buffer(urls[0])})

    def flood(_: int) -> None:
        alice.post(messages_of(room), json={"body": LONGEST}, expect=201, validate=False)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(flood, range(FEW)))
    got = [event for event in read_until_closed(slow, 4100) if event.name == "message.created"]
    assert len(got) < FEW


class Listener:
    """Reads a connection continuously and records when each message arrived."""

    def __init__(self, pusher: Pusher) -> None:
        self._pusher = pusher
        self._arrived: dict[str, float] = {}
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def _listen(self) -> None:
        try:
            while True:
                event = self._pusher.receive(30)
                if event.name == "message.created":
                    self._arrived[event.data["id"]] = time.monotonic()
        except (ConnectionClosed, TimeoutError):
            return

    def messages(self, count: int) -> dict[str, float]:
        deadline = time.monotonic() + 15
        while len(self._arrived) < count and time.monotonic() < deadline:
            time.sleep(0.01)
        return self._arrived


def socket_with_small_buffer(url: str) -> socket.socket:
    """A connection with a small receive buffer, for a client that does not read."""
    parts = urlsplit(url)
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect((parts.hostname, parts.port or 80))
    return connection


def read_until_closed(pusher: Pusher, code: int) -> list[Event]:
    events = []
    try:
        while True:
            events.append(pusher.receive(15))
    except ConnectionClosed as closed:
        assert closed.rcvd is not None, f"closed without a close frame: {closed}"
        assert closed.rcvd.code == code
        return events
    except TimeoutError:
        raise AssertionError(f"Expected the connection to be closed with {code}.") from None
