"""Articles as a user sees them: with author, tags and favourites, always in two statements."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.articles.listing import Page, count_of, page_of
from app.articles.models import Article
from app.articles.schemas import ArticleAnswer, ArticleEnvelope, ArticleList
from app.articles.statements import articles_for, as_fields, tag_names_of
from app.failures import NotFound


def read_article(session: Session, article_id: int, viewer_id: UUID | None) -> ArticleEnvelope:
    """Read its current state; it may have been deleted in the meantime."""
    article = articles_for(viewer_id).add_columns(Article.body).where(Article.id == article_id)
    row = (session.execute(article)).one_or_none()
    if row is None:
        raise NotFound("not found", about="article")
    tags = tags_of(session, [article_id])
    return ArticleEnvelope(article=ArticleAnswer.model_validate(as_fields(row, tags[article_id])))


def tags_of(session: Session, article_ids: Sequence[int]) -> dict[int, list[str]]:
    """The sorted tag names, by article id."""
    tags: dict[int, list[str]] = defaultdict(list)
    for article_id, name in session.execute(tag_names_of(article_ids)):
        tags[article_id].append(name)
    return tags


def list_page(
    session: Session, page: Page, viewer_id: UUID | None, conditions: list[ColumnElement[bool]]
) -> ArticleList:
    count = session.scalar(count_of(conditions))
    rows = (session.execute(page_of(page, viewer_id, conditions))).all()
    tags = tags_of(session, [row.id for row in rows])
    fields = [as_fields(row, tags[row.id]) for row in rows]
    return ArticleList.model_validate({"articles": fields, "articles_count": count})
