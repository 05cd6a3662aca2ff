from typing import Annotated

from fastapi import Depends, Request

from app.accounts.models import User
from app.dependencies import SessionDep, SettingsDep
from app.failures import Unauthenticated
from app.tokens import read_access_token

REFUSED = "Sign in first: send a valid access token."


async def get_current_user(request: Request, settings: SettingsDep, session: SessionDep) -> User:
    user_id = read_access_token(bearer_token(request), "sub", secret_key=settings.secret_key)
    user = await session.get(User, user_id) if user_id else None
    if user is None:
        raise Unauthenticated(REFUSED)
    return user


def bearer_token(request: Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


CurrentUser = Annotated[User, Depends(get_current_user)]
