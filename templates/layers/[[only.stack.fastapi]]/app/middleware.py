"""Middleware for every request, whatever its route."""

import logging
import re
import time
from http import HTTPMethod
from urllib.parse import unquote
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.failures import Malformed, TooLarge, UnsupportedType
from app.logs import request_id

logger = logging.getLogger("app.requests")


class NormalizePath:
    """Normalize the request's target to its path, without scheme, host and fragment."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            target = re.sub(rb"(?i)^https?://[^/#]*", b"", scope["raw_path"]).partition(b"#")[0] or b"/"
            scope = {**scope, "raw_path": target, "path": unquote(target.decode("ascii"))}
        await self.app(scope, receive, send)


class RequestContext:
    """Give each request an id, log its result, and add the headers of every response."""

    def __init__(self, app: ASGIApp, token_paths: list[str]) -> None:
        self.app = app
        self.token_paths = token_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        started = time.perf_counter()
        status = 0
        request_headers = Headers(scope=scope)
        asked_for = request_headers.get("x-request-id", "")
        current = asked_for if re.fullmatch(r"[ -~]{1,128}", asked_for) else str(uuid4())

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = current
                headers["X-Content-Type-Options"] = "nosniff"
                if any(f"{scope['path']}/".startswith(f"{path}/") for path in self.token_paths):
                    headers["Cache-Control"] = "no-store"
                elif "authorization" in request_headers:
                    headers.setdefault("Cache-Control", "private, no-cache")
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


class AnswerNotModified:
    """Answer 304 to `If-None-Match: *` where something exists (RFC 9110, section 13.1.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_read = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not is_read or Headers(scope=scope).get("if-none-match") != "*":
            await self.app(scope, receive, send)
            return

        exists = False

        async def send_no_body(message: Message) -> None:
            nonlocal exists
            if message["type"] == "http.response.start" and message["status"] == 200:
                exists = True
                about_body = (b"content-length", b"content-type")
                headers = [header for header in message["headers"] if header[0] not in about_body]
                message = {**message, "status": 304, "headers": headers}
            elif exists:
                message = {**message, "body": b""}
            await send(message)

        await self.app(scope, receive, send_no_body)


# Python's list does not have the newest one yet.
METHODS = {*HTTPMethod.__members__, "QUERY"}


class RejectInvalidRequests:
    """Reject invalid requests, and bodies over `max_bytes`: immediately if the length is declared."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        headers = Headers(scope=scope)
        if scope["method"] not in METHODS or not scope["raw_path"].startswith((b"/", b"*")):
            raise Malformed("The request line has an invalid method or target.")
        declared = headers.get("content-length", "")
        if declared.isdecimal() and int(declared[:20]) > self.max_bytes:
            raise self._too_large()
        if b"%2f" in scope["raw_path"].lower():
            raise HTTPException(404)  # an encoded slash is part of a name, and no name here has one
        has_body = "content-length" in headers or "transfer-encoding" in headers
        if has_body and headers.get("content-encoding", "").lower() not in ("", "identity"):
            raise UnsupportedType("The body must not be compressed.")
        received = 0

        async def receive_within_limit() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.max_bytes:
                raise self._too_large()
            return message

        await self.app(scope, receive_within_limit, send)

    def _too_large(self) -> TooLarge:
        return TooLarge(f"A body has at most {self.max_bytes} bytes.")
