"""With DEMO=true anyone gets an account with sample data, which is deleted after a day."""

import secrets
from datetime import timedelta

from fastapi import Request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import refresh_tokens
from app.accounts.guest_account import make_guest
from app.accounts.models import User
from app.accounts.routes import answer_session
from app.accounts.schemas import SessionAnswer
from app.database import SessionDep, now
from app.errors import NOT_FOUND
from app.failures import NotFound
from app.passwords import hash_password
from app.rate_limits import ClientNetwork, RateLimitsDep
from app.removal import remove_user
from app.routing import Router
from app.sample import add_sample

router = Router(prefix="/api/v1/auth", tags=["accounts"])

LIFETIME = timedelta(days=1)


@router.post("/guest", status_code=201)
async def add_guest(
    request: Request, session: SessionDep, limits: RateLimitsDep, network: ClientNetwork
) -> SessionAnswer:
    if not request.app.state.settings.demo:
        raise NotFound(NOT_FOUND)
    limits.guests.count(network)
    guest = make_guest("Guest", await hash_password(secrets.token_urlsafe(32)))
    await remove_old_guests(request, session)
    session.add(guest)
    await session.flush()
    await add_sample(session, guest)
    return answer_session(request, guest, await refresh_tokens.start_family(session, guest))


async def remove_old_guests(request: Request, session: AsyncSession) -> None:
    old = select(User.id).where(User.is_guest, User.created_at < now() - LIFETIME)
    for user_id in (await session.scalars(old)).all():
        await remove_user(request, session, user_id)
    await session.commit()
