"""What the models and queries of all features share."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet


def now() -> datetime:
    return to_milliseconds(datetime.now(UTC))


def to_milliseconds(moment: datetime) -> datetime:
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@transaction.atomic
def delete_locked(rows: QuerySet[Any]) -> int:
    """Delete rows and all that belongs to them; the number of rows that were there.

    They are locked first, because nothing may be added to them while Django collects what belongs to them.
    """
    keys = [row.pk for row in rows.select_for_update()]
    rows.model.objects.filter(pk__in=keys).delete()
    return len(keys)
