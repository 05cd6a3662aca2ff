from collections.abc import Mapping
from typing import Annotated, Any

import httpx2
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from pydantic import BaseModel, StringConstraints

from app.bodies import is_sound
from app.providers.attempts import Attempt
from app.providers.clients import Person, Provider, get_json
from app.settings import Settings

LONGEST_SUBJECT = 255
# Seconds by which the provider's clock can be wrong.
LEEWAY = 120
# Whatever the provider lists. Never "none" or "HS256": anyone could make such a token.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]

Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]


class Addresses(BaseModel):
    """Part of a provider's metadata (OpenID Connect Discovery, section 3)."""

    authorization_endpoint: Address
    token_endpoint: Address
    jwks_uri: Address
    userinfo_endpoint: Address | None = None


class OpenIdProvider(Provider):
    id = "oidc"
    scope = "openid email profile"

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.name = settings.oidc_name
        self.issuer = settings.oidc_issuer
        self.client_id = settings.oidc_client_id
        self.client_secret = settings.oidc_client_secret

    async def discover(self) -> dict[str, str]:
        async with httpx2.AsyncClient(**self.options) as client:
            url = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
            metadata = (await client.get(url)).raise_for_status().json()
        if metadata["issuer"] != self.issuer:
            raise ValueError("The metadata is another issuer's.")
        addresses = Addresses.model_validate(metadata).model_dump(exclude_none=True)
        if self.issuer.startswith("https:") and any(url.startswith("http:") for url in addresses.values()):
            raise ValueError("An address is not encrypted.")
        takes_post = "client_secret_post" in metadata.get("token_endpoint_auth_methods_supported", [])
        method = "client_secret_post" if takes_post else "client_secret_basic"
        return {**addresses, "token_endpoint_auth_method": method}

    async def read_person(self, client: Any, attempt: Attempt) -> Person:
        # Never stored, because the provider may withdraw one.
        keys = await get_json(client, client.metadata["jwks_uri"], withhold_token=True)
        claims = self.read_id_token(client.token, keys, nonce=attempt.nonce)
        subject = claims["sub"]
        if "email" not in claims and "userinfo_endpoint" in client.metadata:
            claims = await get_json(client, client.metadata["userinfo_endpoint"])
        if claims["sub"] != subject or not is_subject(subject):
            raise ValueError("The subject is invalid.")
        email = claims.get("email") if claims.get("email_verified") is True else None
        name = claims.get("name")
        return Person(self.issuer, subject, email, name if isinstance(name, str) else "")

    def read_id_token(self, token: dict[str, Any], keys: Any, *, nonce: str) -> dict[str, Any]:
        """The claims, checked as in OpenID Connect Core, section 3.1.3.7."""
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        decoded = jwt.decode(token["id_token"], KeySet.import_key_set(keys), registry=registry)
        expected = {"iss": {"value": self.issuer}, "aud": {"value": self.client_id}}
        asked = {"nonce": nonce, "client_id": self.client_id, "access_token": token["access_token"]}
        claims = CodeIDToken(decoded.claims, decoded.header, expected, asked)
        claims.validate(leeway=LEEWAY)
        return dict(claims)

    def has_answered(self, query: Mapping[str, str]) -> bool:
        return query.get("iss", self.issuer) == self.issuer


def is_subject(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_SUBJECT and is_sound(value)
