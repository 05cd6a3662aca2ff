"""Who guesses passwords or makes accounts in bulk has to wait, and nobody else has."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import Boot, BootedServer
from scaffolder.contracts.wire import PASSWORD, Wire

WRONG = "not the right password"
PORTS = ["203.0.113.8:5001", "203.0.113.8:5002", "203.0.113.8:61000", "203.0.113.8"]
ONE_NETWORK = ["2001:db8:1:2::1", "2001:db8:1:2:3:4:5:6", "[2001:db8:1:2::7]:443", "[2001:DB8:1:2::8]"]


@pytest.fixture
def server(boot: Boot) -> Iterator[BootedServer]:
    """One that believes the suite which address a request comes from."""
    with boot(TRUSTED_PROXIES="127.0.0.0/8") as server:
        yield server


def test_ten_failures_from_one_address_are_followed_by_429(server: BootedServer, wire: Wire) -> None:
    user = server.sign_up()
    fail(server.api, wire, times=10)
    refused = wire.sign_in(server.api, user.email, user.password, expect=429)
    assert_refused(wire, refused)
    user.get(wire.me, expect=200)
    wire.sign_in(server.api, user.email, user.password, headers=sent_from("203.0.113.8"), expect=200)


def test_ten_failures_for_one_account_are_followed_by_429_from_anywhere(
    server: BootedServer, wire: Wire
) -> None:
    user, bystander = server.sign_up(), server.sign_up()
    for attempt in range(10):
        email = user.email.upper() if attempt % 2 else user.email
        wire.sign_in(server.api, email, WRONG, headers=sent_from(f"203.0.113.{attempt}"), expect=401)
    elsewhere = sent_from("203.0.113.99")
    assert_refused(wire, wire.sign_in(server.api, user.email, PASSWORD, headers=elsewhere, expect=429))
    wire.sign_in(server.api, bystander.email, PASSWORD, headers=elsewhere, expect=200)


def test_a_success_does_not_clear_its_address(server: BootedServer, wire: Wire) -> None:
    user = server.sign_up()
    fail(server.api, wire, times=9)
    for _ in range(3):
        wire.sign_in(server.api, user.email, PASSWORD, expect=200)
    fail(server.api, wire, times=1)
    wire.sign_in(server.api, user.email, PASSWORD, expect=429)


def test_a_success_clears_its_account(server: BootedServer, wire: Wire) -> None:
    user = server.sign_up()
    for attempt in range(18):
        if attempt == 9:
            wire.sign_in(server.api, user.email, PASSWORD, headers=sent_from("203.0.113.99"), expect=200)
        wire.sign_in(server.api, user.email, WRONG, headers=sent_from(f"203.0.113.{attempt}"), expect=401)
    wire.sign_in(server.api, user.email, PASSWORD, headers=sent_from("203.0.113.98"), expect=200)


def test_an_address_cannot_be_made_up_in_a_header(boot: Boot, wire: Wire) -> None:
    """A proxy is believed only where TRUSTED_PROXIES names it."""
    for trusted in (None, "192.0.2.1,10.0.0.0/8"):
        with boot(TRUSTED_PROXIES=trusted) as server:
            answers = [
                wire.sign_in(
                    server.api,
                    f"nobody-{attempt}@example.com",
                    WRONG,
                    headers={
                        "X-Forwarded-For": f"203.0.113.{attempt}",
                        "X-Real-IP": f"203.0.113.{attempt}",
                        "Forwarded": f"for=203.0.113.{attempt}",
                    },
                ).status_code
                for attempt in range(11)
            ]
        assert answers == [401] * 10 + [429]


def test_what_a_client_claims_before_its_proxy_does_not_count(server: BootedServer, wire: Wire) -> None:
    """The proxy adds the address that it saw at the end, after whatever the client had made up."""
    for attempt in range(10):
        headers = sent_from(f"198.51.100.{attempt}, 203.0.113.8")
        wire.sign_in(server.api, f"nobody-{attempt}@example.com", WRONG, headers=headers, expect=401)
    fail(server.api, wire, headers=sent_from("198.51.100.99, 203.0.113.8"), expect=429)
    fail(server.api, wire, headers=sent_from("203.0.113.8, 127.0.0.1"), expect=429)


@pytest.mark.parametrize("addresses", [PORTS, ONE_NETWORK], ids=["ports", "an IPv6 network"])
def test_one_client_does_not_count_as_several(server: BootedServer, wire: Wire, addresses: list[str]) -> None:
    for attempt in range(10):
        headers = sent_from(addresses[attempt % len(addresses)])
        wire.sign_in(server.api, f"nobody-{attempt}@example.com", WRONG, headers=headers, expect=401)
    for address in addresses:
        fail(server.api, wire, headers=sent_from(address), expect=429)
    for other in ("203.0.113.9", "203.0.113.9:5001", "2001:db8:1:3::1", "[2001:db8:1:3::1]:443"):
        fail(server.api, wire, headers=sent_from(other), expect=401)


@pytest.mark.parametrize("proxies", ["*", "10.0.0.0/8,*", "proxy.internal", "10.0.0.0/33"])
def test_a_proxy_to_trust_is_an_address_or_a_network(boot: Boot, proxies: str) -> None:
    with boot(TRUSTED_PROXIES=proxies, until=None) as server:
        assert server.wait() != 0
        assert "TRUSTED_PROXIES" in server.log()


def test_registering_is_limited_to_sixty_a_minute_from_one_address(server: BootedServer, wire: Wire) -> None:
    """Those that are refused because the address is taken count too, or they would tell who has an account."""
    taken = server.sign_up()
    here, elsewhere = sent_from("203.0.113.8"), sent_from("203.0.113.9")
    for _ in range(60):
        register(server.api, wire, taken.email, headers=here, expect=409)
    for email in (taken.email, "new@example.com"):
        assert_refused(wire, register(server.api, wire, email, headers=here, expect=429))
    register(server.api, wire, "new@example.com", headers=elsewhere, expect=201)
    wire.sign_in(server.api, taken.email, PASSWORD, headers=here, expect=200)


def fail(api: Client, wire: Wire, *, times: int = 1, expect: int = 401, **options: Any) -> None:
    for attempt in range(times):
        wire.sign_in(api, f"nobody-{attempt}@example.com", WRONG, expect=expect, **options)


def register(api: Client, wire: Wire, email: str, **options: Any) -> httpx.Response:
    body = wire.sign_up_body(name=f"name-of-{email.partition('@')[0]}", email=email, password=PASSWORD)
    return api.post(wire.sign_up_path, json=body, **options)


def sent_from(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


def assert_refused(wire: Wire, answer: httpx.Response) -> None:
    wire.assert_error(answer)
    assert 1 <= int(answer.headers["retry-after"]) <= 60
