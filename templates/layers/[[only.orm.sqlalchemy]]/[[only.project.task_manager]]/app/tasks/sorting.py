from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

from app.cursors import Place
from app.sorting import Sort

Row = TypeVar("Row")


@dataclass(frozen=True)
class NullableSort(Sort):
    """Sorts rows without a value last, in either direction.

    They are fetched by a query of their own, because an index has them at the same end in both directions.
    """

    def stretches(self, rows: Select[Row], after: Place | None) -> list[Select[Row]]:
        if after is not None and after.value is None:
            return [self._without_value(rows, after)]
        with_value = super().stretches(rows.where(self.column.is_not(None)), after)
        return [*with_value, self._without_value(rows, None)]

    def _without_value(self, rows: Select[Row], after: Place | None) -> Select[Row]:
        row_id: InstrumentedAttribute[UUID] = self.column.class_.id
        rows = rows.where(self.column.is_(None)).order_by(row_id.desc() if self.descending else row_id)
        if after is not None:
            rows = rows.where(row_id < after.row_id if self.descending else row_id > after.row_id)
        return rows
