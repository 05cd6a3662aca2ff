"""Tokens that are missing, malformed, expired or forged, or belong to another user."""

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.document import METHODS, Document
from scaffolder.contracts.servers import Launch
from scaffolder.contracts.wire import Wire


@pytest.fixture
def secret(launch: Launch) -> str:
    if "SECRET_KEY" not in launch.environment:
        pytest.skip("the server's SECRET_KEY is not known with --url")
    return launch.environment["SECRET_KEY"]


def test_a_request_without_a_token_is_401(api: Client, wire: Wire) -> None:
    refused(api, wire, {})


@pytest.mark.parametrize(
    "value",
    [
        "",
        "{scheme}",
        "{token}",
        "{scheme} {token} {token}",
        "{scheme} {token}x",
        "{scheme} x{token}",
        "{scheme} a.b.c",
        "{scheme} ..",
        "{scheme} null",
        "{scheme} ' OR '1'='1",
        "Basic YWxpY2U6cGFzc3dvcmQ=",
    ],
)
def test_a_malformed_token_is_401(alice: Client, api: Client, wire: Wire, value: str) -> None:
    refused(api, wire, {"Authorization": value.format(scheme=wire.scheme, token=alice.token)})


BAD_BODIES = {
    "without a type": ("", b""),
    "of another type": ("text/plain", b"{}"),
    "not JSON": ("application/json", b"{"),
    "with NUL": ("application/json", b'{"a": "\\u0000"}'),
    "not valid": ("application/json", b'{"no such member": 1}'),
}


@pytest.mark.parametrize(("media_type", "body"), BAD_BODIES.values(), ids=BAD_BODIES.keys())
@pytest.mark.parametrize("token", ["", "not.a.token"])
def test_401_takes_precedence_over_all_other_errors(
    root: Client, wire: Wire, contract: Document, token: str, media_type: str, body: bytes
) -> None:
    signed = {"Authorization": f"{wire.scheme} {token}"} if token else {}
    operations = list(for_users(contract))
    assert operations, "the document has no operation that needs a token"
    for method, path in operations:
        filled = re.sub(r"\{[^}]*\}", "no-such-thing", path)
        answer = root.request(
            method,
            f"{filled}?limit=x",
            content=body,
            headers={**signed, "Content-Type": media_type},
            expect=401,
        )
        wire.assert_error(answer)


def test_a_very_long_token_is_401(alice: Client, api: Client, wire: Wire) -> None:
    answer = api.get(wire.me, headers={"Authorization": f"{wire.scheme} {'x' * 7000}"}, expect=401)
    wire.assert_error(answer)


def test_a_token_is_a_jwt_signed_with_hs256_and_the_secret_key(alice: Client, secret: str) -> None:
    header, claims = parts(alice.token)
    assert header["alg"] == "HS256"
    assert claims["exp"] > time.time()
    assert signed(header, claims, secret).rpartition(".")[0].count(".") == 1
    payload, _, signature = alice.token.rpartition(".")
    assert signature == signature_of(payload, secret), "the signature is not HMAC-SHA256 with SECRET_KEY"


def test_a_token_signed_with_the_right_key_is_accepted(
    alice: Client, api: Client, wire: Wire, secret: str
) -> None:
    """Otherwise the tests below would prove nothing: their tokens could be rejected for any reason."""
    header, claims = parts(alice.token)
    api.get(wire.me, headers=authorization(wire, signed(header, claims, secret)), expect=200)


def test_an_expired_token_is_401(alice: Client, api: Client, wire: Wire, secret: str) -> None:
    header, claims = parts(alice.token)
    for seconds in (60, 1, 100_000):
        old = {**claims, "iat": int(time.time()) - seconds - 900, "exp": int(time.time()) - seconds}
        refused(api, wire, authorization(wire, signed(header, old, secret)))


def test_a_valid_token_expires(alice: Client, api: Client, wire: Wire, secret: str) -> None:
    """A token that was accepted before must not be cached beyond its expiry."""
    header, claims = parts(alice.token)
    token = signed(header, {**claims, "exp": int(time.time()) + 4}, secret)
    api.get(wire.me, headers=authorization(wire, token), expect=200)
    deadline = time.monotonic() + 30
    while api.get(wire.me, headers=authorization(wire, token)).status_code == 200:
        assert time.monotonic() < deadline, "the token is still accepted long after it expired"
        time.sleep(0.2)


@pytest.mark.parametrize("claim", ["iat", "nbf"])
def test_a_clock_that_is_up_to_30_s_ahead_is_accepted(
    alice: Client, api: Client, wire: Wire, secret: str, claim: str
) -> None:
    header, claims = parts(alice.token)
    for seconds in (1, 25):
        early = {**claims, claim: int(time.time()) + seconds}
        api.get(wire.me, headers=authorization(wire, signed(header, early, secret)), expect=200)
    too_early = {**claims, claim: int(time.time()) + 90}
    refused(api, wire, authorization(wire, signed(header, too_early, secret)))


def test_a_token_signed_with_another_key_is_401(alice: Client, api: Client, wire: Wire) -> None:
    header, claims = parts(alice.token)
    for key in ("another-secret-key-of-enough-characters", "", "secret", "null"):
        refused(api, wire, authorization(wire, signed(header, claims, key)))


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE"])
def test_a_token_without_a_signature_is_401(alice: Client, api: Client, wire: Wire, algorithm: str) -> None:
    _, claims = parts(alice.token)
    unsigned = f"{encoded({'alg': algorithm, 'typ': 'JWT'})}.{encoded(claims)}."
    refused(api, wire, authorization(wire, unsigned))
    refused(api, wire, authorization(wire, unsigned + alice.token.rpartition(".")[2]))


def test_a_token_that_names_another_algorithm_is_401(
    alice: Client, api: Client, wire: Wire, secret: str
) -> None:
    _, claims = parts(alice.token)
    for algorithm in ("HS512", "RS256", "", None, 1, ["HS256"]):
        refused(api, wire, authorization(wire, signed({"alg": algorithm, "typ": "JWT"}, claims, secret)))


def test_a_token_with_changed_claims_is_401(alice: Client, bob: Client, api: Client, wire: Wire) -> None:
    header, _, signature = alice.token.split(".")
    refused(api, wire, authorization(wire, f"{header}.{bob.token.split('.')[1]}.{signature}"))
    _, claims = parts(alice.token)
    later = {**claims, "exp": claims["exp"] + 3600}
    refused(api, wire, authorization(wire, f"{header}.{encoded(later)}.{signature}"))


@pytest.mark.parametrize(
    "subject",
    ["5e0ff1ce-0000-4000-8000-000000000000", "0", "-1", "nobody", "", "' OR 1=1 --", None, 10**30, ["a"], {}],
)
def test_a_token_of_an_unknown_user_is_401(
    alice: Client, api: Client, wire: Wire, secret: str, subject: Any
) -> None:
    header, claims = parts(alice.token)
    refused(api, wire, authorization(wire, signed(header, {**claims, "sub": subject}, secret)))


def test_a_token_that_never_expires_is_401(alice: Client, api: Client, wire: Wire, secret: str) -> None:
    header, claims = parts(alice.token)
    del claims["exp"]
    refused(api, wire, authorization(wire, signed(header, claims, secret)))


def test_a_token_is_not_read_from_the_query_or_the_body(alice: Client, api: Client, wire: Wire) -> None:
    for name in ("token", "access_token", "api_key"):
        api.get(f"{wire.me}?{name}={alice.token}", expect=401)


def refused(api: Client, wire: Wire, headers: dict[str, str]) -> None:
    answer = api.get(wire.me, headers=headers, expect=401)
    wire.assert_error(answer)
    assert answer.headers["www-authenticate"].split()[0].rstrip(",") in ("Bearer", wire.scheme)


def authorization(wire: Wire, token: str) -> dict[str, str]:
    return {"Authorization": f"{wire.scheme} {token}"}


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    header, claims, _ = token.split(".")
    return decoded(header), decoded(claims)


def signed(header: dict[str, Any], claims: dict[str, Any], key: str) -> str:
    payload = f"{encoded(header)}.{encoded(claims)}"
    return f"{payload}.{signature_of(payload, key)}"


def signature_of(payload: str, key: str) -> str:
    digest = hmac.new(key.encode(), payload.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def encoded(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def decoded(text: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return value


def for_users(contract: Document) -> Iterator[tuple[str, str]]:
    """The operations that require a token, without those where it is optional."""
    for path, item in contract.raw["paths"].items():
        for method in METHODS & item.keys():
            security = item[method].get("security", contract.raw.get("security", []))
            if security and {} not in security:
                prefix = "" if "servers" in item else contract.prefix
                yield method.upper(), prefix + path
