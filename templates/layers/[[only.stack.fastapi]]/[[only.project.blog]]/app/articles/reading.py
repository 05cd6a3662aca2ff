"""Articles as a user sees them: with author, tags and favourites, always in two statements."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.articles.models import Article, ArticleTag, Favorite, Tag
from app.articles.schemas import ArticleAnswer, ArticleEnvelope
from app.failures import NotFound
from app.profiles.queries import is_followed_by


def articles_for(viewer_id: UUID | None) -> Select[*tuple[Any, ...]]:
    """Nobody's `viewer_id` is None, which equals no row's."""
    is_favorite = exists().where(Favorite.article_id == Article.id, Favorite.user_id == viewer_id)
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
        is_followed_by(viewer_id).label("following"),
        is_favorite.label("favorited"),
        favorites_count.label("favorites_count"),
    ).join(User, User.id == Article.author_id)


async def read_article(session: AsyncSession, article_id: int, viewer_id: UUID | None) -> ArticleEnvelope:
    """Read its current state; it may have been deleted in the meantime."""
    article = articles_for(viewer_id).add_columns(Article.body).where(Article.id == article_id)
    row = (await session.execute(article)).one_or_none()
    if row is None:
        raise NotFound("not found", about="article")
    tags = await tags_of(session, [article_id])
    return ArticleEnvelope(article=ArticleAnswer.model_validate(as_fields(row, tags[article_id])))


async def tags_of(session: AsyncSession, article_ids: Sequence[int]) -> dict[int, list[str]]:
    """The sorted tag names, by article id."""
    names = (
        select(ArticleTag.article_id, Tag.name)
        .join(Tag, Tag.id == ArticleTag.tag_id)
        .where(ArticleTag.article_id.in_(article_ids))
        .order_by(Tag.name)
    )
    tags: dict[int, list[str]] = defaultdict(list)
    for article_id, name in await session.execute(names):
        tags[article_id].append(name)
    return tags


def as_fields(row: Row[*tuple[Any, ...]], tags: list[str]) -> dict[str, Any]:
    fields = row._asdict()
    return {**fields, "tag_list": tags, "author": fields}
