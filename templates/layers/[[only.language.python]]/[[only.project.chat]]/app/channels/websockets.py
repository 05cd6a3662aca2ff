"""uvicorn's WebSocket protocol, adapted for the chat."""

import asyncio
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode, Frame

LONGEST_FRAME = 64 * 1024
MOST_BYTES_UNREAD = 1024 * 1024
LAST_BYTES_SECONDS = 30


class WebSocketProtocol(WebSocketsSansIOProtocol):
    deadline: asyncio.TimerHandle | None = None

    async def run_asgi(self) -> None:
        await super().run_asgi()
        # A closed transport waits until its last bytes are read, but some clients never read.
        if not self.disconnected:
            self.deadline = self.loop.call_later(LAST_BYTES_SECONDS, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.deadline:
            self.deadline.cancel()
        super().connection_lost(exc)

    def handle_ping(self) -> None:
        if self.transport.get_write_buffer_size() > MOST_BYTES_UNREAD:
            # The client pings but does not read: the pongs would fill the memory.
            self.transport.abort()
            return
        super().handle_ping()
        self._pass_on_activity()

    def handle_pong(self, event: Frame) -> None:
        super().handle_pong(event)
        self._pass_on_activity()

    def send_receive_event_to_app(self) -> None:
        # uvicorn would log a client's invalid UTF-8 as a server error.
        if self.curr_msg_data_type == "text" and not is_utf8(b"".join(self.frames)):
            self.conn.fail(CloseCode.INVALID_DATA)
            self.handle_parser_exception()
            return
        super().send_receive_event_to_app()

    def _pass_on_activity(self) -> None:
        """Pass an empty message to the application."""
        if self.handshake_complete and not self.close_sent:
            message: Any = {"type": "websocket.receive"}
            self.queue.put_nowait(message)
            if not self.read_paused:
                self.read_paused = True
                self.transport.pause_reading()


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
