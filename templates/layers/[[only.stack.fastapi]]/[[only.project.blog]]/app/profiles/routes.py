from typing import Any

from fastapi import Depends
from sqlalchemy import Row

from app.accounts.current_user import CurrentUser, ViewerId, get_current_user
from app.dependencies import SessionDep
from app.profiles.queries import add_follow, find_profile, remove_follow
from app.profiles.schemas import Profile, ProfileEnvelope
from app.routing import Router

public = Router(prefix="/api/profiles/{username}")
router = Router(prefix="/api/profiles/{username}/follow", dependencies=[Depends(get_current_user)])


@public.get("")
async def show_profile(username: str, viewer_id: ViewerId, session: SessionDep) -> ProfileEnvelope:
    return answer_profile(await find_profile(session, username, viewer_id))


@router.post("")
async def follow(username: str, me: CurrentUser, session: SessionDep) -> ProfileEnvelope:
    followed = await find_profile(session, username, me.id)
    await add_follow(session, me.id, followed.id)
    return answer_profile(followed, following=True)


@router.delete("")
async def unfollow(username: str, me: CurrentUser, session: SessionDep) -> ProfileEnvelope:
    followed = await find_profile(session, username, me.id)
    await remove_follow(session, me.id, followed.id)
    return answer_profile(followed, following=False)


def answer_profile(row: Row[*tuple[Any, ...]], **changes: bool) -> ProfileEnvelope:
    return ProfileEnvelope(profile=Profile.model_validate(row).model_copy(update=changes))
