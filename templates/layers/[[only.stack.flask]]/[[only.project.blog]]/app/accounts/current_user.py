"""The current user. The token identifies the account, so it survives a change of username."""

from uuid import UUID

from flask import g, request
from sqlalchemy import select

from app.accounts.models import User
from app.failures import Unauthenticated
from app.services import get_settings
from app.session import get_session
from app.tokens import read_access_token

SCHEMES = ("token", "bearer")


def find_viewer() -> User | None:
    """None without a valid token, so a front end with an old one can still read."""
    scheme, _, token = get_authorization().partition(" ")
    subject = read_access_token(token, "sub", secret_key=get_settings().secret_key)
    if subject is None or scheme.lower() not in SCHEMES:
        return None
    return get_session().scalar(select(User).where(User.token_subject == subject))


def find_viewer_id() -> UUID | None:
    viewer = find_viewer()
    return viewer.id if viewer else None


def require_user() -> None:
    """For `before_request` of a blueprint, none of whose routes is public."""
    g.user = find_viewer()
    if g.user is None:
        raise Unauthenticated("is invalid" if get_authorization() else "is missing")


def get_current_user() -> User:
    user: User = g.user
    return user


def get_authorization() -> str:
    return request.headers.get("Authorization", "").strip()
