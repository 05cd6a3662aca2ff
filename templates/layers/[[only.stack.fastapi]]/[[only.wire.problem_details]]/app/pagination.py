"""The pages of lists; `app/cursors.py` explains their cursors."""

from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Query, Request, Response
from pydantic import StringConstraints
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from app.cursors import Cursors
from app.dependencies import SettingsDep
from app.routing import check_once
from app.sorting import Sort

Row = TypeVar("Row")


@dataclass(frozen=True)
class Pager:
    response: Response
    cursors: Cursors
    limit: int
    cursor: str | None

    async def fetch(
        self, session: AsyncSession, rows: Select[Row], sort: Sort
    ) -> tuple[list[Row], str | None]:
        """The rows of the page, and the cursor of the next one."""
        after = None if self.cursor is None else self.cursors.read(self.cursor, sort.load)
        found: list[Row] = []
        for stretch in sort.stretches(rows, after):
            if missing := self.limit + 1 - len(found):
                found += (await session.scalars(stretch.limit(missing))).all()
        shown = found[: self.limit]
        if len(found) == len(shown):
            return shown, None
        cursor = self.cursors.write(sort.place_of(shown[-1]))
        self.response.headers["Link"] = self.cursors.link(cursor)
        return shown, cursor


async def get_pager(
    request: Request,
    response: Response,
    settings: SettingsDep,
    limit: Annotated[str, Query(), StringConstraints(pattern=r"^[1-9][0-9]?$|^100$")] = "20",
    cursor: Annotated[str | None, Query()] = None,
) -> Pager:
    check_once(request, "limit", "cursor")
    cursors = Cursors(settings.secret_key, request.url.path, request.query_params.multi_items())
    return Pager(response, cursors, int(limit), cursor)


PagerDep = Annotated[Pager, Depends(get_pager)]
