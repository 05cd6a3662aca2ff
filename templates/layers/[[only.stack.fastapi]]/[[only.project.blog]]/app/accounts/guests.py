"""With DEMO=true anyone gets an account with sample data, which is deleted after a day."""

import secrets
from datetime import timedelta

from app.accounts.routes import answer_user
from app.accounts.schemas import UserEnvelope
from app.accounts.users import add_guest, delete_guests_before
from app.database import now
from app.dependencies import ClientNetwork, HashingDep, RateLimitsDep, SessionDep, SettingsDep
from app.failures import NotFound
from app.routing import Router
from app.sample import add_sample

public = Router(prefix="/api/users")

LIFETIME = timedelta(days=1)


@public.post("/guest", status_code=201)
async def sign_in_as_guest(
    settings: SettingsDep,
    session: SessionDep,
    limits: RateLimitsDep,
    network: ClientNetwork,
    hashing: HashingDep,
) -> UserEnvelope:
    if not settings.demo:
        raise NotFound("not found", about="route")
    limits.guests.count(network)
    password_hash = await hashing.hash(secrets.token_urlsafe(32))
    await delete_guests_before(session, now() - LIFETIME)
    await session.commit()
    guest = await add_guest(session, password_hash=password_hash)
    await add_sample(session, guest)
    return answer_user(guest, settings)
