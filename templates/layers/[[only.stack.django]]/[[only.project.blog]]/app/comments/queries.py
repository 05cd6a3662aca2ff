from typing import Any

from django.db import IntegrityError
from django.db.models import QuerySet

from app.accounts.models import User
from app.articles.models import Article
from app.articles.queries import no_such_article
from app.comments.models import Comment
from app.comments.schemas import CommentAnswer
from app.database import now
from app.failures import Forbidden, NotFound
from app.profiles.queries import follows, profile_of


def comments_for(viewer: User | None) -> QuerySet[Comment]:
    return Comment.objects.select_related("author").annotate(following=follows(viewer, "author"))


def comments_on(article: Article, viewer: User | None) -> list[CommentAnswer]:
    return [present(comment) for comment in comments_for(viewer).filter(article=article).order_by("-id")]


def add_comment(article: Article, author: User, body: str) -> CommentAnswer:
    moment = now()
    try:
        written = article.comments.create(author=author, body=body, created_at=moment, updated_at=moment)
    except IntegrityError:
        # The article was deleted in the meantime.
        raise no_such_article() from None
    return present(comments_for(author).get(pk=written.pk))


def find_own_comment(article: Article, number: int, user: User) -> Comment:
    comment = article.comments.filter(pk=number).first()
    if comment is None:
        raise NotFound("not found", about="comment")
    if comment.author_id != user.id:
        raise Forbidden("forbidden", about="comment")
    return comment


def present(comment: Any) -> CommentAnswer:
    """`comment` comes from `comments_for`."""
    fields = {name: getattr(comment, name) for name in ("id", "created_at", "updated_at", "body")}
    return CommentAnswer(**fields, author=profile_of(comment.author, following=comment.following))
