import re

from flask import Blueprint, Response

from app.accounts.current_user import find_viewer_id, get_current_user, require_user
from app.articles.queries import find_article_id
from app.comments.queries import add_comment, comments_on, find_comment, remove_comment
from app.comments.schemas import CommentAnswer, CommentEnvelope, CommentList, NewComment
from app.comments.statements import CommentRow
from app.envelopes import body_inside
from app.failures import Forbidden
from app.profiles.schemas import Profile
from app.requests import answer, no_content
from app.session import get_session

public = Blueprint("public_comments", __name__, url_prefix="/api/articles/<slug:slug>/comments")
blueprint = Blueprint("comments", __name__, url_prefix="/api/articles/<slug:slug>/comments")
blueprint.before_request(require_user)


@public.get("")
def list_comments(slug: str) -> Response:
    session, viewer_id = get_session(), find_viewer_id()
    comments = comments_on(session, find_article_id(session, slug), viewer_id)
    return answer(CommentList(comments=[as_answer(row) for row in comments]))


@blueprint.post("")
def write_comment(slug: str) -> Response:
    comment, session = body_inside("comment", NewComment), get_session()
    written = add_comment(session, find_article_id(session, slug), get_current_user().id, comment.body)
    return answer(CommentEnvelope(comment=as_answer(written)), 201)


@blueprint.delete("/<comment_id>")
def delete_comment(slug: str, comment_id: str) -> Response:
    session = get_session()
    article_id = find_article_id(session, slug)
    number = int(comment_id) if re.fullmatch(r"[1-9][0-9]{0,15}", comment_id) else 0
    comment = find_comment(session, article_id, number)
    if comment.author_id != get_current_user().id:
        raise Forbidden("forbidden", about="comment")
    remove_comment(session, comment)
    return no_content()


def as_answer(row: CommentRow) -> CommentAnswer:
    return CommentAnswer(**row._mapping, author=Profile.model_validate(row))
