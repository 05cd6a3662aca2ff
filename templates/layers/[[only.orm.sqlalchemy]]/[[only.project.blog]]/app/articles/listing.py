"""Filters and pages of article lists. Newest first, so a page is a range of an index."""

import re
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError
from sqlalchemy import ColumnElement, Select, func, select

from app.accounts.models import User
from app.articles.models import Article, ArticleTag, Favorite, Tag
from app.articles.statements import articles_for
from app.profiles.statements import followed_by
from app.schemas import check_sound

# The maximum length of a username or tag.
Name = Annotated[str, StringConstraints(max_length=64), AfterValidator(check_sound)]


def check_number(value: object) -> object:
    """Plain digits only: int() also accepts +5, 1_0 and digits of other scripts."""
    if isinstance(value, str) and not re.fullmatch("0|[1-9][0-9]{0,9}", value):
        raise PydanticCustomError("number", "must be a number")
    return value


Number = Annotated[int, BeforeValidator(check_number)]


@dataclass(frozen=True)
class Page:
    limit: int
    offset: int


class ArticleFilter(BaseModel):
    tag: Name | None = None
    author: Name | None = None
    favorited: Name | None = None


def matching(wanted: ArticleFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.tag is not None:
        tagged = select(ArticleTag.article_id).join(Tag, Tag.id == ArticleTag.tag_id)
        conditions.append(Article.id.in_(tagged.where(Tag.name == wanted.tag)))
    if wanted.author is not None:
        author = select(User.id).where(User.username == wanted.author)
        conditions.append(Article.author_id == author.scalar_subquery())
    if wanted.favorited is not None:
        favorites = select(Favorite.article_id).join(User, User.id == Favorite.user_id)
        conditions.append(Article.id.in_(favorites.where(User.username == wanted.favorited)))
    return conditions


def in_feed_of(user_id: UUID) -> list[ColumnElement[bool]]:
    return [Article.author_id.in_(followed_by(user_id))]


def count_of(conditions: list[ColumnElement[bool]]) -> Select[int]:
    return select(func.count()).select_from(Article).where(*conditions)


def page_of(
    page: Page, viewer_id: UUID | None, conditions: list[ColumnElement[bool]]
) -> Select[*tuple[Any, ...]]:
    # Select the page first, so that nothing is counted for articles that are not on it.
    shown = select(Article.id).where(*conditions).order_by(Article.id.desc())
    on_page = shown.limit(page.limit).offset(page.offset).subquery("page")
    articles = articles_for(viewer_id).join(on_page, on_page.c.id == Article.id)
    return articles.order_by(Article.id.desc())
