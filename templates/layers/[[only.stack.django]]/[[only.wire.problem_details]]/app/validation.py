from typing import TypeVar

from pydantic import BaseModel, ValidationError

from app.failures import Invalid
from app.problems import pointer

Schema = TypeVar("Schema", bound=BaseModel)


def validate(schema: type[Schema], value: object) -> Schema:
    try:
        return schema.model_validate(value)
    except ValidationError as error:
        raise Invalid({pointer(each["loc"]): each["msg"] for each in error.errors()}) from None
