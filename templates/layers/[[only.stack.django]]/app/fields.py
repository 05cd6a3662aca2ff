"""Model fields that keep the precision and the order that the API promises."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from app.database import to_milliseconds
from app.databases import collation_of


class Moment(models.DateTimeField):
    """A time in UTC with millisecond precision."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return to_milliseconds(value) if isinstance(value, datetime) else value


class ExactText(models.Field):
    """Text, compared and sorted by code point, with case and spaces."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, str | None]:
        return super().db_parameters(connection) | {"collation": collation_of(connection)}


class Text(ExactText, models.CharField):
    """Text of limited length."""


class LongText(ExactText, models.TextField):
    """Text of any length."""


class Identifier(models.UUIDField):
    """A UUID; on MySQL as text, because MariaDB sorts its own type by the last group first."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "char(32)" if connection.vendor == "mysql" else super().db_type(connection)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        value = super().get_db_prep_value(value, connection, prepared)
        return value.hex if connection.vendor == "mysql" and isinstance(value, UUID) else value
