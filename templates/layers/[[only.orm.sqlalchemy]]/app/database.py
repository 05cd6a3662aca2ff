"""The base of all models, and column types that behave the same on every database."""

from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import DateTime, Dialect, MetaData, String, Text, Uuid
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator, TypeEngine


class Timestamp(TypeDecorator[datetime]):
    """A UTC timestamp with millisecond precision."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "mysql":
            return dialect.type_descriptor(mysql.DATETIME(fsp=3))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        value = to_milliseconds(value)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Words(TypeDecorator[str]):
    """Text, compared and sorted by code point, with case and spaces. Unlimited without a length."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        length = cast("String", self.impl_instance).length
        if dialect.name == "mysql":
            collation = "utf8mb4_nopad_bin" if getattr(dialect, "is_mariadb", False) else "utf8mb4_0900_bin"
            if length is None:
                return dialect.type_descriptor(mysql.MEDIUMTEXT(collation=collation))
            return dialect.type_descriptor(mysql.VARCHAR(length, collation=collation))
        collation_name = "C" if dialect.name == "postgresql" else None
        if length is None:
            return dialect.type_descriptor(Text(collation=collation_name))
        return dialect.type_descriptor(String(length, collation=collation_name))


class Identifier(TypeDecorator[UUID]):
    """A UUID, sorted as text: MariaDB sorts its own type by the last group first."""

    impl = Uuid
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Uuid(native_uuid=dialect.name == "postgresql"))


class Model(DeclarativeBase):
    type_annotation_map = {datetime: Timestamp(), UUID: Identifier()}
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )


def now() -> datetime:
    return to_milliseconds(datetime.now(UTC))


def to_milliseconds(moment: datetime) -> datetime:
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
