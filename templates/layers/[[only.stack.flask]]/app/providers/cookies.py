"""The cookie in which a browser keeps its attempt to sign in."""

from flask import Request, Response

from app.failures import StartAgain
from app.providers.attempts import LIFETIME, Attempt, seal, unseal
from app.services import get_settings


def attempt_of(request: Request) -> Attempt:
    cookie = request.cookies.get(cookie_name(), "")
    attempt = unseal(cookie, secret_key=get_settings().secret_key)
    if attempt is None:
        raise StartAgain("This browser did not start to sign in, or more than ten minutes ago. Start again.")
    return attempt


def keep(response: Response, attempt: Attempt) -> None:
    """Set the cookie. Lax, because the callback comes from another site."""
    response.set_cookie(
        cookie_name(),
        seal(attempt, secret_key=get_settings().secret_key),
        max_age=LIFETIME,
        httponly=True,
        secure=get_settings().environment == "production",
        samesite="Lax",
    )


def cookie_name() -> str:
    """With this prefix, browsers do not let other hosts of the domain set it."""
    return "__Host-sign_in" if get_settings().environment == "production" else "sign_in"
