"""A Pusher Channels client, as much of it as the suite needs. Each event it receives is held against asyncapi.yaml."""

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection
from websockets.sync.client import connect as connect_websocket

from scaffolder.contracts.client import Client, ContractError
from scaffolder.contracts.document import errors

PATIENCE = 10.0
"""Seconds an event may take."""

QUIET = 0.3
"""Seconds in which an event that must not come would have come."""

FOLDER = Path(__file__).parent
BASE = "https://contract.example/"


@dataclass(frozen=True)
class Event:
    name: str
    channel: str | None
    data: Any
    """Decoded when the protocol has it as a JSON string."""
    user_id: str | None = None


class Pusher:
    """One connection. `expect` takes the next event, `until` skips what comes before it."""

    def __init__(
        self, url: str, *, key: str, protocol: str | None = "7", options: dict[str, Any] | None = None
    ):
        query = f"?protocol={protocol}&client=contract&version=1.0.0" if protocol is not None else ""
        address = f"{url.replace('http', 'ws', 1)}/app/{key}{query}"
        # Without compression and with the library's own pings off, bytes on the wire are what the test makes them.
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
        return read(self.socket.recv(timeout))

    def expect(self, name: str, timeout: float = PATIENCE) -> Event:
        try:
            event = self.receive(timeout)
        except TimeoutError:
            raise ContractError(f"{name} should have come within {timeout} s; nothing did.") from None
        except ConnectionClosed as closed:
            raise ContractError(f"{name} should have come; the connection was closed: {closed}") from None
        assert event.name == name, f"{name} should have come next, but {event} did."
        return event

    def until(self, name: str, timeout: float = PATIENCE) -> Event:
        deadline = time.monotonic() + timeout
        skipped: list[Event] = []
        while time.monotonic() < deadline:
            try:
                event = self.receive(max(0.01, deadline - time.monotonic()))
            except (TimeoutError, ConnectionClosed) as error:
                raise ContractError(f"{name} should have come; after {skipped} came {error!r}") from None
            if event.name == name:
                return event
            skipped.append(event)
        raise ContractError(f"{name} should have come within {timeout} s; what came was {skipped}")

    def expect_silence(self, seconds: float = QUIET) -> None:
        try:
            event = self.receive(seconds)
        except TimeoutError:
            return
        raise AssertionError(f"Nothing should have come, but {event} did.")

    def waiting(self, quiet: float = QUIET) -> Iterator[Event]:
        """Everything that comes until it is quiet for a while."""
        while True:
            try:
                yield self.receive(quiet)
            except TimeoutError:
                return

    def expect_close(self, code: int, timeout: float = PATIENCE) -> None:
        """Read to the end; what still comes before it does not matter."""
        deadline = time.monotonic() + timeout
        try:
            while time.monotonic() < deadline:
                self.receive(max(0.01, deadline - time.monotonic()))
        except ConnectionClosed as closed:
            got = closed.rcvd.code if closed.rcvd else None
            assert got == code, f"The connection should have been closed with {code}, not {got}."
            return
        except TimeoutError:
            pass
        raise ContractError(f"The connection should have been closed with {code} within {timeout} s.")

    def authorization(self, user: Client, channel: str) -> dict[str, str]:
        asked = {"socket_id": self.socket_id, "channel_name": channel}
        signed: dict[str, str] = user.post("/broadcasting/auth", data=asked, expect=200).json()
        return signed

    def ask_for(self, channel: str, authorization: dict[str, str]) -> None:
        self.send("pusher:subscribe", data={"channel": channel, **authorization})

    def subscribe(self, user: Client, channel: str) -> dict[str, Any]:
        """Return who is there."""
        self.ask_for(channel, self.authorization(user, channel))
        event = self.expect("pusher_internal:subscription_succeeded")
        assert event.channel == channel
        presence: dict[str, Any] = event.data["presence"]
        assert sorted(presence["hash"]) == sorted(presence["ids"])
        assert presence["count"] == len(presence["ids"])
        return presence

    def follow(self, user: Client, channel: str) -> "Pusher":
        """Subscribe to a private channel, on which nobody is seen."""
        self.ask_for(channel, self.authorization(user, channel))
        event = self.expect("pusher_internal:subscription_succeeded")
        assert (event.channel, event.data) == (channel, {})
        return self

    def type_something(self, channel: str, data: Any = None) -> None:
        self.send("client-typing", channel=channel, data=data)

    def close(self) -> None:
        self._closing.close()


def read(frame: str | bytes) -> Event:
    """Decode a frame that the server sent, or fail with what asyncapi.yaml does not allow in it."""
    assert isinstance(frame, str), "the server sends text frames only"
    values = json.loads(frame)
    payload = payloads().get("client-" if values["event"].startswith("client-") else values["event"])
    if payload is None:
        raise ContractError(f"asyncapi.yaml has no event like this from the server: {frame[:2000]}")
    if wrong := payload.errors(values):
        raise ContractError(f"asyncapi.yaml does not allow {frame[:2000]}\n{wrong}")
    data = values.get("data")
    if isinstance(data, str) and not values["event"].startswith("client-"):
        data = json.loads(data or "null")
    return Event(values["event"], values.get("channel"), data, values.get("user_id"))


@dataclass(frozen=True)
class Payload:
    """What an event may be. `content` is for the JSON in its `data`, where that is a string."""

    whole: jsonschema_rs.Draft202012Validator
    content: jsonschema_rs.Draft202012Validator | None

    def errors(self, values: dict[str, Any]) -> str:
        wrong = errors(self.whole, values)
        if wrong or self.content is None:
            return wrong
        try:
            return errors(self.content, json.loads(values["data"]))
        except ValueError:
            return "$.data: is not a string that holds JSON"


@lru_cache
def payloads() -> dict[str, Payload]:
    """Each event that the server sends, by its name; `client-` stands for all client events."""
    documents = {
        BASE + name: yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
        for name in ("asyncapi.yaml", "openapi.yaml")
    }
    registry = jsonschema_rs.Registry(list(documents.items()), draft=jsonschema_rs.Draft202012)
    asyncapi = documents[BASE + "asyncapi.yaml"]

    def validator(pointer: str) -> jsonschema_rs.Draft202012Validator:
        schema = {"$ref": f"{BASE}asyncapi.yaml{pointer}"}
        return jsonschema_rs.Draft202012Validator(schema, registry=registry, validate_formats=True)

    found = {}
    for reference in asyncapi["operations"]["receiveEvents"]["messages"]:
        message = reference["$ref"].rpartition("/")[2]
        name = asyncapi["components"]["messages"][message]["name"]
        payload = f"#/components/messages/{message}/payload"
        content = _content_of(asyncapi, f"{payload}/properties/data")
        found["client-" if name.startswith("client-") else name] = Payload(
            whole=validator(payload), content=validator(content) if content else None
        )
    return found


def _content_of(asyncapi: dict[str, Any], pointer: str) -> str | None:
    """Where the schema of the JSON stands that a string holds."""
    node: Any = asyncapi
    for part in pointer.removeprefix("#/").split("/"):
        node = node[part]
    if "$ref" in node:
        return _content_of(asyncapi, node["$ref"])
    return f"{pointer}/x-content-schema" if "x-content-schema" in node else None
