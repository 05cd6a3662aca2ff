from collections.abc import Callable
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

from app.cursors import Place

Row = TypeVar("Row")


@dataclass(frozen=True)
class Sort:
    """Sorts rows by one column, then by id, so that one index serves both directions.

    `load` converts the text in a cursor back into the column's value.
    """

    column: InstrumentedAttribute[Any]
    load: Callable[[Any], Any]
    descending: bool = False

    def stretches(self, rows: Select[Row], after: Place | None) -> list[Select[Row]]:
        """The sorted rows after a place: all rows of the first query, then those of the next."""
        row_id: InstrumentedAttribute[UUID] = self.column.class_.id
        if after is not None:
            beyond, reached = (lt, le) if self.descending else (gt, ge)
            is_further = beyond(self.column, after.value) | beyond(row_id, after.row_id)
            # The first condition is redundant, but lets the database use an index.
            rows = rows.where(reached(self.column, after.value), is_further)
        order = [self.column.desc(), row_id.desc()] if self.descending else [self.column, row_id]
        return [rows.order_by(*order)]

    def place_of(self, row: Any) -> Place:
        return Place(getattr(row, self.column.key), row.id)
