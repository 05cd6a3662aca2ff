"""Who sends the request. The token names the account, so it outlives a change of name."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import select

from app.accounts.models import User
from app.database import SessionDep
from app.failures import Unauthenticated
from app.tokens import read_access_token

SCHEMES = ("token", "bearer")


async def get_viewer_id(request: Request, session: SessionDep) -> UUID | None:
    """None without a token. One that is no good is refused, also where none is needed."""
    header = request.headers.get("Authorization", "").strip()
    if not header:
        return None
    scheme, _, token = header.partition(" ")
    user_id = read_access_token(token.strip(), secret_key=request.app.state.settings.secret_key)
    if user_id is None or scheme.lower() not in SCHEMES:
        raise Unauthenticated("is invalid")
    if await session.scalar(select(User.id).where(User.id == user_id)) is None:
        raise Unauthenticated("is invalid")
    return user_id


ViewerId = Annotated[UUID | None, Depends(get_viewer_id)]


async def get_my_id(viewer_id: ViewerId) -> UUID:
    if viewer_id is None:
        raise Unauthenticated("is missing")
    return viewer_id


MyId = Annotated[UUID, Depends(get_my_id)]


async def get_current_user(my_id: MyId, session: SessionDep) -> User:
    return await session.get_one(User, my_id)


CurrentUser = Annotated[User, Depends(get_current_user)]
