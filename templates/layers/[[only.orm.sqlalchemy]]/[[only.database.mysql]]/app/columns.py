"""Column types that keep what the API promises, on MySQL and MariaDB, and on SQLite for tests."""

from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Dialect
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeDecorator, TypeEngine


class Timestamp(TypeDecorator[datetime]):
    """A UTC timestamp with millisecond precision. Neither database stores time zones."""

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "mysql":
            return dialect.type_descriptor(mysql.DATETIME(fsp=3))
        return dialect.type_descriptor(sa.DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else to_milliseconds(value).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Text(TypeDecorator[str]):
    """Text, compared and sorted by code point, with case and spaces. Unlimited without a length."""

    impl = sa.String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        length = cast("sa.String", self.impl_instance).length
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.Text() if length is None else sa.String(length))
        collation = "utf8mb4_nopad_bin" if getattr(dialect, "is_mariadb", False) else "utf8mb4_0900_bin"
        if length is None:
            return dialect.type_descriptor(mysql.MEDIUMTEXT(collation=collation))
        return dialect.type_descriptor(mysql.VARCHAR(length, collation=collation))


class Identifier(TypeDecorator[UUID]):
    """A UUID, stored as text: MariaDB sorts its own type by the last group first."""

    impl = sa.Uuid(native_uuid=False)
    cache_ok = True


def to_milliseconds(moment: datetime) -> datetime:
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
