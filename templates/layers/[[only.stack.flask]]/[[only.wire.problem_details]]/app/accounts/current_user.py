from flask import g, request

from app.accounts.models import User
from app.failures import Unauthenticated
from app.services import get_settings
from app.session import get_session
from app.tokens import read_access_token

REFUSED = "Sign in first: send a valid access token."


def require_user() -> None:
    """For `before_request` of a blueprint, none of whose routes is public."""
    user_id = read_access_token(bearer_token(), "sub", secret_key=get_settings().secret_key)
    g.user = get_session().get(User, user_id) if user_id else None
    if g.user is None:
        raise Unauthenticated(REFUSED)


def get_current_user() -> User:
    user: User = g.user
    return user


def bearer_token() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""
