"""Asks a provider who has signed in. Authlib speaks OAuth 2."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client

from app.accounts.from_providers import PREFIX
from app.failures import ProviderFailed, StartAgain
from app.providers.attempts import Attempt
from app.providers.connections import SECONDS, connection_options
from app.settings import Settings

logger = logging.getLogger("app.providers")

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
    scope: str
    client_id: str
    client_secret: str

    def __init__(self, settings: Settings) -> None:
        self.callback_url = f"{settings.public_url}{PREFIX}/{self.id}/callback"
        self.options = connection_options()
        self.metadata: dict[str, str] = {}
        self.discovering = asyncio.Lock()

    async def begin(self) -> tuple[str, Attempt]:
        """Where to send the browser, and what to check its callback against."""
        nonce, code_verifier = generate_token(), generate_token(48)
        async with self.asking() as client:
            url, state = client.create_authorization_url(
                client.metadata["authorization_endpoint"], nonce=nonce, code_verifier=code_verifier
            )
        return url, Attempt(self.id, state, nonce, code_verifier)

    async def identify(self, code: str, attempt: Attempt) -> Person:
        async with self.asking() as client:
            await client.fetch_token(code=code, code_verifier=attempt.code_verifier)
            return await self.read_person(client, attempt)

    def has_answered(self, query: Mapping[str, str]) -> bool:
        """Whether a callback can be this provider's (RFC 9207)."""
        return True

    @abstractmethod
    async def discover(self) -> dict[str, str]:
        """The addresses to ask, and how to send the secret, by the names of OpenID Connect."""

    @abstractmethod
    async def read_person(self, client: Any, attempt: Attempt) -> Person:
        """`client` has the provider's tokens."""

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[Any]:
        """Whatever happens inside is the provider's fault, since it can send anything."""
        try:
            async with asyncio.timeout(SECONDS):
                # One at a time, because anyone can start to sign in as often as they like.
                async with self.discovering:
                    self.metadata = metadata = self.metadata or await self.discover()
                async with self.client(metadata) as client:
                    yield client
        except Exception as error:  # noqa: BLE001 - see above
            if isinstance(error, OAuthError) and error.error in INVALID_CODE:
                raise StartAgain("The provider does not accept this code. Start to sign in again.") from None
            # Fetch it again next time: it may be what is invalid.
            self.metadata = {}
            # Only its kind: the message may contain personal data.
            logger.warning("Signing in with %s failed: %s", self.name, type(error).__name__)
            raise ProviderFailed(f"{self.name} is unavailable. Try again.") from None

    def client(self, metadata: dict[str, str]) -> Any:
        return AsyncOAuth2Client(
            client_id=self.client_id,
            client_secret=self.client_secret,
            scope=self.scope,
            redirect_uri=self.callback_url,
            code_challenge_method="S256",
            **metadata,
            **self.options,
        )


async def get_json(client: Any, url: str, *, withhold_token: bool = False) -> Any:
    response = await client.request("GET", url, withhold_token=withhold_token)
    return response.raise_for_status().json()
