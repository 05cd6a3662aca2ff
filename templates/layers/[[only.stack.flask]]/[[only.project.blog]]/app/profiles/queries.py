from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.bodies import is_sound
from app.failures import NotFound
from app.inserts import insert_missing
from app.profiles.models import Follow
from app.profiles.statements import is_followed_by


def find_profile(session: Session, username: str, viewer_id: UUID | None) -> Row[*tuple[Any, ...]]:
    following = is_followed_by(viewer_id).label("following")
    profiles = select(User.id, User.username, User.bio, User.image, following)
    found = session.execute(profiles.where(User.username == username)) if is_sound(username) else None
    profile = found.one_or_none() if found else None
    if profile is None:
        raise NotFound("not found", about="profile")
    return profile


def add_follow(session: Session, follower_id: UUID, followed_id: UUID) -> None:
    insert_missing(session, Follow, [{"follower_id": follower_id, "followed_id": followed_id}])


def remove_follow(session: Session, follower_id: UUID, followed_id: UUID) -> None:
    theirs = delete(Follow).where(Follow.follower_id == follower_id, Follow.followed_id == followed_id)
    session.execute(theirs)
