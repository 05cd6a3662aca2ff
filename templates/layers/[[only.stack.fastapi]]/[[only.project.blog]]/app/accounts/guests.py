"""With DEMO=true anyone gets an account with sample data, which is deleted after a day."""

import secrets
from datetime import timedelta

from fastapi import Request
from sqlalchemy import delete

from app.accounts.models import User
from app.accounts.routes import answer_user, email_key
from app.accounts.schemas import UserEnvelope
from app.database import SessionDep, now
from app.failures import NotFound
from app.passwords import hash_password
from app.rate_limits import ClientNetwork, RateLimitsDep
from app.routing import Router
from app.sample import add_sample

router = Router(prefix="/api/users", tags=["users"])

LIFETIME = timedelta(days=1)


@router.post("/guest", status_code=201)
async def add_guest(
    request: Request, session: SessionDep, limits: RateLimitsDep, network: ClientNetwork
) -> UserEnvelope:
    if not request.app.state.settings.demo:
        raise NotFound("not found", about="route")
    limits.guests.count(network)
    guest = await make_guest()
    await session.execute(delete(User).where(User.is_guest, User.created_at < now() - LIFETIME))
    await session.commit()
    session.add(guest)
    await session.flush()
    await add_sample(session, guest)
    return answer_user(request, guest)


async def make_guest() -> User:
    """The address cannot be guessed, and nobody knows the password."""
    username = f"guest-{secrets.token_hex(8)}"
    email = f"{username}@guest.invalid"
    password_hash = await hash_password(secrets.token_urlsafe(32))
    return User(
        username=username,
        email=email,
        email_key=email_key(email),
        password_hash=password_hash,
        is_guest=True,
    )
