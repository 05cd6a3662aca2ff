"""Middleware for every request, whatever its route."""

import logging
import re
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

from app.logs import request_id

logger = logging.getLogger("app.requests")

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str | None:
    """The value of the first one with this lower-case name."""
    return next((value.decode("latin-1") for each, value in headers if each == name), None)


class NormalizePath:
    """Normalize the request's target to its path, without scheme, host and fragment."""

    def __init__(self, app: Application) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            target = re.sub(rb"(?i)^https?://[^/#]*", b"", scope["raw_path"]).partition(b"#")[0] or b"/"
            scope = {**scope, "raw_path": target, "path": unquote(target.decode("ascii"))}
        await self.app(scope, receive, send)


class RequestContext:
    """Give each request an id, log its result, and add the headers of every response."""

    def __init__(self, app: Application, token_paths: list[str]) -> None:
        self.app = app
        self.token_paths = token_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        started = time.perf_counter()
        status = 0
        asked_for = header(scope["headers"], b"x-request-id") or ""
        current = asked_for if re.fullmatch(r"[ -~]{1,128}", asked_for) else str(uuid4())

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                added = [(b"x-request-id", current.encode()), (b"x-content-type-options", b"nosniff")]
                headers = self.with_caching(scope, message["headers"])
                message = {**message, "headers": headers + added}
            await send(message)

        token = request_id.set(current)
        try:
            await self.app(scope, receive, send_with_headers)
        finally:
            fields = {
                "method": scope["method"],
                "path": scope["path"],
                "status": status,
                "duration_ms": round((time.perf_counter() - started) * 1000, 1),
            }
            logger.info("%s %s %s", scope["method"], scope["path"], status, extra={"fields": fields})
            request_id.reset(token)

    def with_caching(self, scope: Scope, headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        if any(f"{scope['path']}/".startswith(f"{path}/") for path in self.token_paths):
            others = [each for each in headers if each[0] != b"cache-control"]
            return [*others, (b"cache-control", b"no-store")]
        is_private = header(scope["headers"], b"authorization") is not None
        if is_private and header(headers, b"cache-control") is None:
            return [*headers, (b"cache-control", b"private, no-cache")]
        return [*headers]


class AnswerNotModified:
    """Answer 304 to `If-None-Match: *` where something exists (RFC 9110, section 13.1.2)."""

    def __init__(self, app: Application) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_read = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not is_read or header(scope["headers"], b"if-none-match") != "*":
            await self.app(scope, receive, send)
            return

        exists = False

        async def send_no_body(message: Message) -> None:
            nonlocal exists
            if message["type"] == "http.response.start" and message["status"] == 200:
                exists = True
                about_body = (b"content-length", b"content-type")
                headers = [each for each in message["headers"] if each[0] not in about_body]
                message = {**message, "status": 304, "headers": headers}
            elif exists:
                message = {**message, "body": b""}
            await send(message)

        await self.app(scope, receive, send_no_body)
