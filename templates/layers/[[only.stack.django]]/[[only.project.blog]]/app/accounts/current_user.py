"""The current user. The token identifies the account, so it survives a change of username."""

from django.conf import settings
from django.http import HttpRequest

from app.accounts.models import User
from app.failures import Unauthenticated
from app.tokens import read_access_token

SCHEMES = ("token", "bearer")


def get_viewer(request: HttpRequest) -> User | None:
    """None without a valid token, so a front end with an old one can still read."""
    scheme, _, token = get_authorization(request).partition(" ")
    subject = read_access_token(token, "sub", secret_key=settings.SECRET_KEY)
    if subject is None or scheme.lower() not in SCHEMES:
        return None
    return User.objects.filter(token_subject=subject).first()


def get_current_user(request: HttpRequest) -> User:
    viewer = get_viewer(request)
    if viewer is None:
        raise Unauthenticated("is invalid" if get_authorization(request) else "is missing")
    return viewer


def get_authorization(request: HttpRequest) -> str:
    return request.headers.get("Authorization", "").strip()
