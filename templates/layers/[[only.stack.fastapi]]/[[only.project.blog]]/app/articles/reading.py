"""Articles as a user sees them: with author, tags and favourites, always in two statements.

The statements are built once. `viewer_id` is whoever looks; nobody's is null, which equals no row's.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.accounts.models import User
from app.articles.models import Article, ArticleTag, Favorite, Tag
from app.articles.schemas import ArticleAnswer, ArticleEnvelope
from app.failures import NotFound
from app.profiles.routes import IS_FOLLOWED

IS_FAVORITE = exists().where(Favorite.article_id == Article.id, Favorite.user_id == bindparam("viewer_id"))
FAVORITES_COUNT = select(func.count()).where(Favorite.article_id == Article.id).scalar_subquery()
ARTICLES = select(
    Article.id,
    Article.slug,
    Article.title,
    Article.description,
    Article.created_at,
    Article.updated_at,
    User.username,
    User.bio,
    User.image,
    IS_FOLLOWED.label("following"),
    IS_FAVORITE.label("favorited"),
    FAVORITES_COUNT.label("favorites_count"),
).join(User, User.id == Article.author_id)
ARTICLE = ARTICLES.add_columns(Article.body).where(Article.id == bindparam("article_id"))
TAGS = (
    select(ArticleTag.article_id, Tag.name)
    .join(Tag, Tag.id == ArticleTag.tag_id)
    .where(ArticleTag.article_id.in_(bindparam("article_ids", expanding=True)))
    .order_by(Tag.name)
)


async def read_article(session: AsyncSession, article_id: int, viewer_id: UUID | None) -> ArticleEnvelope:
    """Read its current state; it may have been deleted in the meantime."""
    connection = await session.connection()
    found = await connection.execute(ARTICLE, {"article_id": article_id, "viewer_id": viewer_id})
    row = found.one_or_none()
    if row is None:
        raise NotFound("not found", about="article")
    tags = await tags_of(connection, [article_id])
    return ArticleEnvelope(article=ArticleAnswer.model_validate(as_fields(row, tags[article_id])))


async def tags_of(connection: AsyncConnection, article_ids: Sequence[int]) -> dict[int, list[str]]:
    """The sorted tag names, by article id."""
    tags: dict[int, list[str]] = defaultdict(list)
    for article_id, name in await connection.execute(TAGS, {"article_ids": article_ids}):
        tags[article_id].append(name)
    return tags


def as_fields(row: Row[*tuple[Any, ...]], tags: list[str]) -> dict[str, Any]:
    fields = row._asdict()
    return {**fields, "tag_list": tags, "author": fields}
