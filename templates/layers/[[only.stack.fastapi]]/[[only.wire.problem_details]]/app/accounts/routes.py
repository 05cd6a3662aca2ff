from fastapi import Depends
from pydantic import MISSING

from app.accounts import refresh_tokens
from app.accounts.current_user import CurrentUser, get_current_user
from app.accounts.schemas import (
    Credentials,
    RefreshTokenBody,
    Registration,
    SessionAnswer,
    UserAnswer,
    UserChange,
)
from app.accounts.sessions import session_of
from app.accounts.users import add_user, find_user
from app.dependencies import ClientNetwork, HashingDep, RateLimitsDep, SessionDep, SettingsDep
from app.failures import Unauthenticated
from app.routing import Router
from app.text import email_key

public = Router(prefix="/api/v1/auth")
router = Router(prefix="/api/v1/me", dependencies=[Depends(get_current_user)])


@public.post("/register", status_code=201)
async def register(
    body: Registration,
    settings: SettingsDep,
    session: SessionDep,
    limits: RateLimitsDep,
    network: ClientNetwork,
    hashing: HashingDep,
) -> SessionAnswer:
    limits.registrations.count(network)
    # Hash first, so that no database connection is held while the password is hashed.
    password_hash = await hashing.hash(body.password)
    user = await add_user(session, email=body.email, name=body.name, password_hash=password_hash)
    return session_of(user, await refresh_tokens.start_family(session, user), settings)


@public.post("/login")
async def login(
    body: Credentials,
    settings: SettingsDep,
    session: SessionDep,
    limits: RateLimitsDep,
    network: ClientNetwork,
    hashing: HashingDep,
) -> SessionAnswer:
    account = f"account {email_key(body.email)}"
    limits.failed_sign_ins.count(account, network)

    user = await find_user(session, body.email)
    await session.commit()  # and give the connection back: a password may wait long for its hash
    if not await hashing.match(body.password, user.password_hash if user else None) or user is None:
        raise Unauthenticated("The e-mail address or the password is wrong.")
    limits.failed_sign_ins.forget(account)
    limits.failed_sign_ins.take_back(network)
    return session_of(user, await refresh_tokens.start_family(session, user), settings)


@public.post("/refresh")
async def refresh(body: RefreshTokenBody, settings: SettingsDep, session: SessionDep) -> SessionAnswer:
    user, following = await refresh_tokens.rotate(session, body.refresh_token)
    return session_of(user, following, settings)


@public.post("/logout", status_code=204)
async def logout(body: RefreshTokenBody, session: SessionDep) -> None:
    await refresh_tokens.end_family(session, body.refresh_token)


@router.get("")
async def show_me(user: CurrentUser) -> UserAnswer:
    return UserAnswer.model_validate(user)


@router.patch("")
async def change_me(body: UserChange, user: CurrentUser) -> UserAnswer:
    if body.name is not MISSING:
        user.name = body.name
    return UserAnswer.model_validate(user)
