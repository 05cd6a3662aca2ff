from functools import cache
from typing import Any

from django.http import HttpRequest
from pydantic import BaseModel, create_model

from app.validation import Schema, validate
from app.views import json_of


def enveloped(request: HttpRequest, name: str, schema: type[Schema]) -> Schema:
    """What is in the envelope of a body, such as {"article": {...}}."""
    value = json_of(request)
    body = validate(envelope(name, schema), value if isinstance(value, dict) else {})
    content: Schema = getattr(body, name)
    return content


@cache
def envelope(name: str, schema: type[BaseModel]) -> type[BaseModel]:
    fields: dict[str, Any] = {name: (schema, ...)}
    return create_model("Envelope", **fields)
