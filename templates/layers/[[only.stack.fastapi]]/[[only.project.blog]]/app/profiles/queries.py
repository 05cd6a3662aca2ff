from typing import Any
from uuid import UUID

from sqlalchemy import Exists, Row, Select, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.failures import NotFound
from app.inserts import insert_missing
from app.profiles.models import Follow
from app.routing import is_sound


def is_followed_by(viewer_id: UUID | None) -> Exists:
    """Whether the viewer follows the user of this row. An anonymous viewer follows nobody."""
    return exists().where(Follow.follower_id == viewer_id, Follow.followed_id == User.id)


def followed_by(user_id: UUID) -> Select[UUID]:
    return select(Follow.followed_id).where(Follow.follower_id == user_id)


async def find_profile(session: AsyncSession, username: str, viewer_id: UUID | None) -> Row[*tuple[Any, ...]]:
    following = is_followed_by(viewer_id).label("following")
    profiles = select(User.id, User.username, User.bio, User.image, following)
    found = await session.execute(profiles.where(User.username == username)) if is_sound(username) else None
    profile = found.one_or_none() if found else None
    if profile is None:
        raise NotFound("not found", about="profile")
    return profile


async def add_follow(session: AsyncSession, follower_id: UUID, followed_id: UUID) -> None:
    await insert_missing(session, Follow, [{"follower_id": follower_id, "followed_id": followed_id}])


async def remove_follow(session: AsyncSession, follower_id: UUID, followed_id: UUID) -> None:
    theirs = delete(Follow).where(Follow.follower_id == follower_id, Follow.followed_id == followed_id)
    await session.execute(theirs)
