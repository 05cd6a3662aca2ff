"""Shared parts of request and response bodies."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from app.bodies import is_sound
from app.text import has_control, is_visible

BLANK = "can't be blank"


class Body(BaseModel):
    """A request body. Unknown properties are ignored."""

    model_config = ConfigDict(alias_generator=to_camel, strict=True)


class Answer(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, from_attributes=True)


def check_not_blank(value: object) -> object:
    if value is None or (isinstance(value, str) and not is_visible(value)):
        raise PydanticCustomError("blank", BLANK)
    return value


def check_name(value: str) -> str:
    if has_control(value):
        raise PydanticCustomError("name", "must have no control characters")
    return value


def check_sound(value: str) -> str:
    """For text from a URL; text in bodies is checked when they are parsed."""
    if not is_sound(value):
        raise PydanticCustomError("text", "must be text without NUL")
    return value


def format_time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


NotBlank = BeforeValidator(check_not_blank)
IsName = AfterValidator(check_name)
Time = Annotated[datetime, PlainSerializer(format_time, when_used="json")]
