"""The providers that users can sign in with. Authlib speaks OAuth 2 and OpenID Connect."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth

from app.accounts.from_providers import PREFIX
from app.failures import ProviderFailed, StartAgain
from app.providers.attempts import Attempt
from app.settings import Settings

logger = logging.getLogger("app.providers")

SECONDS = 10
LONGEST = 255
# Never "none" or "HS256", even if the provider lists them: anyone can make such a token.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
# How OpenID providers and GitHub say that a code is invalid.
INVALID_CODE = {"invalid_grant", "bad_verification_code"}


@dataclass(frozen=True)
class Person:
    """Who has signed in at a provider, without an e-mail address that it has not verified."""

    issuer: str
    subject: str
    email: str | None
    name: str


class Provider(ABC):
    id: str
    name: str
    issuer: str

    def __init__(self, settings: Settings, *, scope: str, **options: str) -> None:
        common = {"scope": scope, "code_challenge_method": "S256", "timeout": SECONDS}
        self.client = OAuth().register(self.id, client_kwargs=common, **options)
        self.callback_url = f"{settings.public_url}{PREFIX}/{self.id}/callback"

    async def begin(self) -> tuple[str, Attempt]:
        """Where to send the browser, and what to check its callback against."""
        async with asking(self):
            begun = await self.client.create_authorization_url(self.callback_url)
        return begun["url"], Attempt(self.id, begun["state"], begun.get("nonce"), begun["code_verifier"])

    async def identify(self, code: str, attempt: Attempt) -> Person:
        async with asking(self):
            token = await self.client.fetch_access_token(
                code=code, redirect_uri=self.callback_url, code_verifier=attempt.code_verifier
            )
            return await self.read_person(token, attempt)

    def has_answered(self, query: Mapping[str, str]) -> bool:
        """Whether a callback can be this provider's (RFC 9207)."""
        return True

    @abstractmethod
    async def read_person(self, token: dict[str, Any], attempt: Attempt) -> Person: ...

    async def get(self, url: str, token: dict[str, Any]) -> Any:
        response = await self.client.get(url, token=token)
        return response.raise_for_status().json()


class OpenIdProvider(Provider):
    id = "oidc"

    def __init__(self, settings: Settings) -> None:
        self.name = settings.oidc_name
        self.issuer = settings.oidc_issuer
        super().__init__(
            settings,
            scope="openid email profile",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            server_metadata_url=f"{self.issuer.rstrip('/')}/.well-known/openid-configuration",
        )

    async def begin(self) -> tuple[str, Attempt]:
        async with asking(self):
            await self.discover()
        return await super().begin()

    async def discover(self) -> dict[str, Any]:
        metadata: dict[str, Any] = await self.client.load_server_metadata()
        if metadata.get("issuer") != self.issuer:
            metadata.clear()  # or Authlib would keep it
            raise ValueError("The metadata is another issuer's.")
        metadata["id_token_signing_alg_values_supported"] = ALGORITHMS
        return metadata

    async def read_person(self, token: dict[str, Any], attempt: Attempt) -> Person:
        metadata = await self.discover()
        expected = {"iss": {"value": self.issuer}, "aud": {"value": self.client.client_id}}
        try:
            claims = await self.client.parse_id_token(token, attempt.nonce, claims_options=expected)
        except Exception:
            metadata.pop("jwks", None)  # fetch the keys again next time: they may be what is invalid
            raise
        subject = claims["sub"]
        if "email" not in claims and "userinfo_endpoint" in metadata:
            claims = await self.get(metadata["userinfo_endpoint"], token)
        if claims["sub"] != subject or not isinstance(subject, str) or not 0 < len(subject) <= LONGEST:
            raise ValueError("The subject is invalid.")
        email = claims.get("email") if claims.get("email_verified") is True else None
        return Person(self.issuer, subject, email, claims.get("name") or "")

    def has_answered(self, query: Mapping[str, str]) -> bool:
        return query.get("iss", self.issuer) == self.issuer


class GitHub(Provider):
    """GitHub has no ID tokens: its API says who has signed in."""

    id = "github"
    name = "GitHub"

    def __init__(self, settings: Settings) -> None:
        self.issuer = url = settings.github_url
        super().__init__(
            settings,
            scope="read:user user:email",
            client_id=settings.github_client_id,
            client_secret=settings.github_client_secret,
            authorize_url=f"{url}/login/oauth/authorize",
            access_token_url=f"{url}/login/oauth/access_token",
            # GitHub Enterprise has its API below its own address.
            api_base_url="https://api.github.com/" if url == "https://github.com" else f"{url}/api/v3/",
        )

    async def read_person(self, token: dict[str, Any], attempt: Attempt) -> Person:
        user = await self.get("user", token)
        emails = await self.get("user/emails", token)
        verified = [each["email"] for each in emails if each["primary"] and each["verified"] is True]
        email = verified[0] if verified else None
        return Person(self.issuer, str(int(user["id"])), email, user["name"] or user["login"])


@asynccontextmanager
async def asking(provider: Provider) -> AsyncIterator[None]:
    """Whatever happens inside is the provider's fault, since it can send anything."""
    try:
        async with asyncio.timeout(SECONDS):
            yield
    except Exception as error:  # noqa: BLE001 - see above
        if isinstance(error, OAuthError) and error.error in INVALID_CODE:
            raise StartAgain("The provider does not accept this code. Start to sign in again.") from None
        # Only its kind: the message may contain personal data.
        logger.warning("Signing in with %s failed: %s", provider.name, type(error).__name__)
        raise ProviderFailed(f"{provider.name} is unavailable. Try again.") from None


def configured(settings: Settings) -> dict[str, Provider]:
    """The providers by id, in the order in which a page shows them."""
    providers: list[Provider] = []
    if settings.oidc_client_id:
        providers.append(OpenIdProvider(settings))
    if settings.github_client_id:
        providers.append(GitHub(settings))
    return {provider.id: provider for provider in providers}
