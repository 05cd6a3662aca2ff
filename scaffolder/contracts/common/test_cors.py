"""CORS: only the configured origins are allowed."""

from collections.abc import Iterator

import httpx
import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.document import METHODS, Document
from scaffolder.contracts.plugin import Boot, BootedServer
from scaffolder.contracts.wire import Wire

ALLOWED = "https://app.example"
ALSO_ALLOWED = "http://localhost:5173"
PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization, content-type",
}


@pytest.fixture(scope="module")
def server(boot: Boot) -> Iterator[BootedServer]:
    with boot(CORS_ORIGINS=f"{ALLOWED}, {ALSO_ALLOWED}") as server:
        yield server


def test_no_origin_is_allowed_by_default(api: Client, alice: Client, wire: Wire) -> None:
    answers = [
        alice.get(wire.me, headers={"Origin": ALLOWED}, expect=200),
        alice.get(wire.me, headers={"Origin": "null"}, expect=200),
        api.request("OPTIONS", wire.sample_path, headers={"Origin": ALLOWED, **PREFLIGHT}, validate=False),
    ]
    for answer in answers:
        assert not [name for name in answer.headers if name.startswith("access-control-allow")]


def test_only_the_origins_of_the_settings_are_allowed(server: BootedServer, wire: Wire) -> None:
    for origin in (ALLOWED, ALSO_ALLOWED):
        answer = server.api.get(wire.me, headers={"Origin": origin}, expect=401)
        assert answer.headers["access-control-allow-origin"] == origin
        assert "origin" in answer.headers.get("vary", "").lower(), (
            "a cache would return this to another origin"
        )
        preflight = server.api.request(
            "OPTIONS", wire.sample_path, headers={"Origin": origin, **PREFLIGHT}, validate=False
        )
        assert preflight.status_code in (200, 204)
        assert preflight.headers["access-control-allow-origin"] == origin
        assert "POST" in preflight.headers["access-control-allow-methods"]
        allowed_headers = preflight.headers["access-control-allow-headers"].lower()
        assert allowed_headers == "*" or {"authorization", "content-type"} <= {
            each.strip() for each in allowed_headers.split(",")
        }
    for origin in (f"{ALLOWED}.evil.example", "https://evil.example", "http://app.example", "null", "*"):
        for method in ("GET", "OPTIONS"):
            answer = server.api.request(
                method, wire.sample_path, headers={"Origin": origin, **PREFLIGHT}, validate=False
            )
            assert "access-control-allow-origin" not in answer.headers, f"{origin} is allowed"
            assert answer.status_code < 500


def test_a_preflight_is_204_and_lists_exactly_what_the_project_needs(
    server: BootedServer, wire: Wire, contract: Document
) -> None:
    takes = {method.upper() for item in contract.raw["paths"].values() for method in METHODS & item.keys()}
    for requested in ("authorization", "x-unknown"):
        headers = {"Origin": ALLOWED, **PREFLIGHT, "Access-Control-Request-Headers": requested}
        preflight = server.api.request(
            "OPTIONS", wire.sample_path, headers=headers, expect=204, validate=False
        )
        assert listed(preflight, "methods") == {method.lower() for method in takes}
        # Headers that every page may send can be listed or omitted.
        assert listed(preflight, "headers") - {"accept", "accept-language", "content-language"} == {
            header.lower() for header in wire.cors_request_headers
        }


def test_a_preflight_of_a_token_route_is_not_stored(server: BootedServer, wire: Wire) -> None:
    preflight = server.api.request(
        "OPTIONS", wire.sign_in_path, headers={"Origin": ALLOWED, **PREFLIGHT}, expect=204, validate=False
    )
    assert preflight.headers["cache-control"] == "no-store"


def test_a_page_can_read_exactly_the_headers_that_the_project_exposes(
    server: BootedServer, wire: Wire
) -> None:
    answer = server.api.get(wire.me, headers={"Origin": ALLOWED}, expect=401)
    exposed = answer.headers["access-control-expose-headers"].split(",")
    assert {each.strip().lower() for each in exposed} == {
        header.lower() for header in wire.cors_exposed_headers
    }


def test_an_options_request_that_is_not_a_preflight_is_405(server: BootedServer, wire: Wire) -> None:
    for headers in ({}, {"Origin": ALLOWED}, {"Origin": "https://evil.example", **PREFLIGHT}):
        answer = server.api.request("OPTIONS", wire.sample_path, headers=headers, expect=405, validate=False)
        wire.assert_error(answer)


def listed(preflight: httpx.Response, what: str) -> set[str]:
    return {each.strip().lower() for each in preflight.headers[f"access-control-allow-{what}"].split(",")}


def test_only_the_origins_of_the_settings_get_credentials(server: BootedServer, wire: Wire) -> None:
    assert_no_credentials_for_other_origins(server, wire)


def test_a_wildcard_origin_is_rejected_or_gets_no_credentials(boot: Boot, wire: Wire) -> None:
    with boot(CORS_ORIGINS="*", until=None) as server:
        if server.starts():
            assert_no_credentials_for_other_origins(server, wire)


def assert_no_credentials_for_other_origins(server: BootedServer, wire: Wire) -> None:
    for origin in (ALLOWED, "https://evil.example"):
        answer = server.api.request(
            "OPTIONS", wire.sample_path, headers={"Origin": origin, **PREFLIGHT}, validate=False
        )
        allowed = answer.headers.get("access-control-allow-origin")
        with_credentials = answer.headers.get("access-control-allow-credentials") == "true"
        assert not (allowed == "*" and with_credentials)
        assert not (allowed == "https://evil.example" and with_credentials)
