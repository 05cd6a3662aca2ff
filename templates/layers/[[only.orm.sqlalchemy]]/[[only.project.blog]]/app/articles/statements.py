"""Selects articles as a user sees them: with author, tags and favourites."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, exists, func, select

from app.accounts.models import User
from app.articles.models import Article, ArticleTag, Favorite, Tag
from app.profiles.statements import is_followed_by


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


def tag_names_of(article_ids: Sequence[int]) -> Select[int, str]:
    return (
        select(ArticleTag.article_id, Tag.name)
        .join(Tag, Tag.id == ArticleTag.tag_id)
        .where(ArticleTag.article_id.in_(article_ids))
        .order_by(Tag.name)
    )


def as_fields(row: Row[*tuple[Any, ...]], tags: list[str]) -> dict[str, Any]:
    fields = row._asdict()
    return {**fields, "tag_list": tags, "author": fields}
