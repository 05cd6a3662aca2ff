from uuid import UUID

from django.urls import register_converter
from pydantic import TypeAdapter, ValidationError

from app.schemas import Id

ID = TypeAdapter(Id)
NOTHINGS = UUID(int=0)


class IdConverter:
    """An id in a path. An invalid one is treated like one that nothing has."""

    regex = "[^/]+"

    def to_python(self, value: str) -> UUID:
        try:
            return ID.validate_python(value)
        except ValidationError:
            return NOTHINGS

    def to_url(self, value: UUID) -> str:
        return str(value)


register_converter(IdConverter, "id")
