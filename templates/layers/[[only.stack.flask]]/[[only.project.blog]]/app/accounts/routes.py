from uuid import uuid4

from flask import Blueprint, Response
from pydantic import MISSING

from app.accounts.current_user import get_current_user, require_user
from app.accounts.models import User
from app.accounts.schemas import Credentials, NewUser, UserChanges
from app.accounts.sessions import envelope_of
from app.accounts.users import find_user, save
from app.envelopes import body_inside
from app.failures import Unauthenticated
from app.requests import answer, client_network
from app.services import get_services, get_settings
from app.session import get_session
from app.text import email_key

public = Blueprint("public_accounts", __name__, url_prefix="/api/users")
blueprint = Blueprint("accounts", __name__, url_prefix="/api/user")
blueprint.before_request(require_user)


@public.post("")
def register() -> Response:
    user, created = body_inside("user", NewUser), User()
    get_services().rate_limits.registrations.count(client_network())
    change(created, user)
    save(get_session(), created)
    return answer(envelope_of(created, get_settings()), 201)


@public.post("/login")
def login() -> Response:
    user, session, services = body_inside("user", Credentials), get_session(), get_services()
    account, network = f"account {email_key(user.email)}", client_network()
    services.rate_limits.failed_sign_ins.count(account, network)

    found = find_user(session, user.email)
    session.commit()  # and give the connection back: a password may wait long for its hash
    if not services.hashing.match(user.password, found.password_hash if found else None) or found is None:
        raise Unauthenticated("invalid", about="credentials")
    services.rate_limits.failed_sign_ins.forget(account)
    services.rate_limits.failed_sign_ins.take_back(network)
    return answer(envelope_of(found, services.settings))


@blueprint.get("")
def show_user() -> Response:
    return answer(envelope_of(get_current_user(), get_settings()))


@blueprint.put("")
def change_user() -> Response:
    user, session, me = body_inside("user", UserChanges), get_session(), get_current_user()
    session.commit()  # and give the connection back, as in `login`
    change(me, user)
    save(session, me)
    return answer(envelope_of(me, get_settings()))


def change(user: User, fields: NewUser | UserChanges) -> None:
    for name, value in fields.model_dump(exclude={"password"}).items():
        setattr(user, name, value)
    if fields.password is not MISSING:
        user.password_hash = get_services().hashing.hash(fields.password)
        user.token_subject = uuid4()
