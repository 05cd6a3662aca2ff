from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError

from app.failures import Invalid, NotFound
from app.problems import NOT_FOUND, pointer
from app.schemas import HEX_GROUPS

Schema = TypeVar("Schema", bound=BaseModel)


def validated(schema: type[Schema], value: object) -> Schema:
    try:
        return schema.model_validate(value)
    except ValidationError as error:
        raise Invalid({pointer(each["loc"]): str(each["msg"]) for each in error.errors()}) from None


def id_of(text: str) -> UUID:
    """An id in a path. An invalid one is treated like an unknown one."""
    if not HEX_GROUPS.fullmatch(text):
        raise NotFound(NOT_FOUND)
    return UUID(text)
