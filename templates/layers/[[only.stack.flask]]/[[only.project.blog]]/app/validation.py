from typing import TypeVar

from pydantic import BaseModel, ValidationError

from app.failures import Invalid
from app.schemas import BLANK

Schema = TypeVar("Schema", bound=BaseModel)


def validated(schema: type[Schema], value: object, *, inside: str = "") -> Schema:
    """`inside` is the location of the value in the body, such as "/user"."""
    try:
        return schema.model_validate(value)
    except ValidationError as error:
        raise Invalid(
            {
                inside + "".join(f"/{part}" for part in each["loc"]): BLANK
                if each["type"] == "missing"
                else str(each["msg"])
                for each in error.errors()
            }
        ) from None
