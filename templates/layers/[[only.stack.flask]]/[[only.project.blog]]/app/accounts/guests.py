"""With DEMO=true anyone gets an account with sample data, which is deleted after a day."""

import secrets
from datetime import timedelta

from flask import Blueprint, Response

from app.accounts.sessions import envelope_of
from app.accounts.users import add_guest, delete_guests_before
from app.database import now
from app.failures import NotFound
from app.requests import answer, client_network
from app.sample import add_sample
from app.services import get_services
from app.session import get_session

public = Blueprint("guests", __name__, url_prefix="/api/users")

LIFETIME = timedelta(days=1)


@public.post("/guest")
def sign_in_as_guest() -> Response:
    session, services = get_session(), get_services()
    if not services.settings.demo:
        raise NotFound("not found", about="route")
    services.rate_limits.guests.count(client_network())
    password_hash = services.hashing.hash(secrets.token_urlsafe(32))
    delete_guests_before(session, now() - LIFETIME)
    session.commit()
    guest = add_guest(session, password_hash=password_hash)
    add_sample(session, guest)
    return answer(envelope_of(guest, services.settings), 201)
