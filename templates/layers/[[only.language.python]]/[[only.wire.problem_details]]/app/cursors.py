"""Cursor pagination. A cursor contains the last row's position in the order, so new rows shift nothing."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from pydantic import BaseModel

from app.failures import Invalid

Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    items: list[Item]
    next_cursor: str | None


@dataclass(frozen=True)
class Place:
    """The last row that the caller has seen."""

    value: Any
    row_id: UUID


@dataclass(frozen=True)
class Cursors:
    """The cursors of one list: of this path, with these filters."""

    secret_key: str
    path: str
    query: list[tuple[str, str]]

    def write(self, place: Place) -> str:
        values = [place.value, place.row_id]
        payload = json.dumps(values, separators=(",", ":"), ensure_ascii=False, default=str).encode()
        return encode(self._sign(payload) + payload)

    def read(self, cursor: str, load: Callable[[Any], Any]) -> Place:
        """`load` converts the text in a cursor back into the column's value."""
        payload = decode(cursor)[16:]
        # Compare the encoded cursor too, because several texts decode to the same bytes.
        ours = encode(self._sign(payload) + payload)
        if not hmac.compare_digest(ours.encode(), cursor.encode()):
            raise Invalid({"/cursor": "This is not a cursor of this list."})
        value, row_id = json.loads(payload)
        return Place(load(value), UUID(row_id))

    def link(self, cursor: str) -> str:
        """The next page, as a `Link` header."""
        others = [pair for pair in self.query if pair[0] != "cursor"]
        return f'<{self.path}?{urlencode([*others, ("cursor", cursor)])}>; rel="next"'

    def _sign(self, payload: bytes) -> bytes:
        """Signed for this list, so that a value from a cursor can be compared with a column unchecked."""
        filters = sorted(pair for pair in self.query if pair[0] not in ("cursor", "limit"))
        this_list = json.dumps([self.path, filters]).encode()
        return hmac.digest(self.secret_key.encode(), this_list + b"\0" + payload, hashlib.sha256)[:16]


def encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (UnicodeEncodeError, binascii.Error):
        return b""
