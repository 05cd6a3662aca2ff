"""The WebSocket protocol of the server, uvicorn's, with what a chat needs."""

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
        # A transport that is closed waits for its last bytes to be read, and some clients never read.
        if not self.disconnected:
            self.deadline = self.loop.call_later(LAST_BYTES_SECONDS, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.deadline:
            self.deadline.cancel()
        super().connection_lost(exc)

    def handle_ping(self) -> None:
        if self.transport.get_write_buffer_size() > MOST_BYTES_UNREAD:
            # It pings and does not read: the answers would fill the memory.
            self.transport.abort()
            return
        super().handle_ping()
        self._pass_on_activity()

    def handle_pong(self, event: Frame) -> None:
        super().handle_pong(event)
        self._pass_on_activity()

    def send_receive_event_to_app(self) -> None:
        # uvicorn would log as an error of ours that a client's text is not UTF-8.
        if self.curr_msg_data_type == "text" and not is_utf8(b"".join(self.frames)):
            self.conn.fail(CloseCode.INVALID_DATA)
            self.handle_parser_exception()
            return
        super().send_receive_event_to_app()

    def _pass_on_activity(self) -> None:
        """Show the application a message without content."""
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
