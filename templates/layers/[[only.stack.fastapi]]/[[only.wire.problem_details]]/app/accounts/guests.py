"""With DEMO=true anyone gets an account with sample data, which is deleted after a day."""

import secrets
from datetime import timedelta

from app.accounts import refresh_tokens
from app.accounts.schemas import SessionAnswer
from app.accounts.sessions import session_of
from app.accounts.users import add_guest, guests_before
from app.database import now
from app.dependencies import ClientNetwork, HashingDep, RateLimitsDep, SessionDep, SettingsDep
from app.failures import NotFound
from app.problems import NOT_FOUND
from app.removal import RemoveUserDep
from app.routing import Router
from app.sample import add_sample

public = Router(prefix="/api/v1/auth")

LIFETIME = timedelta(days=1)


@public.post("/guest", status_code=201)
async def sign_in_as_guest(
    settings: SettingsDep,
    session: SessionDep,
    limits: RateLimitsDep,
    network: ClientNetwork,
    hashing: HashingDep,
    remove_user: RemoveUserDep,
) -> SessionAnswer:
    if not settings.demo:
        raise NotFound(NOT_FOUND)
    limits.guests.count(network)
    password_hash = await hashing.hash(secrets.token_urlsafe(32))
    for user_id in await guests_before(session, now() - LIFETIME):
        await remove_user(user_id)
    await session.commit()
    guest = await add_guest(session, name="Guest", password_hash=password_hash)
    await add_sample(session, guest)
    return session_of(guest, await refresh_tokens.start_family(session, guest), settings)
