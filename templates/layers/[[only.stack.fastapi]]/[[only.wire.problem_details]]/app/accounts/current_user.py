from typing import Annotated

from fastapi import Depends, Request

from app.accounts.models import User
from app.database import SessionDep
from app.failures import Unauthenticated
from app.tokens import read_access_token

REFUSED = "Sign in first: send a valid access token."


async def get_current_user(request: Request, session: SessionDep) -> User:
    secret_key = request.app.state.settings.secret_key
    user_id = read_access_token(bearer_token(request), secret_key=secret_key)
    user = await session.get(User, user_id) if user_id else None
    if user is None:
        raise Unauthenticated(REFUSED)
    return user


def bearer_token(request: Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


CurrentUser = Annotated[User, Depends(get_current_user)]
