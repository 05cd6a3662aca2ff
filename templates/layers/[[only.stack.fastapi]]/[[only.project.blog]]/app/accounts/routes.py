from datetime import timedelta
from typing import Annotated
from uuid import uuid4

from fastapi import Body, Request
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.current_user import CurrentUser
from app.accounts.models import User
from app.accounts.schemas import Credentials, NewUser, UserAnswer, UserChanges, UserEnvelope
from app.database import SessionDep
from app.failures import Conflict, Unauthenticated
from app.passwords import hash_password, verify_password
from app.rate_limits import ClientNetwork, RateLimitsDep
from app.routing import Router
from app.text import as_compared
from app.tokens import issue_access_token

router = Router(prefix="/api", tags=["users"])

# This API has no refresh tokens: each response with a user contains a new token instead.
LIFETIME = timedelta(days=1)


@router.post("/users", status_code=201)
async def register(
    user: Annotated[NewUser, Body(embed=True)],
    request: Request,
    session: SessionDep,
    limits: RateLimitsDep,
    network: ClientNetwork,
) -> UserEnvelope:
    limits.registrations.count(network)
    made = User()
    await change(made, user)
    session.add(made)
    await save(session, made)
    return answer_user(request, made)


@router.post("/users/login")
async def login(
    user: Annotated[Credentials, Body(embed=True)],
    request: Request,
    session: SessionDep,
    limits: RateLimitsDep,
    network: ClientNetwork,
) -> UserEnvelope:
    account = f"account {email_key(user.email)}"
    limits.failed_sign_ins.count(account, network)

    found = await find_user(session, user.email)
    await session.commit()  # and give the connection back: a password may wait long for its hash
    if not await verify_password(user.password, found.password_hash if found else None) or found is None:
        raise Unauthenticated("invalid", about="credentials")
    limits.failed_sign_ins.forget(account)
    limits.failed_sign_ins.take_back(network)
    return answer_user(request, found)


@router.get("/user")
async def show_user(me: CurrentUser, request: Request) -> UserEnvelope:
    return answer_user(request, me)


@router.put("/user")
async def change_user(
    user: Annotated[UserChanges, Body(embed=True)], me: CurrentUser, request: Request, session: SessionDep
) -> UserEnvelope:
    await session.commit()  # as above
    await change(me, user)
    await save(session, me)
    return answer_user(request, me)


async def change(user: User, fields: NewUser | UserChanges) -> None:
    for name, value in fields.model_dump(exclude_unset=True, exclude={"password"}).items():
        setattr(user, name, value)
    if "email" in fields.model_fields_set:
        user.email_key = email_key(fields.email)
    if "password" in fields.model_fields_set:
        user.password_hash = await hash_password(fields.password)
        user.token_subject = uuid4()


async def save(session: AsyncSession, user: User) -> None:
    user_id, username_key = user.id, user.username_key
    try:
        await session.flush()
    except IntegrityError:
        await session.rollback()
        namesake = select(User.id).where(User.username_key == username_key, User.id != user_id)
        taken = "email" if await session.scalar(namesake) is None else "username"
        raise Conflict("has already been taken", about=taken) from None


async def find_user(session: AsyncSession, email: str) -> User | None:
    return await session.scalar(select(User).where(User.email_key == email_key(email)))


def email_key(email: str) -> str:
    """The normal form of an address, for comparison."""
    return as_compared(email).casefold()


def answer_user(request: Request, user: User) -> UserEnvelope:
    secret_key = request.app.state.settings.secret_key
    token = issue_access_token(user.token_subject, secret_key=secret_key, lifetime=LIFETIME)
    return UserEnvelope(
        user=UserAnswer(email=user.email, token=token, username=user.username, bio=user.bio, image=user.image)
    )
