"""What handlers of providers declare in their signatures."""

from typing import Annotated

from fastapi import Depends, Request, Response

from app.failures import NotFound, StartAgain
from app.providers.attempts import LIFETIME, Attempt, seal, unseal
from app.providers.clients import Provider
from app.settings import Settings


async def get_providers(request: Request) -> dict[str, Provider]:
    providers: dict[str, Provider] = request.app.state.providers
    return providers


ProvidersDep = Annotated[dict[str, Provider], Depends(get_providers)]


async def get_provider(provider: str, providers: ProvidersDep) -> Provider:
    if provider not in providers:
        raise NotFound("There is no such provider.")
    return providers[provider]


ProviderDep = Annotated[Provider, Depends(get_provider)]


def attempt_of(request: Request, settings: Settings) -> Attempt:
    cookie = request.cookies.get(cookie_name(settings), "")
    attempt = unseal(cookie, secret_key=settings.secret_key)
    if attempt is None:
        raise StartAgain("This browser did not start to sign in, or more than ten minutes ago. Start again.")
    return attempt


def keep(response: Response, attempt: Attempt, settings: Settings) -> None:
    """Set the cookie. Lax, because the callback comes from another site."""
    response.set_cookie(
        cookie_name(settings),
        seal(attempt, secret_key=settings.secret_key),
        max_age=int(LIFETIME.total_seconds()),
        httponly=True,
        secure=settings.environment == "production",
        samesite="lax",
    )


def cookie_name(settings: Settings) -> str:
    """With this prefix, browsers do not let other hosts of the domain set it."""
    return "__Host-sign_in" if settings.environment == "production" else "sign_in"
