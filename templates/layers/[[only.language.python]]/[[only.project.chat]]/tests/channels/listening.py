"""A Pusher client, as much of it as the tests need."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketTestSession

from tests.conversation import Json
from tests.sign_in import Person


class Ear:
    def __init__(self, socket: WebSocketTestSession) -> None:
        self.socket = socket
        self.id = str(self.expect("pusher:connection_established")["socket_id"])

    def send(self, event: str, data: Any = None, channel: str | None = None) -> None:
        self.socket.send_text(json.dumps({"event": event, "data": data, "channel": channel}))

    def receive(self) -> tuple[str, Any]:
        frame = json.loads(self.socket.receive_text())
        data = frame.get("data")
        is_client_event = frame["event"].startswith("client-")
        return frame["event"], json.loads(data) if isinstance(data, str) and not is_client_event else data

    def expect(self, event: str) -> Any:
        name, data = self.receive()
        assert name == event, (name, data)
        return data

    def expect_nothing(self) -> None:
        """Nothing that was sent before this has reached this connection."""
        self.send("pusher:ping")
        self.expect("pusher:pong")

    def authorization(self, person: Person, channel: str) -> Json:
        form = {"socket_id": self.id, "channel_name": channel}
        signed: Json = person("POST", "/broadcasting/auth", data=form).json()
        return signed

    def follow(self, person: Person, channel: str) -> None:
        """Listen to a private channel, on which nobody is present."""
        self.send("pusher:subscribe", {"channel": channel, **self.authorization(person, channel)})
        self.expect("pusher_internal:subscription_succeeded")

    def subscribe(self, person: Person, room: Json) -> Json:
        channel = channel_of(room)
        self.send("pusher:subscribe", {"channel": channel, **self.authorization(person, channel)})
        presence: Json = self.expect("pusher_internal:subscription_succeeded")["presence"]
        return presence


class Phone:
    """Opens connections and hangs up at the end."""

    def __init__(self, closing: ExitStack) -> None:
        self._closing = closing

    def dial(self, client: TestClient, path: str = "/app/chat?protocol=7") -> WebSocketTestSession:
        return self._closing.enter_context(client.websocket_connect(path))

    def connect(self, client: TestClient) -> Ear:
        return Ear(self.dial(client))

    def listen(self, person: Person, room: Json) -> Ear:
        ear = self.connect(person.client)
        ear.subscribe(person, room)
        return ear


@pytest.fixture
def phone() -> Iterator[Phone]:
    with ExitStack() as closing:
        yield Phone(closing)


def channel_of(room: Json) -> str:
    return f"presence-room-{room['id']}"
