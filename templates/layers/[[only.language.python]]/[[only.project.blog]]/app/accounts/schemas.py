import re
from typing import Annotated

from pydantic import MISSING, AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from app.schemas import Answer, Body, NotBlank
from app.text import CONTROL, INVISIBLE

ADDRESS = re.compile(f"[^@{INVISIBLE}]+@[^@.{INVISIBLE}]+([.][^@.{INVISIBLE}]+)+")
# Used in paths: no slashes, control characters, surrounding whitespace or leading dot.
USERNAME = re.compile(rf"[^\s/.{CONTROL}]([^/{CONTROL}]*[^\s/{CONTROL}])?")


def matching(pattern: re.Pattern[str]) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise PydanticCustomError("pattern", "is invalid")
        return value

    return AfterValidator(check)


Username = Annotated[str, StringConstraints(max_length=64), matching(USERNAME), NotBlank]
Email = Annotated[str, StringConstraints(max_length=254), matching(ADDRESS), NotBlank]
Password = Annotated[str, StringConstraints(min_length=8, max_length=128), NotBlank]
EmptyIsNull = AfterValidator(lambda value: value or None)
Bio = Annotated[Annotated[str, StringConstraints(max_length=2000)] | None, EmptyIsNull]
Image = Annotated[Annotated[str, StringConstraints(max_length=2048)] | None, EmptyIsNull]


class NewUser(Body):
    username: Username
    email: Email
    password: Password


class Credentials(Body):
    """Not validated further: an invalid address simply has no account."""

    email: Annotated[str, StringConstraints(max_length=254), NotBlank]
    password: Annotated[str, StringConstraints(max_length=128), NotBlank]


class UserChanges(Body):
    """Omitted fields stay unchanged."""

    username: Username | MISSING = MISSING
    email: Email | MISSING = MISSING
    password: Password | MISSING = MISSING
    bio: Bio | MISSING = MISSING
    image: Image | MISSING = MISSING


class UserAnswer(Answer):
    email: str
    token: str
    username: str
    bio: str | None
    image: str | None


class UserEnvelope(Answer):
    user: UserAnswer
