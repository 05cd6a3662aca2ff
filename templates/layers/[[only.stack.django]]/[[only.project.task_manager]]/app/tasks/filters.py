from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints
from pydantic_core import PydanticCustomError

from app.bodies import is_sound
from app.schemas import Id, Time
from app.tasks.schemas import Label, Priority, Status

SortName = Literal[
    "created_at", "-created_at", "due_at", "-due_at", "priority", "-priority", "title", "-title"
]


def check_sound(value: str) -> str:
    """For text from a URL; text in bodies is checked when they are parsed."""
    if not is_sound(value):
        raise PydanticCustomError("text", "Input should be text without NUL")
    return value


IsSound = AfterValidator(check_sound)


class TaskFilter(BaseModel):
    status: Status | None = None
    priority: Priority | None = None
    project_id: Id | None = None
    label: Annotated[list[Annotated[Label, IsSound]], Field(max_length=20)] = []
    due_before: Time | None = None
    due_after: Time | None = None
    q: Annotated[str, StringConstraints(max_length=200), IsSound] = ""
    sort: SortName = "-created_at"
