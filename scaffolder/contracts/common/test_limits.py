"""Rate limits for guessing passwords and for creating many accounts, which do not affect other clients."""

import ipaddress
import secrets
from typing import Any

import httpx
import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import Boot, BootedServer
from scaffolder.contracts.wire import PASSWORD, Wire, new_address, new_email

WRONG = "not the right password"
PORTS = ["{ipv4}:5001", "{ipv4}:5002", "{ipv4}:61000", "{ipv4}"]
ONE_NETWORK = ["{ipv6}:2::1", "{ipv6}:2:3:4:5:6", "[{ipv6}:2::7]:443", "[{IPV6}:2::8]"]
OTHERS = ["{other_ipv4}", "{other_ipv4}:5001", "{ipv6}:3::1", "[{ipv6}:3::1]:443"]


def test_ten_failures_from_one_address_are_followed_by_429(local: BootedServer, wire: Wire) -> None:
    user = local.sign_up()
    fail(local.api, wire, times=10)
    refused = wire.sign_in(local.api, user.email, user.password, expect=429)
    assert_refused(wire, refused)
    user.get(wire.me, expect=200)
    wire.sign_in(local.api, user.email, user.password, headers=new_address(), expect=200)


def test_ten_failures_for_one_account_are_followed_by_429_from_anywhere(
    local: BootedServer, wire: Wire
) -> None:
    user, bystander = local.sign_up(), local.sign_up()
    for attempt in range(10):
        email = user.email.upper() if attempt % 2 else user.email
        wire.sign_in(local.api, email, WRONG, headers=new_address(), expect=401)
    elsewhere = new_address()
    assert_refused(wire, wire.sign_in(local.api, user.email, PASSWORD, headers=elsewhere, expect=429))
    wire.sign_in(local.api, bystander.email, PASSWORD, headers=elsewhere, expect=200)


def test_a_success_does_not_clear_its_address(local: BootedServer, wire: Wire) -> None:
    user = local.sign_up()
    fail(local.api, wire, times=9)
    for _ in range(3):
        wire.sign_in(local.api, user.email, PASSWORD, expect=200)
    fail(local.api, wire, times=1)
    wire.sign_in(local.api, user.email, PASSWORD, expect=429)


def test_a_success_clears_its_account(local: BootedServer, wire: Wire) -> None:
    user = local.sign_up()
    for attempt in range(18):
        if attempt == 9:
            wire.sign_in(local.api, user.email, PASSWORD, headers=new_address(), expect=200)
        wire.sign_in(local.api, user.email, WRONG, headers=new_address(), expect=401)
    wire.sign_in(local.api, user.email, PASSWORD, headers=new_address(), expect=200)


def test_a_client_cannot_fake_its_address_with_a_header(boot: Boot, wire: Wire) -> None:
    """Only proxies in TRUSTED_PROXIES are trusted."""
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


def test_addresses_that_a_client_claims_before_its_proxy_are_ignored(local: BootedServer, wire: Wire) -> None:
    """The proxy appends the real address to the ones that the client made up."""
    seen = new_ipv4()
    for attempt in range(10):
        fail(local.api, wire, headers=sent_from(f"198.51.100.{attempt}, {seen}"))
    fail(local.api, wire, headers=sent_from(f"198.51.100.99, {seen}"), expect=429)
    fail(local.api, wire, headers=sent_from(f"{seen}, 127.0.0.1"), expect=429)


@pytest.mark.parametrize("spellings", [PORTS, ONE_NETWORK], ids=["ports", "an IPv6 network"])
def test_different_spellings_of_an_address_count_as_one_client(
    local: BootedServer, wire: Wire, spellings: list[str]
) -> None:
    ipv6 = f"2001:db8:{secrets.randbelow(0x10000):x}"
    values = {"ipv4": new_ipv4(), "other_ipv4": new_ipv4(), "ipv6": ipv6, "IPV6": ipv6.upper()}
    addresses = [spelling.format(**values) for spelling in spellings]
    for attempt in range(10):
        fail(local.api, wire, headers=sent_from(addresses[attempt % len(addresses)]))
    for address in addresses:
        fail(local.api, wire, headers=sent_from(address), expect=429)
    for other in OTHERS:
        fail(local.api, wire, headers=sent_from(other.format(**values)))


def test_registrations_are_limited_to_sixty_a_minute_from_one_address(
    local: BootedServer, wire: Wire
) -> None:
    """Registrations of a taken email count too: otherwise the limit would reveal who has an account."""
    taken = local.sign_up()
    here, elsewhere, new = new_address(), new_address(), new_email()
    for _ in range(60):
        register(local.api, wire, taken.email, headers=here, expect=409)
    for email in (taken.email, new):
        assert_refused(wire, register(local.api, wire, email, headers=here, expect=429))
    register(local.api, wire, new, headers=elsewhere, expect=201)
    wire.sign_in(local.api, taken.email, PASSWORD, headers=here, expect=200)


def fail(api: Client, wire: Wire, *, times: int = 1, expect: int = 401, **options: Any) -> None:
    for _ in range(times):
        wire.sign_in(api, new_email(), WRONG, expect=expect, **options)


def register(api: Client, wire: Wire, email: str, **options: Any) -> httpx.Response:
    body = wire.sign_up_body(name=f"name-of-{email.partition('@')[0]}", email=email, password=PASSWORD)
    return api.post(wire.sign_up_path, json=body, **options)


def new_ipv4() -> str:
    """A private address, because there are too few for documentation to give each test its own."""
    return str(ipaddress.IPv4Address("10.0.0.0") + secrets.randbelow(2**24))


def sent_from(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


def assert_refused(wire: Wire, answer: httpx.Response) -> None:
    wire.assert_error(answer)
    assert 1 <= int(answer.headers["retry-after"]) <= 60
