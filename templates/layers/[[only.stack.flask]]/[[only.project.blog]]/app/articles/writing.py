"""Saves slug, text and tags of an article in one transaction."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import MISSING
from sqlalchemy import delete, insert, literal, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.articles.models import Article, ArticleTag, Tag
from app.articles.schemas import ArticleChanges, NewArticle
from app.articles.slugs import RESERVED, slugify
from app.database import now
from app.engine import affected
from app.failures import NotFound
from app.inserts import insert_missing


def write_article(session: Session, author_id: UUID, new: NewArticle) -> int:
    """Return the id of the new article."""

    def save(slug: str) -> int:
        article = Article(author_id=author_id, slug=slug, **new.model_dump(exclude={"tag_list"}))
        article.created_at = article.updated_at = now()
        session.add(article)
        session.flush()
        add_tags(session, article.id, new.tag_list)
        return article.id

    return save_under_slug(session, new.title, save)


def change_article(session: Session, article: Article, changes: ArticleChanges) -> None:
    fields: dict[str, Any] = changes.model_dump(exclude={"tag_list"})
    itself = Article.id == article.id

    def save(slug: str | None = None) -> int:
        # This locks the row: the time that is read next is that of the previous update, even a parallel one.
        values = {"updated_at": Article.updated_at} | fields | ({"slug": slug} if slug else {})
        if not affected(session, update(Article).where(itself).values(values)):
            raise NotFound("not found", about="article")
        previous = (session.scalars(select(Article.updated_at).where(itself))).one()
        # The time has to increase even if two updates happen in the same millisecond.
        updated_at = max(now(), previous + timedelta(milliseconds=1))
        session.execute(update(Article).where(itself).values(updated_at=updated_at))
        if changes.tag_list is not MISSING:
            session.execute(delete(ArticleTag).where(ArticleTag.article_id == article.id))
            add_tags(session, article.id, changes.tag_list)
        return article.id

    if fields.get("title", article.title) == article.title:
        save()
    else:
        save_under_slug(session, fields["title"], save)


def save_under_slug(session: Session, title: str, save: Callable[[str], int]) -> int:
    """Call `save` with the title's slug, or add a random suffix if that slug is taken."""
    slug = slugify(title)
    if slug not in RESERVED:
        # A failure only undoes this attempt, not what the caller wrote before.
        with suppress(IntegrityError), session.begin_nested():
            return save(slug)
    return save(f"{slug}-{secrets.token_hex(8)}".strip("-"))


def add_tags(session: Session, article_id: int, names: list[str]) -> None:
    """`names` are sorted, so that concurrent writers cannot deadlock."""
    if names:
        insert_missing(session, Tag, [{"name": name} for name in names])
        tags = select(literal(article_id), Tag.id).where(Tag.name.in_(names))
        session.execute(insert(ArticleTag).from_select(["article_id", "tag_id"], tags))
