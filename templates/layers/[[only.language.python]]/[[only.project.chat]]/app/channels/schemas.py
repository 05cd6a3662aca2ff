from typing import Annotated

from pydantic import StringConstraints

from app.schemas import Answer, Body


class ConfigAnswer(Answer):
    key: str


class ChannelRequest(Body):
    socket_id: Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9]+\.[0-9]+$")]
    channel_name: Annotated[str, StringConstraints(min_length=1, max_length=164)]


class AuthorizationAnswer(Answer):
    auth: str
    channel_data: str | None = None
