"""Column types that keep what the API promises, on PostgreSQL, and on SQLite for tests."""

from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


class Timestamp(TypeDecorator[datetime]):
    """A UTC timestamp with millisecond precision. SQLite does not store time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        value = to_milliseconds(value)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Text(TypeDecorator[str]):
    """Text, compared and sorted by code point. Unlimited without a length."""

    impl = sa.String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        length = cast("sa.String", self.impl_instance).length
        collation = "C" if dialect.name == "postgresql" else None
        if length is None:
            return dialect.type_descriptor(sa.Text(collation=collation))
        return dialect.type_descriptor(sa.String(length, collation=collation))


class Identifier(TypeDecorator[UUID]):
    impl = sa.Uuid
    cache_ok = True


def to_milliseconds(moment: datetime) -> datetime:
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
