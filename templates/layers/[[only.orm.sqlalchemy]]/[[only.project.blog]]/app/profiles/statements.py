from uuid import UUID

from sqlalchemy import Exists, Select, exists, select

from app.accounts.models import User
from app.profiles.models import Follow


def is_followed_by(viewer_id: UUID | None) -> Exists:
    """Whether the viewer follows the user of this row. An anonymous viewer follows nobody."""
    return exists().where(Follow.follower_id == viewer_id, Follow.followed_id == User.id)


def followed_by(user_id: UUID) -> Select[UUID]:
    return select(Follow.followed_id).where(Follow.follower_id == user_id)
