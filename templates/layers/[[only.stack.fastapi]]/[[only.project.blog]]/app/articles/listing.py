"""Filters and pages of article lists. Newest first, so a page is a range of an index."""

import re
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request
from pydantic import AfterValidator, BaseModel, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.articles.models import Article, ArticleTag, Favorite, Tag
from app.articles.reading import articles_for, as_fields, tags_of
from app.articles.schemas import ArticleList
from app.profiles.queries import followed_by
from app.routing import check_once
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


async def get_page(
    request: Request,
    limit: Annotated[Number, Query(ge=1, le=100)] = 20,
    offset: Annotated[Number, Query(ge=0, le=2**31 - 1)] = 0,
) -> Page:
    check_once(request, "limit", "offset")
    return Page(limit, offset)


PageDep = Annotated[Page, Depends(get_page)]


class ArticleFilter(BaseModel):
    tag: Name | None = None
    author: Name | None = None
    favorited: Name | None = None


async def get_article_filter(
    request: Request, article_filter: Annotated[ArticleFilter, Query()]
) -> ArticleFilter:
    check_once(request, *ArticleFilter.model_fields)
    return article_filter


ArticleFilterDep = Annotated[ArticleFilter, Depends(get_article_filter)]


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


async def list_page(
    session: AsyncSession, page: Page, viewer_id: UUID | None, conditions: list[ColumnElement[bool]]
) -> ArticleList:
    count = await session.scalar(select(func.count()).select_from(Article).where(*conditions))
    # Select the page first, so that nothing is counted for articles that are not on it.
    shown = select(Article.id).where(*conditions).order_by(Article.id.desc())
    on_page = shown.limit(page.limit).offset(page.offset).subquery("page")
    articles = articles_for(viewer_id).join(on_page, on_page.c.id == Article.id)
    rows = (await session.execute(articles.order_by(Article.id.desc()))).all()
    tags = await tags_of(session, [row.id for row in rows])
    fields = [as_fields(row, tags[row.id]) for row in rows]
    return ArticleList.model_validate({"articles": fields, "articles_count": count})
