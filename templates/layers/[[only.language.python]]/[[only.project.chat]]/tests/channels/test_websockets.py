import asyncio
import socket
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from app.channels import websockets

HANDSHAKE = b"""GET / HTTP/1.1\r
Host: localhost\r
Connection: Upgrade\r
Upgrade: websocket\r
Sec-WebSocket-Version: 13\r
Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
\r
"""


async def send_much_and_leave(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": "x" * 32 * 1024 * 1024})


async def test_a_connection_ends_even_if_its_client_never_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websockets, "LAST_BYTES_SECONDS", 0.01)
    config, state = uvicorn.Config(send_much_and_leave, log_config=None), ServerState()
    loop, lost = asyncio.get_running_loop(), asyncio.Event()

    class Protocol(websockets.WebSocketProtocol):
        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            lost.set()

    server = await loop.create_server(lambda: Protocol(config, state, {}), "127.0.0.1", 0)
    with socket.create_connection(server.sockets[0].getsockname()) as client:
        client.sendall(HANDSHAKE)
        async with asyncio.timeout(10):
            await lost.wait()
    server.close()
