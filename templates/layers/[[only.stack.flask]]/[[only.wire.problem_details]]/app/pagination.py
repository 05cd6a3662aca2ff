"""The pages of lists; `app/cursors.py` explains their cursors."""

from typing import Annotated, TypeVar

from flask import Response, request
from pydantic import BaseModel, StringConstraints
from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.cursors import Cursors
from app.requests import query_of
from app.services import get_settings
from app.sorting import Sort

Row = TypeVar("Row")


class PageQuery(BaseModel):
    limit: Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]?$|^100$")] = "20"
    cursor: str | None = None


def fetch_page(session: Session, rows: Select[Row], sort: Sort) -> tuple[list[Row], str | None]:
    """The rows of the page that the request asks for, and the cursor of the next one."""
    query = query_of(PageQuery)
    limit = int(query.limit)
    after = None if query.cursor is None else cursors().read(query.cursor, sort.load)
    found: list[Row] = []
    for stretch in sort.stretches(rows, after):
        if missing := limit + 1 - len(found):
            found += session.scalars(stretch.limit(missing)).all()
    shown = found[:limit]
    if len(found) == len(shown):
        return shown, None
    return shown, cursors().write(sort.place_of(shown[-1]))


def with_link(response: Response, cursor: str | None) -> Response:
    if cursor is not None:
        response.headers["Link"] = cursors().link(cursor)
    return response


def cursors() -> Cursors:
    """Those of the list that is asked for."""
    return Cursors(get_settings().secret_key, request.path, list(request.args.items(multi=True)))
