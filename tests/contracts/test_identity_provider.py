"""The identity provider of the contract suite is fast: the server under test waits for it for ten seconds at most."""

import hashlib
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlencode

import httpx
import pytest

from scaffolder.contracts.identity_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    Key,
    Provider,
    encoded,
    new_person,
)

REDIRECT = "https://app.example.com/callback"
VERIFIER = "v" * 43


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.stop()


def test_nothing_is_signed_while_a_server_waits(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    challenge = encoded(hashlib.sha256(VERIFIER.encode()).digest())
    asked = {"state": "s", "nonce": "n", "code_challenge": challenge, "redirect_uri": REDIRECT}
    query = provider.approve(f"{provider.issuer}/authorize?{urlencode(asked)}", new_person())
    monkeypatch.delattr(Key, "sign")
    answer = httpx.post(
        f"{provider.issuer}/token",
        data={"code": query["code"], "code_verifier": VERIFIER, "redirect_uri": REDIRECT},
        auth=(CLIENT_ID, CLIENT_SECRET),
        trust_env=False,
    )
    assert answer.json()["id_token"].count(".") == 2


def test_a_busy_provider_drops_no_connections(provider: Provider) -> None:
    provider._server.shutdown()  # It listens, and accepts nothing.
    address = "127.0.0.1", provider._server.server_port
    with ExitStack() as stack:
        for _ in range(60):
            stack.enter_context(socket.create_connection(address, timeout=5))
