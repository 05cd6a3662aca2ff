from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.articles.models import Article, ArticleTag, Favorite, Tag
from app.bodies import is_sound
from app.failures import NotFound
from app.inserts import insert_missing


def find_article_id(session: Session, slug: str) -> int:
    found = select(Article.id).where(Article.slug == slug)
    article_id = session.scalar(found) if is_sound(slug) else None
    if article_id is None:
        raise no_such_article()
    return article_id


def find_article(session: Session, article_id: int) -> Article:
    article = session.get(Article, article_id)
    if article is None:
        raise no_such_article()
    return article


def delete_article(session: Session, article: Article) -> None:
    session.execute(delete(Article).where(Article.id == article.id))


def add_favorite(session: Session, article_id: int, user_id: UUID) -> None:
    try:
        insert_missing(session, Favorite, [{"article_id": article_id, "user_id": user_id}])
    except IntegrityError:
        # It was deleted in the meantime.
        raise no_such_article() from None


def remove_favorite(session: Session, article_id: int, user_id: UUID) -> None:
    session.execute(delete(Favorite).where(Favorite.article_id == article_id, Favorite.user_id == user_id))


def list_used_tags(session: Session) -> Sequence[str]:
    used = select(Tag.name).where(exists().where(ArticleTag.tag_id == Tag.id))
    return (session.scalars(used.order_by(Tag.name))).all()


def no_such_article() -> NotFound:
    return NotFound("not found", about="article")
