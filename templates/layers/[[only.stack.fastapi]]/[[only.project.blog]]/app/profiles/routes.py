from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.current_user import MyId, ViewerId
from app.accounts.models import User
from app.database import SessionDep
from app.failures import NotFound
from app.inserts import insert_missing
from app.profiles.models import Follow
from app.profiles.schemas import Profile, ProfileEnvelope
from app.routing import Router, is_sound

router = Router(prefix="/api/profiles/{username}", tags=["profiles"])

# Whether the viewer follows the user of this row. An anonymous viewer has a null id and follows nobody.
IS_FOLLOWED = exists().where(Follow.follower_id == bindparam("viewer_id"), Follow.followed_id == User.id)
PROFILE = select(User.id, User.username, User.bio, User.image, IS_FOLLOWED.label("following")).where(
    User.username == bindparam("username")
)


@router.get("")
async def show_profile(username: str, viewer_id: ViewerId, session: SessionDep) -> ProfileEnvelope:
    return answer_profile(await find_profile(session, username, viewer_id))


@router.post("/follow")
async def follow(username: str, my_id: MyId, session: SessionDep) -> ProfileEnvelope:
    followed = await find_profile(session, username, my_id)
    await insert_missing(session, Follow, [{"follower_id": my_id, "followed_id": followed.id}])
    return answer_profile(followed, following=True)


@router.delete("/follow")
async def unfollow(username: str, my_id: MyId, session: SessionDep) -> ProfileEnvelope:
    followed = await find_profile(session, username, my_id)
    await session.execute(
        delete(Follow).where(Follow.follower_id == my_id, Follow.followed_id == followed.id)
    )
    return answer_profile(followed, following=False)


async def find_profile(session: AsyncSession, username: str, viewer_id: UUID | None) -> Row[*tuple[Any, ...]]:
    values = {"username": username, "viewer_id": viewer_id}
    found = await session.execute(PROFILE, values) if is_sound(username) else None
    profile = found.one_or_none() if found else None
    if profile is None:
        raise NotFound("not found", about="profile")
    return profile


def answer_profile(row: Row[*tuple[Any, ...]], **changes: bool) -> ProfileEnvelope:
    return ProfileEnvelope(profile=Profile.model_validate(row).model_copy(update=changes))
