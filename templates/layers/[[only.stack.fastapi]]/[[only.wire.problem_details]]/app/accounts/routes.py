from fastapi import Request
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import refresh_tokens
from app.accounts.current_user import CurrentUser
from app.accounts.models import User
from app.accounts.schemas import (
    Credentials,
    RefreshTokenBody,
    Registration,
    SessionAnswer,
    UserAnswer,
    UserChange,
)
from app.database import SessionDep
from app.failures import Conflict, Unauthenticated
from app.passwords import hash_password, verify_password
from app.rate_limits import ClientNetwork, RateLimitsDep
from app.routing import Router
from app.text import as_compared
from app.tokens import LIFETIME, issue_access_token

router = Router(prefix="/api/v1", tags=["accounts"])


@router.post("/auth/register", status_code=201)
async def register(
    body: Registration, request: Request, session: SessionDep, limits: RateLimitsDep, network: ClientNetwork
) -> SessionAnswer:
    limits.registrations.count(network)
    # Hash first, so that no database connection is held while the password is hashed.
    password_hash = await hash_password(body.password)
    user = User(
        email=body.email, email_key=email_key(body.email), name=body.name, password_hash=password_hash
    )
    session.add(user)
    try:
        await session.flush()
    except IntegrityError:
        raise Conflict("An account with this e-mail address exists.") from None
    return answer_session(request, user, await refresh_tokens.start_family(session, user))


@router.post("/auth/login")
async def login(
    body: Credentials, request: Request, session: SessionDep, limits: RateLimitsDep, network: ClientNetwork
) -> SessionAnswer:
    account = f"account {email_key(body.email)}"
    limits.failed_sign_ins.count(account, network)

    user = await find_user(session, body.email)
    await session.commit()  # and give the connection back: a password may wait long for its hash
    if not await verify_password(body.password, user.password_hash if user else None) or user is None:
        raise Unauthenticated("The e-mail address or the password is wrong.")
    limits.failed_sign_ins.forget(account)
    limits.failed_sign_ins.take_back(network)
    return answer_session(request, user, await refresh_tokens.start_family(session, user))


@router.post("/auth/refresh")
async def refresh(body: RefreshTokenBody, request: Request, session: SessionDep) -> SessionAnswer:
    user, following = await refresh_tokens.rotate(session, body.refresh_token)
    return answer_session(request, user, following)


@router.post("/auth/logout", status_code=204)
async def logout(body: RefreshTokenBody, session: SessionDep) -> None:
    await refresh_tokens.end_family(session, body.refresh_token)


@router.get("/me")
async def show_me(user: CurrentUser) -> UserAnswer:
    return UserAnswer.model_validate(user)


@router.patch("/me")
async def change_me(body: UserChange, user: CurrentUser) -> UserAnswer:
    for name, value in body.model_dump(exclude_unset=True).items():
        setattr(user, name, value)
    return UserAnswer.model_validate(user)


async def find_user(session: AsyncSession, email: str) -> User | None:
    return await session.scalar(select(User).where(User.email_key == email_key(email)))


def email_key(email: str) -> str:
    """The normal form of an address, for comparison."""
    return as_compared(email).casefold()


def answer_session(request: Request, user: User, issued: refresh_tokens.Issued) -> SessionAnswer:
    return SessionAnswer(
        user=UserAnswer.model_validate(user),
        access_token=issue_access_token(
            user.id, secret_key=request.app.state.settings.secret_key, sid=str(issued.sign_in_id)
        ),
        expires_in=int(LIFETIME.total_seconds()),
        refresh_token=issued.token,
    )
