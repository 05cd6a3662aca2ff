"""Articles as somebody sees them: with author, tags and favourites, in two statements however many."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, exists, false, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.articles.models import Article, ArticleTag, Favorite, Tag
from app.articles.schemas import ArticleAnswer, ArticleEnvelope, ArticleItem
from app.failures import NotFound
from app.profiles.routes import is_followed_by
from app.profiles.schemas import Profile


async def read_article(session: AsyncSession, article_id: int, viewer_id: UUID | None) -> ArticleEnvelope:
    """Read it as it is now; it may be gone since it was found."""
    articles = articles_seen_by(viewer_id).add_columns(Article.body).where(Article.id == article_id)
    row = (await session.execute(articles)).one_or_none()
    if row is None:
        raise NotFound("not found", about="article")
    tags = await tags_of(session, [article_id])
    return ArticleEnvelope(article=ArticleAnswer(**as_fields(row, tags[article_id])))


def articles_seen_by(viewer_id: UUID | None) -> Select[*tuple[Any, ...]]:
    favorites_count = select(func.count()).where(Favorite.article_id == Article.id).scalar_subquery()
    return select(
        Article.id,
        Article.slug,
        Article.title,
        Article.description,
        Article.created_at,
        Article.updated_at,
        User.username,
        User.bio,
        User.image,
        is_followed_by(viewer_id),
        is_favorite_of(viewer_id),
        favorites_count.label("favorites_count"),
    ).join(User, User.id == Article.author_id)


def is_favorite_of(viewer_id: UUID | None) -> ColumnElement[bool]:
    if viewer_id is None:
        return false().label("favorited")
    favorites = exists().where(Favorite.article_id == Article.id, Favorite.user_id == viewer_id)
    return favorites.label("favorited")


async def tags_of(session: AsyncSession, article_ids: Iterable[int]) -> dict[int, list[str]]:
    """The names, sorted, by the id of their article."""
    names = await session.execute(
        select(ArticleTag.article_id, Tag.name)
        .join(Tag, Tag.id == ArticleTag.tag_id)
        .where(ArticleTag.article_id.in_(article_ids))
        .order_by(Tag.name)
    )
    tags: dict[int, list[str]] = defaultdict(list)
    for article_id, name in names:
        tags[article_id].append(name)
    return tags


def as_item(row: Row[*tuple[Any, ...]], tags: list[str]) -> ArticleItem:
    return ArticleItem(**as_fields(row, tags))


def as_fields(row: Row[*tuple[Any, ...]], tags: list[str]) -> dict[str, Any]:
    return {**row._mapping, "tag_list": tags, "author": Profile.model_validate(row)}
