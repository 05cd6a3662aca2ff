"""With DEMO=true anyone gets an account with sample data, which is deleted after a day."""

import secrets
from datetime import timedelta

from flask import Blueprint, Response

from app.accounts import refresh_tokens
from app.accounts.sessions import session_of
from app.accounts.users import add_guest, guests_before
from app.database import now
from app.failures import NotFound
from app.problems import NOT_FOUND
from app.removal import remove_user
from app.requests import answer, client_network
from app.sample import add_sample
from app.services import get_services
from app.session import get_session

public = Blueprint("guests", __name__, url_prefix="/api/v1/auth")

LIFETIME = timedelta(days=1)


@public.post("/guest")
def sign_in_as_guest() -> Response:
    session, services = get_session(), get_services()
    if not services.settings.demo:
        raise NotFound(NOT_FOUND)
    services.rate_limits.guests.count(client_network())
    password_hash = services.hashing.hash(secrets.token_urlsafe(32))
    for user_id in guests_before(session, now() - LIFETIME):
        remove_user(session, user_id)
    session.commit()
    guest = add_guest(session, name="Guest", password_hash=password_hash)
    add_sample(session, guest)
    return answer(session_of(guest, refresh_tokens.start_family(session, guest), services.settings), 201)
