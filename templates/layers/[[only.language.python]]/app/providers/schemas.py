from typing import Annotated

from pydantic import StringConstraints

from app.schemas import Answer, Body


class ProviderAnswer(Answer):
    id: str
    name: str
    url: str


class ProviderList(Answer):
    items: list[ProviderAnswer]


class ProviderCode(Body):
    code: Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class ProviderLink(Answer):
    linked: bool


class ProviderAddress(Answer):
    url: str
