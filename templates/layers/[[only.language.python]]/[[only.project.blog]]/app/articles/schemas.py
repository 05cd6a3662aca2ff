from typing import Annotated

from pydantic import MISSING, AfterValidator, Field, StringConstraints

from app.profiles.schemas import Profile
from app.schemas import Answer, Body, IsName, NotBlank, Time
from app.text import as_compared


def sort_distinct(tags: list[str]) -> list[str]:
    """Keep the first of those that look the same."""
    return sorted({as_compared(tag): tag for tag in reversed(tags)}.values())


Title = Annotated[str, StringConstraints(max_length=255), IsName, NotBlank]
Description = Annotated[str, StringConstraints(max_length=1000), NotBlank]
Text = Annotated[str, StringConstraints(max_length=100_000), NotBlank]
TagName = Annotated[str, StringConstraints(max_length=64), IsName, NotBlank]
Tags = Annotated[list[TagName], Field(max_length=32), AfterValidator(sort_distinct)]


class NewArticle(Body):
    title: Title
    description: Description
    body: Text
    tag_list: Tags = []


class ArticleChanges(Body):
    """Omitted fields stay unchanged."""

    title: Title | MISSING = MISSING
    description: Description | MISSING = MISSING
    body: Text | MISSING = MISSING
    tag_list: Tags | MISSING = MISSING


class ArticleItem(Answer):
    """An article in a list."""

    slug: str
    title: str
    description: str
    tag_list: list[str]
    created_at: Time
    updated_at: Time
    favorited: bool
    favorites_count: int
    author: Profile


class ArticleAnswer(ArticleItem):
    body: str


class ArticleEnvelope(Answer):
    article: ArticleAnswer


class ArticleList(Answer):
    articles: list[ArticleItem]
    articles_count: int
