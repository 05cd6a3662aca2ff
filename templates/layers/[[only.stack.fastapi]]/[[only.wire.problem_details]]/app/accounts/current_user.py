from typing import Annotated

from fastapi import Depends, Request

from app.accounts.models import User
from app.database import SessionDep
from app.failures import Unauthenticated
from app.tokens import read_access_token


async def get_current_user(request: Request, session: SessionDep) -> User:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    user_id = read_access_token(token, secret_key=request.app.state.settings.secret_key)
    user = await session.get(User, user_id) if user_id and scheme.lower() == "bearer" else None
    if user is None:
        raise Unauthenticated("Sign in first: send a valid access token.")
    return user


CurrentUser = Annotated[User, Depends(get_current_user)]
