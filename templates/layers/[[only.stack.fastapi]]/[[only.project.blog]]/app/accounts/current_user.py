"""The current user. The token identifies the account, so it survives a change of username."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import select

from app.accounts.models import User
from app.dependencies import SessionDep, SettingsDep
from app.failures import Unauthenticated
from app.tokens import read_access_token

SCHEMES = ("token", "bearer")


async def get_viewer(request: Request, settings: SettingsDep, session: SessionDep) -> User | None:
    """None without a valid token, so a front end with an old one can still read."""
    scheme, _, token = get_authorization(request).partition(" ")
    subject = read_access_token(token, "sub", secret_key=settings.secret_key)
    if subject is None or scheme.lower() not in SCHEMES:
        return None
    return await session.scalar(select(User).where(User.token_subject == subject))


Viewer = Annotated[User | None, Depends(get_viewer)]


async def get_viewer_id(viewer: Viewer) -> UUID | None:
    return viewer.id if viewer else None


ViewerId = Annotated[UUID | None, Depends(get_viewer_id)]


async def get_current_user(request: Request, settings: SettingsDep, session: SessionDep) -> User:
    viewer = await get_viewer(request, settings, session)
    if viewer is None:
        raise Unauthenticated("is invalid" if get_authorization(request) else "is missing")
    return viewer


CurrentUser = Annotated[User, Depends(get_current_user)]


def get_authorization(request: Request) -> str:
    return request.headers.get("Authorization", "").strip()
