from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.comments.models import Comment
from app.comments.statements import CommentRow, comments_for
from app.database import now
from app.failures import NotFound


def comments_on(session: Session, article_id: int, viewer_id: UUID | None) -> Sequence[CommentRow]:
    comments = comments_for(viewer_id).where(Comment.article_id == article_id)
    return (session.execute(comments.order_by(Comment.id.desc()))).all()


def add_comment(session: Session, article_id: int, author_id: UUID, body: str) -> CommentRow:
    moment = now()
    comment = Comment(
        article_id=article_id, author_id=author_id, body=body, created_at=moment, updated_at=moment
    )
    session.add(comment)
    try:
        session.flush()
    except IntegrityError:
        # The article was deleted in the meantime.
        raise NotFound("not found", about="article") from None
    return (session.execute(comments_for(author_id).where(Comment.id == comment.id))).one()


def find_comment(session: Session, article_id: int, comment_id: int) -> Comment:
    comment = session.scalar(
        select(Comment).where(Comment.id == comment_id, Comment.article_id == article_id)
    )
    if comment is None:
        raise NotFound("not found", about="comment")
    return comment


def remove_comment(session: Session, comment: Comment) -> None:
    session.execute(delete(Comment).where(Comment.id == comment.id))
