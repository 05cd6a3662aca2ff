"""What the bodies of all features have in common."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from app.routing import is_sound

BLANK = "can't be blank"


class Body(BaseModel):
    """What a client sends. Properties that nobody asked for are ignored."""

    model_config = ConfigDict(alias_generator=to_camel, strict=True)


class Answer(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, from_attributes=True)


def check_not_blank(value: object) -> object:
    if value is None or (isinstance(value, str) and not value.strip()):
        raise PydanticCustomError("blank", BLANK)
    return value


def check_sound(value: str) -> str:
    """For text that comes from a URL; that of bodies is checked when they are read."""
    if not is_sound(value):
        raise PydanticCustomError("text", "must be text without NUL")
    return value


def format_time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


NotBlank = BeforeValidator(check_not_blank)
Time = Annotated[datetime, PlainSerializer(format_time, when_used="json")]
