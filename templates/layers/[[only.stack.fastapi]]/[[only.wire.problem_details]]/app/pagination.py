"""Cursor pagination. A cursor contains the last row's position in the order, so new rows shift nothing.

To build a statement takes longer than SQLite takes to answer it: each is built once, and awaits its values.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, StringConstraints
from sqlalchemy import BindParameter, CursorResult, Integer, ScalarResult, Select, bindparam
from sqlalchemy.orm import InstrumentedAttribute

from app.failures import Invalid
from app.routing import check_once

Item = TypeVar("Item")

# How rows are read: as entities by `session.scalars`, as columns by `connection.execute`.
Read = Callable[[Select[Any], Mapping[str, Any]], Awaitable[ScalarResult[Any] | CursorResult[Any]]]


class Page(BaseModel, Generic[Item]):
    items: list[Item]
    next_cursor: str | None


@dataclass(frozen=True)
class Sort:
    """Sorts rows by one column, then by id, so that one index serves both directions.

    `dump` and `load` carry the column's value through JSON.
    """

    name: str
    column: InstrumentedAttribute[Any]
    descending: bool = False
    nullable: bool = False
    dump: Callable[[Any], Any] = lambda value: value
    load: Callable[[Any], Any] = lambda value: value

    def reversed(self) -> "Sort":
        return replace(self, name=f"-{self.name}", descending=not self.descending)


@dataclass(frozen=True)
class Pager:
    request: Request
    response: Response
    limit: int
    cursor: str | None

    async def page(
        self,
        read: Read,
        rows: Select[Any],
        values: Mapping[str, Any],
        *,
        as_item: Callable[[Any], Item],
        row_id: InstrumentedAttribute[UUID],
        sort: Sort,
    ) -> Page[Item]:
        last = self._read(self.cursor, sort) if self.cursor is not None else {}
        found: list[Any] = []
        for stretch in stretches(rows, row_id=row_id, sort=sort, after=frozenset(last)):
            wanted = self.limit + 1 - len(found)
            found += (await read(stretch, {**values, **last, "limit": wanted})).all()
            if len(found) > self.limit:
                break
        shown = found[: self.limit]
        next_cursor = None
        if len(found) > self.limit:
            next_cursor = self._write(shown[-1], row_id=row_id, sort=sort)
            url = self.request.url.include_query_params(cursor=next_cursor)
            self.response.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
        return Page(items=[as_item(row) for row in shown], next_cursor=next_cursor)

    def _write(self, row: Any, *, row_id: InstrumentedAttribute[UUID], sort: Sort) -> str:
        value = getattr(row, sort.column.key)
        place = [None if value is None else sort.dump(value), str(getattr(row, row_id.key))]
        payload = json.dumps(place, separators=(",", ":"), ensure_ascii=False).encode()
        return encode(self._sign(payload) + payload)

    def _read(self, cursor: str, sort: Sort) -> dict[str, Any]:
        raw = decode(cursor)
        payload = raw[16:]
        # Compare the encoded cursor too, because several texts decode to the same bytes.
        ours = encode(self._sign(payload) + payload)
        if not hmac.compare_digest(ours.encode(), cursor.encode()):
            raise Invalid({"/cursor": "This is not a cursor of this list."})
        value, row_id = json.loads(payload)
        last = {"last_id": UUID(row_id)}
        return last if value is None else last | {"last_value": sort.load(value)}

    def _sign(self, payload: bytes) -> bytes:
        """Only cursors that we signed for this list are read, so they need no further validation."""
        key = self.request.app.state.settings.secret_key.encode()
        pairs = self.request.query_params.multi_items()
        filters = sorted(pair for pair in pairs if pair[0] not in ("cursor", "limit"))
        this_list = json.dumps([self.request.url.path, filters]).encode()
        return hmac.digest(key, this_list + b"\0" + payload, hashlib.sha256)[:16]


@lru_cache(maxsize=256)
def stretches(
    rows: Select[Any], *, row_id: InstrumentedAttribute[UUID], sort: Sort, after: frozenset[str]
) -> list[Select[Any]]:
    """The queries that return the rows in order: those with a value, then those without one.

    They are apart because no index that all three databases have puts nulls last in both directions. `after`
    names what is known of the row before the first: nothing, its `last_id`, or its `last_value` too.
    """
    order = [sort.column.desc(), row_id.desc()] if sort.descending else [sort.column, row_id]
    rows = rows.limit(bindparam("limit", type_=Integer))
    with_value = rows.order_by(*order)
    if sort.nullable:
        with_value = with_value.where(sort.column.is_not(None))
    without_value = rows.where(sort.column.is_(None)).order_by(order[1])

    if after:
        column = sort.column
        last_value: BindParameter[Any] = bindparam("last_value")
        last_id: BindParameter[UUID] = bindparam("last_id")
        further = row_id < last_id if sort.descending else row_id > last_id
        if "last_value" not in after:
            return [without_value.where(further)]
        beyond = column < last_value if sort.descending else column > last_value
        # Redundant, but lets the database use an index.
        reached = column <= last_value if sort.descending else column >= last_value
        with_value = with_value.where(reached, beyond | further)
    return [with_value, without_value] if sort.nullable else [with_value]


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
    limit: Annotated[str, Query(), StringConstraints(pattern=r"^[1-9][0-9]?$|^100$")] = "20",
    cursor: Annotated[str | None, Query()] = None,
) -> Pager:
    check_once(request, "limit", "cursor")
    return Pager(request, response, int(limit), cursor)


PagerDep = Annotated[Pager, Depends(get_pager)]
