import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from app.schemas import check_sound

# The maximum length of a username or tag.
Name = Annotated[str, StringConstraints(max_length=64), AfterValidator(check_sound)]


def check_number(value: object) -> object:
    """Plain digits only: int() also accepts +5, 1_0 and digits of other scripts."""
    if isinstance(value, str) and not re.fullmatch("0|[1-9][0-9]{0,9}", value):
        raise PydanticCustomError("number", "must be a number")
    return value


Number = Annotated[int, BeforeValidator(check_number)]


class Page(BaseModel):
    limit: Annotated[Number, Field(ge=1, le=100)] = 20
    offset: Annotated[Number, Field(ge=0, le=2**31 - 1)] = 0


class ArticleFilter(BaseModel):
    tag: Name | None = None
    author: Name | None = None
    favorited: Name | None = None
