from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from app.accounts.models import User
from app.comments.models import Comment
from app.profiles.statements import is_followed_by

CommentRow = Row[*tuple[Any, ...]]


def comments_for(viewer_id: UUID | None) -> Select[*tuple[Any, ...]]:
    return select(
        Comment.id,
        Comment.created_at,
        Comment.updated_at,
        Comment.body,
        User.username,
        User.bio,
        User.image,
        is_followed_by(viewer_id).label("following"),
    ).join(User, User.id == Comment.author_id)
