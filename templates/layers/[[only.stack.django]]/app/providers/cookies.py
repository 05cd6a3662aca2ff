"""What the callback is checked against, in a cookie of the browser."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from app.failures import StartAgain
from app.providers.attempts import LIFETIME, Attempt, seal, unseal


def attempt_of(request: HttpRequest) -> Attempt:
    attempt = unseal(request.COOKIES.get(cookie_name(), ""), secret_key=settings.SECRET_KEY)
    if attempt is None:
        raise StartAgain("This browser did not start to sign in, or more than ten minutes ago. Start again.")
    return attempt


def keep(response: HttpResponse, attempt: Attempt) -> None:
    """Lax, because the callback comes from another site."""
    response.set_cookie(
        cookie_name(),
        seal(attempt, secret_key=settings.SECRET_KEY),
        max_age=int(LIFETIME.total_seconds()),
        httponly=True,
        secure=is_production(),
        samesite="Lax",
    )


def cookie_name() -> str:
    """With this prefix, browsers do not let other hosts of the domain set it."""
    return "__Host-sign_in" if is_production() else "sign_in"


def is_production() -> bool:
    return settings.ENV.environment == "production"
