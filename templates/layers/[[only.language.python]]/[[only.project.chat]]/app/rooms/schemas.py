from typing import Annotated

from pydantic import MISSING, StringConstraints
from pydantic_core import PydanticCustomError

from app.schemas import Answer, Body, Id, IsName, Time


def check_not_blank(value: str) -> str:
    if not any(character > " " for character in value):
        raise PydanticCustomError("blank", "Input should have a character that is not white space")
    return value


RoomName = Annotated[str, StringConstraints(min_length=1, max_length=80), IsName]
Topic = Annotated[str, StringConstraints(min_length=1, max_length=250)]


class NewRoom(Body):
    name: RoomName
    topic: Topic | None = None
    private: bool = False


class RoomChange(Body):
    """A merge patch: members that were not sent stay unchanged, null clears."""

    name: RoomName | MISSING = MISSING
    topic: Topic | MISSING | None = MISSING


class Invitation(Body):
    email: Annotated[str, StringConstraints(min_length=1, max_length=254)]


class RoomEvent(Answer):
    """A room without caller-specific fields."""

    id: Id
    name: str
    topic: str | None
    private: bool
    created_by: Id
    member_count: int
    created_at: Time


class RoomAnswer(RoomEvent):
    unread_count: int | None


class MembershipEvent(Answer):
    room_id: Id
    user_id: Id


class MemberAnswer(Answer):
    id: Id
    name: str
    joined_at: Time
