"""Cursor pagination. A cursor contains the last row's position in the order, so new rows shift nothing."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, StringConstraints
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from app.dependencies import SettingsDep
from app.failures import Invalid
from app.routing import check_once

Item = TypeVar("Item")
Row = TypeVar("Row")


class Page(BaseModel, Generic[Item]):
    items: list[Item]
    next_cursor: str | None


@dataclass(frozen=True)
class Place:
    """The last row that the caller has seen."""

    value: Any
    row_id: UUID


@dataclass(frozen=True)
class Sort:
    """Sorts rows by one column, then by id, so that one index serves both directions.

    `load` converts the text in a cursor back into the column's value.
    """

    column: InstrumentedAttribute[Any]
    load: Callable[[Any], Any]
    descending: bool = False

    async def fetch(
        self, session: AsyncSession, rows: Select[Row], after: Place | None, limit: int
    ) -> list[Row]:
        row_id: InstrumentedAttribute[UUID] = self.column.class_.id
        if after is not None:
            beyond, reached = (lt, le) if self.descending else (gt, ge)
            is_further = beyond(self.column, after.value) | beyond(row_id, after.row_id)
            # The first condition is redundant, but lets the database use an index.
            rows = rows.where(reached(self.column, after.value), is_further)
        order = [self.column.desc(), row_id.desc()] if self.descending else [self.column, row_id]
        return list((await session.scalars(rows.order_by(*order).limit(limit))).all())


@dataclass(frozen=True)
class Pager:
    request: Request
    response: Response
    secret_key: str
    limit: int
    cursor: str | None

    async def fetch(
        self, session: AsyncSession, rows: Select[Row], sort: Sort
    ) -> tuple[list[Row], str | None]:
        """The rows of the page, and the cursor of the next one."""
        after = None if self.cursor is None else self._read(self.cursor, sort)
        found = await sort.fetch(session, rows, after, self.limit + 1)
        shown = found[: self.limit]
        if len(found) == len(shown):
            return shown, None
        cursor = self._write(shown[-1], sort)
        url = self.request.url.include_query_params(cursor=cursor)
        self.response.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
        return shown, cursor

    def _write(self, row: Any, sort: Sort) -> str:
        place = [getattr(row, sort.column.key), row.id]
        payload = json.dumps(place, separators=(",", ":"), ensure_ascii=False, default=str).encode()
        return encode(self._sign(payload) + payload)

    def _read(self, cursor: str, sort: Sort) -> Place:
        payload = decode(cursor)[16:]
        # Compare the encoded cursor too, because several texts decode to the same bytes.
        ours = encode(self._sign(payload) + payload)
        if not hmac.compare_digest(ours.encode(), cursor.encode()):
            raise Invalid({"/cursor": "This is not a cursor of this list."})
        value, row_id = json.loads(payload)
        return Place(sort.load(value), UUID(row_id))

    def _sign(self, payload: bytes) -> bytes:
        """Signed for this list, so that a value from a cursor can be compared with a column unchecked."""
        pairs = self.request.query_params.multi_items()
        filters = sorted(pair for pair in pairs if pair[0] not in ("cursor", "limit"))
        this_list = json.dumps([self.request.url.path, filters]).encode()
        return hmac.digest(self.secret_key.encode(), this_list + b"\0" + payload, hashlib.sha256)[:16]


def encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (UnicodeEncodeError, binascii.Error):
        return b""


async def get_pager(
    request: Request,
    response: Response,
    settings: SettingsDep,
    limit: Annotated[str, Query(), StringConstraints(pattern=r"^[1-9][0-9]?$|^100$")] = "20",
    cursor: Annotated[str | None, Query()] = None,
) -> Pager:
    check_once(request, "limit", "cursor")
    return Pager(request, response, settings.secret_key, int(limit), cursor)


PagerDep = Annotated[Pager, Depends(get_pager)]
