from typing import TypeVar

from pydantic import BaseModel

from app.failures import Invalid
from app.requests import json_body
from app.schemas import BLANK
from app.validation import validated

Schema = TypeVar("Schema", bound=BaseModel)


def body_inside(name: str, schema: type[Schema]) -> Schema:
    """What a body has under this name: {"user": {...}}."""
    body = json_body()
    if not isinstance(body, dict) or name not in body:
        raise Invalid({f"/{name}": BLANK})
    return validated(schema, body[name], inside=f"/{name}")
