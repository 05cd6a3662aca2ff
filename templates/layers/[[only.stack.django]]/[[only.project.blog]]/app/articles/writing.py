"""Saves slug, text and tags of an article in one transaction."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from pydantic import MISSING

from app.accounts.models import User
from app.articles.models import Article, Tag
from app.articles.queries import no_such_article
from app.articles.schemas import ArticleChanges, NewArticle
from app.articles.slugs import RESERVED, slugify
from app.database import now

Saved = TypeVar("Saved")


@transaction.atomic
def write_article(author: User, new: NewArticle) -> Article:
    moment = now()
    fields = new.model_dump(exclude={"tag_list"})

    def save(slug: str) -> Article:
        return author.articles.create(slug=slug, created_at=moment, updated_at=moment, **fields)

    article = save_under_slug(new.title, save)
    article.tags.set(tags_named(new.tag_list))
    return article


@transaction.atomic
def change_article(found: Article, changes: ArticleChanges) -> None:
    # Locks the row, so that each update sees the time of the previous one.
    article = Article.objects.select_for_update().filter(pk=found.pk).first()
    if article is None:
        raise no_such_article()
    fields: dict[str, Any] = changes.model_dump(exclude={"tag_list"})
    has_new_title = fields.get("title", article.title) != article.title
    for name, value in fields.items():
        setattr(article, name, value)
    # The time has to increase even if two updates happen in the same millisecond.
    article.updated_at = max(now(), article.updated_at + timedelta(milliseconds=1))

    def save(slug: str) -> None:
        article.slug = slug
        article.save()

    if has_new_title:
        save_under_slug(article.title, save)
    else:
        article.save()
    if changes.tag_list is not MISSING:
        article.tags.set(tags_named(changes.tag_list))


def save_under_slug(title: str, save: Callable[[str], Saved]) -> Saved:
    """Call `save` with the title's slug, or add a random suffix if that slug is taken."""
    slug = slugify(title)
    if slug not in RESERVED:
        # A failure only undoes this attempt, not what the caller wrote before.
        with suppress(IntegrityError), transaction.atomic():
            return save(slug)
    return save(f"{slug}-{secrets.token_hex(8)}".strip("-"))


def tags_named(names: list[str]) -> list[Tag]:
    """`names` are sorted, so that concurrent writers cannot deadlock."""
    Tag.objects.bulk_create([Tag(name=name) for name in names], ignore_conflicts=True)
    return list(Tag.objects.filter(name__in=names))
