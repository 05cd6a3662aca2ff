"""Which requests are read at all."""

from http import HTTPMethod

from app.failures import Malformed, TooLarge, UnsupportedType
from app.middleware import Message, Receive, Scope, header

MOST_BYTES = 1024 * 1024
# Python's list does not have the newest one yet.
METHODS = {*HTTPMethod.__members__, "QUERY"}


class NoRoute(Exception):
    """An encoded slash is part of a name, and no name here has one."""


def check_head(scope: Scope) -> None:
    """Reject invalid requests, and large bodies immediately if their length is declared."""
    if scope["method"] not in METHODS or not scope["raw_path"].startswith((b"/", b"*")):
        raise Malformed("The request line has an invalid method or target.")
    length = header(scope["headers"], b"content-length")
    if length is not None and length.isdecimal() and int(length[:20]) > MOST_BYTES:
        raise too_large()
    if b"%2f" in scope["raw_path"].lower():
        raise NoRoute
    has_body = length is not None or header(scope["headers"], b"transfer-encoding") is not None
    encoding = header(scope["headers"], b"content-encoding") or ""
    if has_body and encoding.lower() not in ("", "identity"):
        raise UnsupportedType("The body must not be compressed.")


def limited(receive: Receive) -> Receive:
    received = 0

    async def receive_within_limit() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > MOST_BYTES:
            raise too_large()
        return message

    return receive_within_limit


def too_large() -> TooLarge:
    return TooLarge(f"A body has at most {MOST_BYTES} bytes.")
