from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from app.pagination import Place, Sort

Row = TypeVar("Row")


@dataclass(frozen=True)
class NullableSort(Sort):
    """Sorts rows without a value last, in either direction.

    They are fetched by a query of their own, because an index has them at the same end in both directions.
    """

    async def fetch(
        self, session: AsyncSession, rows: Select[Row], after: Place | None, limit: int
    ) -> list[Row]:
        found: list[Row] = []
        if after is None or after.value is not None:
            with_value = rows.where(self.column.is_not(None))
            found, after = await super().fetch(session, with_value, after, limit), None
        return found + await self._fetch_without_value(session, rows, after, limit - len(found))

    async def _fetch_without_value(
        self, session: AsyncSession, rows: Select[Row], after: Place | None, limit: int
    ) -> list[Row]:
        if limit == 0:
            return []
        row_id: InstrumentedAttribute[UUID] = self.column.class_.id
        rows = rows.where(self.column.is_(None)).order_by(row_id.desc() if self.descending else row_id)
        if after is not None:
            rows = rows.where(row_id < after.row_id if self.descending else row_id > after.row_id)
        return list((await session.scalars(rows.limit(limit))).all())
