"""An OpenID provider and a GitHub without a network, and a browser that signs in with them."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit
from uuid import uuid4

import httpx2
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from starlette.testclient import TestClient

from app.accounts.from_providers import PREFIX
from tests.conftest import Start, providers_of

ISSUER = "https://id.example.com"
SETTINGS = {
    "public_url": "https://app.example.com",
    "oidc_issuer": ISSUER,
    "oidc_client_id": "client",
    "oidc_client_secret": "secret",
    "github_client_id": "client",
    "github_client_secret": "secret",
}
# The operations of accounts, below the prefix of the API.
ACCOUNTS = f"/{PREFIX.rpartition('/')[2]}"


class FakeProvider:
    """Answers requests about `person`, who is always willing to sign in."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.person = new_person()
        self.number = uuid4().int >> 80
        self.nonce = ""
        self.is_down = False
        self.changed_metadata: dict[str, str] = {}

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        answer: dict[str, Callable[[], Any]] = {
            "/.well-known/openid-configuration": self.metadata,
            "/jwks": lambda: {"keys": [self.public_key()]},
            "/token": lambda: {"access_token": "token", "token_type": "Bearer", "id_token": self.id_token()},
            "/login/oauth/access_token": lambda: {"access_token": "token", "token_type": "bearer"},
            "/user": lambda: {"id": self.number, "login": "alice", "name": None},
            "/user/emails": lambda: [{"email": self.person["email"], "primary": True, "verified": True}],
        }
        if self.is_down:
            return httpx2.Response(200, text="<title>Maintenance</title>")
        return httpx2.Response(200, json=answer[request.url.path]())

    def metadata(self) -> dict[str, str]:
        endpoints = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        addresses = {name: f"{ISSUER}/{path}" for name, path in endpoints.items()}
        return {"issuer": ISSUER} | addresses | self.changed_metadata

    def public_key(self) -> dict[str, Any]:
        key: dict[str, Any] = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return key | {"kid": "1"}

    def id_token(self) -> str:
        moment = int(time.time())
        claims = {"iss": ISSUER, "aud": "client", "iat": moment, "exp": moment + 60, "nonce": self.nonce}
        return jwt.encode(claims | self.person, self.key, algorithm="RS256", headers={"kid": "1"})


class Browser:
    def __init__(self, api: TestClient, fake: FakeProvider) -> None:
        self.api = api
        self.fake = fake

    def callback(self, location: str) -> dict[str, str]:
        """What the provider adds to the address of the callback."""
        asked = dict(parse_qsl(urlsplit(location).query))
        self.fake.nonce = asked.get("nonce", "")
        return {"code": "code", "state": asked["state"]}

    def authorize(self, provider: str = "oidc") -> dict[str, str]:
        answer = self.api.get(f"{PREFIX}/{provider}/authorize", follow_redirects=False)
        assert answer.status_code == 302, answer.text
        return self.callback(answer.headers["Location"])

    def come_back(self, query: dict[str, str], provider: str = "oidc") -> httpx2.Response:
        return self.api.get(f"{PREFIX}/{provider}/callback", params=query, follow_redirects=False)

    def result(self, query: dict[str, str], provider: str = "oidc") -> dict[str, list[str]]:
        answer = self.come_back(query, provider)
        assert answer.status_code == 302, answer.text
        return parse_qs(urlsplit(answer.headers["Location"]).query)

    def exchange(self, code: str) -> httpx2.Response:
        return self.api.post(f"{PREFIX}/exchange", json={"code": code})

    def sign_in(self, provider: str = "oidc") -> dict[str, Any]:
        """The whole way; the response of the exchange."""
        code = self.result(self.authorize(provider), provider)["code"][0]
        answer = self.exchange(code)
        assert answer.status_code == 200, answer.text
        session: dict[str, Any] = answer.json()
        return session


@pytest.fixture
def fake() -> FakeProvider:
    return FakeProvider()


@pytest.fixture
def browser(start: Start, fake: FakeProvider) -> Browser:
    api = start(**SETTINGS)
    for provider in providers_of(api).values():
        provider.options["transport"] = httpx2.MockTransport(fake)
    return Browser(api, fake)


def new_person(**claims: object) -> dict[str, Any]:
    email = f"alice-{uuid4().hex}@example.com"
    return {"sub": uuid4().hex, "email": email, "email_verified": True, "name": "Alice"} | claims
