"""A minimal Pusher Channels client that validates each received event against asyncapi.yaml."""

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection
from websockets.sync.client import connect as connect_websocket

from scaffolder.contracts.chat.asyncapi import Events, events
from scaffolder.contracts.client import Client, ContractError

PATIENCE = 10.0
"""Seconds to wait for an event."""

QUIET = 0.3
"""Seconds to wait when no event is expected."""


@dataclass(frozen=True)
class Event:
    name: str
    channel: str | None
    data: Any
    """Decoded if it is a JSON string in the protocol."""
    user_id: str | None = None


class Pusher:
    """One connection. `expect` returns the next event, `until` skips other events before it."""

    def __init__(
        self,
        url: str,
        *,
        key: str,
        protocol: str | None = "7",
        options: dict[str, Any] | None = None,
        allowed: Events | None = None,
    ):
        self._allowed = allowed
        query = f"?protocol={protocol}&client=contract&version=1.0.0" if protocol is not None else ""
        address = f"{url.replace('http', 'ws', 1)}/app/{key}{query}"
        # Without compression and the library's own pings, only the bytes of the test are sent.
        settings = {
            "compression": None,
            "ping_interval": None,
            "proxy": None,
            "open_timeout": 10,
            "close_timeout": 2,
        }
        self._closing = contextlib.ExitStack()
        opening = connect_websocket(address, **(settings | (options or {})))
        self.socket: ClientConnection = self._closing.enter_context(opening)
        self.socket_id = ""
        self.activity_timeout = 0

    def greet(self) -> "Pusher":
        opened = self.expect("pusher:connection_established").data
        self.socket_id, self.activity_timeout = opened["socket_id"], opened["activity_timeout"]
        return self

    def send(self, event: str, *, channel: str | None = None, data: Any = None) -> None:
        frame = {"event": event, **({"channel": channel} if channel is not None else {}), "data": data or {}}
        self.send_raw(json.dumps(frame))

    def send_raw(self, frame: str | bytes) -> None:
        self.socket.send(frame)

    def receive(self, timeout: float = PATIENCE) -> Event:
        return read(self.socket.recv(timeout), self._allowed)

    def expect(self, name: str, timeout: float = PATIENCE) -> Event:
        try:
            event = self.receive(timeout)
        except TimeoutError:
            raise ContractError(f"Expected {name} within {timeout} s, but received nothing.") from None
        except ConnectionClosed as closed:
            raise ContractError(f"Expected {name}, but the connection was closed: {closed}") from None
        assert event.name == name, f"Expected {name} next, but received {event}."
        return event

    def until(self, name: str, timeout: float = PATIENCE) -> Event:
        deadline = time.monotonic() + timeout
        skipped: list[Event] = []
        while time.monotonic() < deadline:
            try:
                event = self.receive(max(0.01, deadline - time.monotonic()))
            except (TimeoutError, ConnectionClosed) as error:
                raise ContractError(f"Expected {name}, but received {skipped} and then {error!r}") from None
            if event.name == name:
                return event
            skipped.append(event)
        raise ContractError(f"Expected {name} within {timeout} s, but received {skipped}")

    def expect_silence(self, seconds: float = QUIET) -> None:
        try:
            event = self.receive(seconds)
        except TimeoutError:
            return
        raise AssertionError(f"Expected nothing, but received {event}.")

    def waiting(self, quiet: float = QUIET) -> Iterator[Event]:
        """All events until none arrives for `quiet` seconds."""
        while True:
            try:
                yield self.receive(quiet)
            except TimeoutError:
                return

    def expect_close(self, code: int, timeout: float = PATIENCE) -> None:
        """Wait until the connection is closed; ignore events before that."""
        deadline = time.monotonic() + timeout
        try:
            while time.monotonic() < deadline:
                self.receive(max(0.01, deadline - time.monotonic()))
        except ConnectionClosed as closed:
            got = closed.rcvd.code if closed.rcvd else None
            assert got == code, f"Expected the connection to be closed with {code}, not {got}."
            return
        except TimeoutError:
            pass
        raise ContractError(f"Expected the connection to be closed with {code} within {timeout} s.")

    def authorization(self, user: Client, channel: str) -> dict[str, str]:
        request = {"socket_id": self.socket_id, "channel_name": channel}
        signed: dict[str, str] = user.post("/broadcasting/auth", data=request, expect=200).json()
        return signed

    def request_subscription(self, channel: str, authorization: dict[str, str]) -> None:
        self.send("pusher:subscribe", data={"channel": channel, **authorization})

    def subscribe(self, user: Client, channel: str) -> dict[str, Any]:
        """Subscribe to a presence channel and return who is present."""
        self.request_subscription(channel, self.authorization(user, channel))
        event = self.expect("pusher_internal:subscription_succeeded")
        assert event.channel == channel
        presence: dict[str, Any] = event.data["presence"]
        assert sorted(presence["hash"]) == sorted(presence["ids"])
        assert presence["count"] == len(presence["ids"])
        return presence

    def follow(self, user: Client, channel: str) -> "Pusher":
        """Subscribe to a private channel, which has no presence."""
        self.request_subscription(channel, self.authorization(user, channel))
        event = self.expect("pusher_internal:subscription_succeeded")
        assert (event.channel, event.data) == (channel, {})
        return self

    def send_typing(self, channel: str, data: Any = None) -> None:
        self.send("client-typing", channel=channel, data=data)

    def close(self) -> None:
        self._closing.close()


def read(frame: str | bytes, allowed: Events | None = None) -> Event:
    """Decode a frame from the server; ContractError if asyncapi.yaml does not allow it."""
    assert isinstance(frame, str), "the server sent a binary frame"
    values = json.loads(frame)
    if wrong := (allowed or events()).violation(values):
        raise ContractError(f"asyncapi.yaml does not allow {frame[:2000]}\n{wrong}")
    data = values.get("data")
    if isinstance(data, str) and not values["event"].startswith("client-"):
        data = json.loads(data or "null")
    return Event(values["event"], values.get("channel"), data, values.get("user_id"))
