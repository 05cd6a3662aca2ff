"""Which articles a list shows. Newest first, so a page is a stretch of an index."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query
from pydantic import AfterValidator, BaseModel, StringConstraints
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.articles.models import Article, ArticleTag, Favorite, Tag
from app.articles.reading import articles_seen_by, as_item, tags_of
from app.articles.schemas import ArticleList
from app.profiles.models import Follow
from app.schemas import check_sound

# As long as the name of a user or a tag can be.
Name = Annotated[str, StringConstraints(max_length=64), AfterValidator(check_sound)]


@dataclass(frozen=True)
class Page:
    limit: int
    offset: int


async def get_page(
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Page:
    return Page(limit, offset)


PageDep = Annotated[Page, Depends(get_page)]


class ArticleFilter(BaseModel):
    tag: Name | None = None
    author: Name | None = None
    favorited: Name | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.tag is not None:
            tagged = select(ArticleTag.article_id).join(Tag, Tag.id == ArticleTag.tag_id)
            found.append(Article.id.in_(tagged.where(Tag.name == self.tag)))
        if self.author is not None:
            author = select(User.id).where(User.username == self.author)
            found.append(Article.author_id == author.scalar_subquery())
        if self.favorited is not None:
            favorites = select(Favorite.article_id).join(User, User.id == Favorite.user_id)
            found.append(Article.id.in_(favorites.where(User.username == self.favorited)))
        return found


async def get_article_filter(article_filter: Annotated[ArticleFilter, Query()]) -> ArticleFilter:
    return article_filter


ArticleFilterDep = Annotated[ArticleFilter, Depends(get_article_filter)]


def is_in_feed_of(user_id: UUID) -> ColumnElement[bool]:
    return Article.author_id.in_(select(Follow.followed_id).where(Follow.follower_id == user_id))


async def list_page(
    session: AsyncSession, page: Page, viewer_id: UUID | None, *conditions: ColumnElement[bool]
) -> ArticleList:
    # The page is cut first, so that nothing is counted for articles that are not on it.
    shown = select(Article.id).where(*conditions).order_by(Article.id.desc())
    on_page = shown.limit(page.limit).offset(page.offset).subquery("page")
    articles = articles_seen_by(viewer_id).join(on_page, on_page.c.id == Article.id)
    rows: Any = (await session.execute(articles.order_by(Article.id.desc()))).all()
    tags = await tags_of(session, [row.id for row in rows])
    count = await session.scalar(select(func.count()).select_from(Article).where(*conditions))
    return ArticleList(articles=[as_item(row, tags[row.id]) for row in rows], articles_count=count or 0)
