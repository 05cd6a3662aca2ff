from flask import Blueprint, Response
from pydantic import MISSING

from app.accounts import refresh_tokens
from app.accounts.current_user import get_current_user, require_user
from app.accounts.schemas import Credentials, RefreshTokenBody, Registration, UserAnswer, UserChange
from app.accounts.sessions import session_of
from app.accounts.users import add_user, find_user
from app.failures import Unauthenticated
from app.requests import answer, body_of, client_network, no_content
from app.services import get_services, get_settings
from app.session import get_session
from app.text import email_key

public = Blueprint("public_accounts", __name__, url_prefix="/api/v1/auth")
blueprint = Blueprint("accounts", __name__, url_prefix="/api/v1/me")
blueprint.before_request(require_user)


@public.post("/register")
def register() -> Response:
    body, session = body_of(Registration), get_session()
    get_services().rate_limits.registrations.count(client_network())
    # Hash first, so that no database connection is held while the password is hashed.
    password_hash = get_services().hashing.hash(body.password)
    user = add_user(session, email=body.email, name=body.name, password_hash=password_hash)
    return answer(session_of(user, refresh_tokens.start_family(session, user), get_settings()), 201)


@public.post("/login")
def login() -> Response:
    body, session, services = body_of(Credentials), get_session(), get_services()
    account, network = f"account {email_key(body.email)}", client_network()
    services.rate_limits.failed_sign_ins.count(account, network)

    user = find_user(session, body.email)
    session.commit()  # and give the connection back: a password may wait long for its hash
    if not services.hashing.match(body.password, user.password_hash if user else None) or user is None:
        raise Unauthenticated("The e-mail address or the password is wrong.")
    services.rate_limits.failed_sign_ins.forget(account)
    services.rate_limits.failed_sign_ins.take_back(network)
    return answer(session_of(user, refresh_tokens.start_family(session, user), services.settings))


@public.post("/refresh")
def refresh() -> Response:
    user, following = refresh_tokens.rotate(get_session(), body_of(RefreshTokenBody).refresh_token)
    return answer(session_of(user, following, get_settings()))


@public.post("/logout")
def logout() -> Response:
    refresh_tokens.end_family(get_session(), body_of(RefreshTokenBody).refresh_token)
    return no_content()


@blueprint.get("")
def show_me() -> Response:
    return answer(UserAnswer.model_validate(get_current_user()))


@blueprint.patch("")
def change_me() -> Response:
    body, user = body_of(UserChange), get_current_user()
    if body.name is not MISSING:
        user.name = body.name
    return answer(UserAnswer.model_validate(user))
