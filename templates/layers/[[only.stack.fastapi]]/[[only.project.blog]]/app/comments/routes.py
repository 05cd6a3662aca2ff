import re
from typing import Annotated, Any

from fastapi import Body
from sqlalchemy import Row, delete, select
from sqlalchemy.exc import IntegrityError

from app.accounts.current_user import MyId, ViewerId
from app.accounts.models import User
from app.articles.routes import ArticleId
from app.comments.models import Comment
from app.comments.schemas import CommentAnswer, CommentEnvelope, CommentList, NewComment
from app.database import SessionDep, now
from app.failures import Forbidden, NotFound
from app.profiles.routes import IS_FOLLOWED
from app.profiles.schemas import Profile
from app.routing import Router

router = Router(prefix="/api/articles/{slug}/comments", tags=["comments"])

COMMENTS = select(
    Comment.id,
    Comment.created_at,
    Comment.updated_at,
    Comment.body,
    User.username,
    User.bio,
    User.image,
    IS_FOLLOWED.label("following"),
).join(User, User.id == Comment.author_id)


@router.get("")
async def list_comments(viewer_id: ViewerId, article_id: ArticleId, session: SessionDep) -> CommentList:
    comments = COMMENTS.where(Comment.article_id == article_id).order_by(Comment.id.desc())
    rows = await session.execute(comments, {"viewer_id": viewer_id})
    return CommentList(comments=[as_answer(row) for row in rows])


@router.post("", status_code=201)
async def write_comment(
    my_id: MyId, article_id: ArticleId, comment: Annotated[NewComment, Body(embed=True)], session: SessionDep
) -> CommentEnvelope:
    moment = now()
    made = Comment(
        article_id=article_id, author_id=my_id, body=comment.body, created_at=moment, updated_at=moment
    )
    session.add(made)
    try:
        await session.flush()
    except IntegrityError:
        # The article was deleted in the meantime.
        raise NotFound("not found", about="article") from None
    row = await session.execute(COMMENTS.where(Comment.id == made.id), {"viewer_id": my_id})
    return CommentEnvelope(comment=as_answer(row.one()))


@router.delete("/{comment_id}", status_code=204)
async def delete_comment(my_id: MyId, article_id: ArticleId, comment_id: str, session: SessionDep) -> None:
    number = int(comment_id) if re.fullmatch(r"[1-9][0-9]{0,15}", comment_id) else 0
    mine = select(Comment.author_id).where(Comment.id == number, Comment.article_id == article_id)
    author_id = await session.scalar(mine)
    if author_id is None:
        raise NotFound("not found", about="comment")
    if author_id != my_id:
        raise Forbidden("forbidden", about="comment")
    await session.execute(delete(Comment).where(Comment.id == number))


def as_answer(row: Row[*tuple[Any, ...]]) -> CommentAnswer:
    return CommentAnswer(**row._mapping, author=Profile.model_validate(row))
