"""Shared parts of request and response bodies."""

import re
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer
from pydantic_core import PydanticCustomError

from app.text import has_control, is_visible

RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII
)
HEX_GROUPS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)


class Body(BaseModel):
    """A request body: only known members, with exactly their types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


def parse_time(value: object) -> object:
    if value is None or isinstance(value, datetime):
        return value
    if isinstance(value, str) and RFC_3339.fullmatch(value):
        try:
            return datetime.fromisoformat(_with_microseconds(value.upper())).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise PydanticCustomError("time", "Input should be a time like 2026-01-31T09:30:00.000Z")


def check_name(value: str) -> str:
    if has_control(value) or not is_visible(value):
        raise PydanticCustomError("name", "Input should be visible and have no control characters")
    return value


def parse_id(value: object) -> object:
    if value is None or isinstance(value, UUID):
        return value
    if isinstance(value, str) and HEX_GROUPS.fullmatch(value):
        return UUID(value)
    raise PydanticCustomError("id", "Input should be a UUID")


def format_time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _with_microseconds(value: str) -> str:
    """Cut digits beyond microseconds, which `fromisoformat` rejects in some versions of Python."""
    return re.sub(r"(\.\d{1,6})\d*", r"\1", value)


Time = Annotated[datetime, BeforeValidator(parse_time), PlainSerializer(format_time, when_used="json")]
Id = Annotated[UUID, BeforeValidator(parse_id)]
IsName = AfterValidator(check_name)
