from typing import Annotated

from pydantic import StringConstraints

from app.profiles.schemas import Profile
from app.schemas import Answer, Body, NotBlank, Time


class NewComment(Body):
    body: Annotated[str, StringConstraints(max_length=10_000), NotBlank]


class CommentAnswer(Answer):
    id: int
    created_at: Time
    updated_at: Time
    body: str
    author: Profile


class CommentEnvelope(Answer):
    comment: CommentAnswer


class CommentList(Answer):
    comments: list[CommentAnswer]
