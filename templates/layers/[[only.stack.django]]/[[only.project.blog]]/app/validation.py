from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.failures import Invalid
from app.schemas import BLANK

Schema = TypeVar("Schema", bound=BaseModel)


def validate(schema: type[Schema], value: object) -> Schema:
    try:
        return schema.model_validate(value)
    except ValidationError as error:
        raise Invalid(dict(map(describe, error.errors()))) from None


def describe(error: ErrorDetails) -> tuple[str, str]:
    place = "".join(f"/{part}" for part in error["loc"])
    return place, BLANK if error["type"] == "missing" else error["msg"]
