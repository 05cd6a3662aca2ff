import asyncio
import json
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from app.channels.connection import MOST_WAITING, Connection
from app.channels.hub import Hub
from app.channels.in_memory import InMemory
from app.channels.signatures import Signer
from tests.channels.listening import Phone, channel_of
from tests.conftest import Start
from tests.conversation import open_room, say
from tests.sign_in import Person


def test_another_key_or_protocol_is_refused(api: TestClient, phone: Phone) -> None:
    for path, code in (("/app/other?protocol=7", 4001), ("/app/chat?protocol=8", 4007)):
        socket = phone.dial(api, path)
        assert json.loads(socket.receive_text())["data"]["code"] == code
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_text()
        assert closed.value.code == code


def test_an_unreadable_frame_is_an_error_and_the_connection_stays(api: TestClient, phone: Phone) -> None:
    ear = phone.connect(api)
    for frame in ("{", "null", '{"event": 1}', '{"event": "client-x", "data": NaN}', "[" * 9999):
        ear.socket.send_text(frame)
        assert ear.expect("pusher:error")["code"] == 4300
    ear.socket.send_bytes(b"{}")
    assert ear.expect("pusher:error")["code"] == 4300
    ear.expect_nothing()


def test_a_silent_connection_is_pinged_and_closed(start: Start, phone: Phone) -> None:
    ear = phone.connect(start(activity_timeout=1))
    ear.expect("pusher:ping")
    with pytest.raises(WebSocketDisconnect) as closed:
        ear.receive()
    assert closed.value.code == 4201


def test_a_wrong_signature_is_refused(alice: Person, bob: Person, phone: Phone) -> None:
    room = open_room(alice, bob)
    ear = phone.connect(alice.client)
    good = ear.authorization(alice, channel_of(room))
    for wrong in (
        {**good, "auth": good["auth"][:-1]},
        {**good, "channel_data": ear.authorization(bob, channel_of(room))["channel_data"]},
        {"auth": good["auth"]},
    ):
        ear.send("pusher:subscribe", {"channel": channel_of(room), **wrong})
        assert ear.expect("pusher:subscription_error")["status"] == 401
    ear.send("pusher:subscribe", "nonsense")
    assert ear.expect("pusher:subscription_error")["status"] == 401
    say(alice, room)
    ear.expect_nothing()


def test_only_members_can_subscribe_to_a_room(alice: Person, bob: Person) -> None:
    channel = channel_of(open_room(alice))
    for name in (channel, channel.upper(), channel + "0", "presence-room-", "private-x"):
        body = {"socket_id": "1.1", "channel_name": name}
        assert bob("POST", "/broadcasting/auth", json=body).status_code == 403


def test_a_request_for_a_signature_is_validated(alice: Person) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    requests: list[tuple[dict[str, Any], int]] = [
        ({"json": {"socket_id": "1", "channel_name": "x"}}, 422),
        ({"data": {"socket_id": "1.1", "channel_name": "nul\0"}}, 422),
        ({"content": b"%ff=1", "headers": form}, 400),
        ({"content": b"<a/>", "headers": {"Content-Type": "text/xml"}}, 415),
    ]
    for options, status in requests:
        assert alice("POST", "/broadcasting/auth", **options).status_code == status


class StuckSocket:
    """A client that reads nothing."""

    closed_with: int | None = None

    async def send_text(self, _: str) -> None:
        await asyncio.Event().wait()

    async def receive(self) -> Any:
        await asyncio.Event().wait()

    async def close(self, code: int, _: str) -> None:
        self.closed_with = code


async def run_stuck() -> tuple[StuckSocket, Connection, Hub, "asyncio.Task[None]"]:
    socket, hub = StuckSocket(), Hub(InMemory())
    connection = Connection(
        socket,  # type: ignore[arg-type]
        hub=hub,
        signer=Signer("chat", "secret"),
        may_subscribe=lambda _channel, _sign_in, _user: asyncio.sleep(0, True),
        activity_timeout=60,
    )
    running = asyncio.create_task(connection.run())
    await asyncio.sleep(0)
    return socket, connection, hub, running


async def test_a_slow_reader_is_disconnected_when_its_queue_is_full() -> None:
    socket, connection, _, running = await run_stuck()
    for _ in range(MOST_WAITING - 1):
        connection.send("{}")
    await asyncio.sleep(0.01)
    assert socket.closed_with is None
    for _ in range(3):
        connection.send("{}")
    await asyncio.sleep(0.01)
    assert socket.closed_with == 4100
    running.cancel()


async def test_a_client_that_never_reads_the_close_frame_is_disconnected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.channels.connection.PONG_SECONDS", 0.01)
    socket, connection, hub, running = await run_stuck()
    monkeypatch.setattr(socket, "close", lambda _code, _reason: asyncio.Event().wait())
    connection.close(4100, "Too slow: catch up over REST.")
    await asyncio.wait({running}, timeout=10)
    assert running.done()
    assert hub.connections.subscriptions(connection.id) == set()


async def test_a_stopping_server_tells_its_clients_to_reconnect() -> None:
    socket, _, hub, running = await run_stuck()
    hub.stop()
    await asyncio.sleep(0.01)
    assert socket.closed_with == 4200
    late, _, _, other = await run_stuck()
    running.cancel()
    other.cancel()
    assert late.closed_with is None
