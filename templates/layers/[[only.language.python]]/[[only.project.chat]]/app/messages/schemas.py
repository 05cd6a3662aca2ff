from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, StringConstraints

from app.rooms.schemas import check_not_blank
from app.schemas import Answer, Body, Id, Time

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000), AfterValidator(check_not_blank)]


class MessageBody(Body):
    body: Text


class MessageInRoom(BaseModel):
    """The request that an `Idempotency-Key` identifies: this body in this room."""

    room_id: UUID
    body: str


class ReadMark(Body):
    message_id: Id


class AuthorAnswer(Answer):
    id: Id
    name: str


class MessageAnswer(Answer):
    id: Id
    room_id: Id
    author: AuthorAnswer
    body: str
    created_at: Time
    edited_at: Time | None
