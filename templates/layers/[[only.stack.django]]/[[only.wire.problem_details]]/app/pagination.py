"""The pages of lists; `app/cursors.py` explains their cursors."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, StringConstraints

from app.cursors import Cursors, Page, Place
from app.views import answer, query_of

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Sort:
    """Sorts rows by one field, then by id, so that one index serves both directions.

    `load` converts the text in a cursor back into the field's value. Rows without a value come last, in
    either direction: a query of their own finds them, because an index has them at the same end in both.
    """

    field: str
    load: Callable[[Any], Any]
    descending: bool = False
    nullable: bool = False

    def stretches(self, rows: QuerySet[Row], after: Place | None) -> Iterator[QuerySet[Row]]:
        """The rows after this place, in one or two queries."""
        has_none = {f"{self.field}__isnull": True}
        ids = "-id" if self.descending else "id"
        if after is None or after.value is not None:
            order = f"-{self.field}" if self.descending else self.field
            some = rows.exclude(**has_none) if self.nullable else rows
            yield self._beyond(some, after).order_by(order, ids)
            after = None
        if self.nullable:
            rest = rows.filter(**has_none)
            if after is not None:
                rest = rest.filter(**{f"id__{self._further}": after.row_id})
            yield rest.order_by(ids)

    def _beyond(self, rows: QuerySet[Row], after: Place | None) -> QuerySet[Row]:
        if after is None:
            return rows
        further = self._further
        is_further = Q(**{f"{self.field}__{further}": after.value}) | Q(**{f"id__{further}": after.row_id})
        # The first condition is redundant, but lets the database use an index.
        return rows.filter(Q(**{f"{self.field}__{further}e": after.value}), is_further)

    @property
    def _further(self) -> str:
        return "lt" if self.descending else "gt"


class PageQuery(BaseModel):
    limit: Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]?$|^100$")] = "20"
    cursor: str | None = None


def answer_page(
    request: HttpRequest, rows: QuerySet[Row], sort: Sort, present: Callable[[Row], BaseModel]
) -> HttpResponse:
    """The page that the request asks for, with a link to the next one."""
    wanted = query_of(request, PageQuery)
    limit = int(wanted.limit)
    cursors = Cursors(settings.SECRET_KEY, request.path, query_pairs(request))
    after = None if wanted.cursor is None else cursors.read(wanted.cursor, sort.load)
    found: list[Row] = []
    for stretch in sort.stretches(rows, after):
        if missing := limit + 1 - len(found):
            found += stretch[:missing]
    cursor = None
    if len(found) > limit:
        last = found[limit - 1]
        cursor = cursors.write(Place(getattr(last, sort.field), last.pk))
    items = [present(row) for row in found[:limit]]
    headers = {"Link": cursors.link(cursor)} if cursor else {}
    return answer(Page(items=items, next_cursor=cursor), headers=headers)


def query_pairs(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.GET.lists() for value in values]
