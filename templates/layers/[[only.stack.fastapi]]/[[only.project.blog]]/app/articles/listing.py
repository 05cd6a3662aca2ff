"""Filters and pages of article lists. Newest first, so a page is a range of an index.

To build a statement takes longer than SQLite takes to answer it, so each is built once.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request
from pydantic import AfterValidator, BaseModel, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError
from sqlalchemy import Integer, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.articles.models import Article, ArticleTag, Favorite, Tag
from app.articles.reading import ARTICLES, as_fields, tags_of
from app.articles.schemas import ArticleList
from app.profiles.models import Follow
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

# The filters of a list. Each condition has a parameter with its own name.
TAGGED = select(ArticleTag.article_id).join(Tag, Tag.id == ArticleTag.tag_id)
FAVORITES = select(Favorite.article_id).join(User, User.id == Favorite.user_id)
CONDITIONS = {
    "tag": Article.id.in_(TAGGED.where(Tag.name == bindparam("tag"))),
    "author": Article.author_id
    == select(User.id).where(User.username == bindparam("author")).scalar_subquery(),
    "favorited": Article.id.in_(FAVORITES.where(User.username == bindparam("favorited"))),
    "feed_of": Article.author_id.in_(
        select(Follow.followed_id).where(Follow.follower_id == bindparam("feed_of"))
    ),
}


@cache
def select_count(*names: str) -> Select[int]:
    return select(func.count()).select_from(Article).where(*(CONDITIONS[name] for name in names))


@cache
def select_page(*names: str) -> Select[*tuple[Any, ...]]:
    """Select the page first, so that nothing is counted for articles that are not on it."""
    shown = select(Article.id).where(*(CONDITIONS[name] for name in names)).order_by(Article.id.desc())
    limit, offset = (bindparam(name, type_=Integer) for name in ("limit", "offset"))
    on_page = shown.limit(limit).offset(offset).subquery("page")
    count = select_count(*names).scalar_subquery().label("articles_count")
    articles = ARTICLES.add_columns(count).join(on_page, on_page.c.id == Article.id)
    return articles.order_by(Article.id.desc())


async def list_page(
    session: AsyncSession, page: Page, viewer_id: UUID | None, wanted: dict[str, Any]
) -> ArticleList:
    """`wanted` maps filter names to values. An empty page has no row that could contain the count."""
    values = {"viewer_id": viewer_id, "limit": page.limit, "offset": page.offset, **wanted}
    connection = await session.connection()
    rows = (await connection.execute(select_page(*wanted), values)).all()
    if not rows:
        count = await connection.scalar(select_count(*wanted), wanted)
        return ArticleList(articles=[], articles_count=count or 0)
    tags = await tags_of(connection, [row.id for row in rows])
    articles = [as_fields(row, tags[row.id]) for row in rows]
    return ArticleList.model_validate({"articles": articles, "articles_count": rows[0].articles_count})
