from datetime import timedelta
from typing import Annotated
from uuid import uuid4

from fastapi import Body, Depends
from pydantic import MISSING

from app.accounts.current_user import CurrentUser, get_current_user
from app.accounts.models import User
from app.accounts.schemas import Credentials, NewUser, UserAnswer, UserChanges, UserEnvelope
from app.accounts.users import find_user, save
from app.dependencies import ClientNetwork, HashingDep, RateLimitsDep, SessionDep, SettingsDep
from app.failures import Unauthenticated
from app.hashing import Hashing
from app.routing import Router
from app.settings import Settings
from app.text import email_key
from app.tokens import issue_access_token

public = Router(prefix="/api/users")
router = Router(prefix="/api/user", dependencies=[Depends(get_current_user)])

# This API has no refresh tokens: each response with a user contains a new token instead.
LIFETIME = timedelta(days=1)


@public.post("", status_code=201)
async def register(
    user: Annotated[NewUser, Body(embed=True)],
    settings: SettingsDep,
    session: SessionDep,
    limits: RateLimitsDep,
    network: ClientNetwork,
    hashing: HashingDep,
) -> UserEnvelope:
    limits.registrations.count(network)
    created = User()
    await change(created, user, hashing)
    await save(session, created)
    return answer_user(created, settings)


@public.post("/login")
async def login(
    user: Annotated[Credentials, Body(embed=True)],
    settings: SettingsDep,
    session: SessionDep,
    limits: RateLimitsDep,
    network: ClientNetwork,
    hashing: HashingDep,
) -> UserEnvelope:
    account = f"account {email_key(user.email)}"
    limits.failed_sign_ins.count(account, network)

    found = await find_user(session, user.email)
    await session.commit()  # and give the connection back: a password may wait long for its hash
    if not await hashing.match(user.password, found.password_hash if found else None) or found is None:
        raise Unauthenticated("invalid", about="credentials")
    limits.failed_sign_ins.forget(account)
    limits.failed_sign_ins.take_back(network)
    return answer_user(found, settings)


@router.get("")
async def show_user(me: CurrentUser, settings: SettingsDep) -> UserEnvelope:
    return answer_user(me, settings)


@router.put("")
async def change_user(
    user: Annotated[UserChanges, Body(embed=True)],
    me: CurrentUser,
    settings: SettingsDep,
    session: SessionDep,
    hashing: HashingDep,
) -> UserEnvelope:
    await session.commit()  # and give the connection back, as in `login`
    await change(me, user, hashing)
    await save(session, me)
    return answer_user(me, settings)


async def change(user: User, fields: NewUser | UserChanges, hashing: Hashing) -> None:
    for name, value in fields.model_dump(exclude={"password"}).items():
        setattr(user, name, value)
    if fields.password is not MISSING:
        user.password_hash = await hashing.hash(fields.password)
        user.token_subject = uuid4()


def answer_user(user: User, settings: Settings) -> UserEnvelope:
    claims = {"sub": user.token_subject}
    token = issue_access_token(claims, secret_key=settings.secret_key, lifetime=LIFETIME)
    return UserEnvelope(
        user=UserAnswer(email=user.email, token=token, username=user.username, bio=user.bio, image=user.image)
    )
