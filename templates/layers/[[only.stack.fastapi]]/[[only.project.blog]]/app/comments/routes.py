import re
from typing import Annotated

from fastapi import Body, Depends

from app.accounts.current_user import CurrentUser, ViewerId, get_current_user
from app.articles.routes import ArticleId
from app.comments.queries import add_comment, comments_on, find_comment, remove_comment
from app.comments.schemas import CommentAnswer, CommentEnvelope, CommentList, NewComment
from app.comments.statements import CommentRow
from app.dependencies import SessionDep
from app.failures import Forbidden
from app.profiles.schemas import Profile
from app.routing import Router

public = Router(prefix="/api/articles/{slug}/comments")
router = Router(prefix="/api/articles/{slug}/comments", dependencies=[Depends(get_current_user)])


@public.get("")
async def list_comments(viewer_id: ViewerId, article_id: ArticleId, session: SessionDep) -> CommentList:
    comments = await comments_on(session, article_id, viewer_id)
    return CommentList(comments=[as_answer(row) for row in comments])


@router.post("", status_code=201)
async def write_comment(
    me: CurrentUser,
    article_id: ArticleId,
    comment: Annotated[NewComment, Body(embed=True)],
    session: SessionDep,
) -> CommentEnvelope:
    written = await add_comment(session, article_id, me.id, comment.body)
    return CommentEnvelope(comment=as_answer(written))


@router.delete("/{comment_id}", status_code=204)
async def delete_comment(
    me: CurrentUser, article_id: ArticleId, comment_id: str, session: SessionDep
) -> None:
    number = int(comment_id) if re.fullmatch(r"[1-9][0-9]{0,15}", comment_id) else 0
    comment = await find_comment(session, article_id, number)
    if comment.author_id != me.id:
        raise Forbidden("forbidden", about="comment")
    await remove_comment(session, comment)


def as_answer(row: CommentRow) -> CommentAnswer:
    return CommentAnswer(**row._mapping, author=Profile.model_validate(row))
