"""Signing in with passwords, without revealing anything to those who guess them."""

import math
import secrets
import time
from collections.abc import Callable

import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import BootedServer, SignUp
from scaffolder.contracts.wire import Wire, new_address, new_email

WRONG = "not the right password"


@pytest.mark.parametrize(
    "password",
    ["8 chars!", "x" * 64, "x" * 128, "🔑" * 8, "🔑" * 128, "  spaces at both ends  ", "e\u0301" * 10],
    ids=["8", "64", "128", "8 emoji", "128 emoji", "spaces", "combining"],
)
def test_passwords_of_8_to_128_characters_are_accepted(
    api: Client, sign_up: SignUp, wire: Wire, password: str
) -> None:
    user = sign_up(password=password)
    wire.sign_in(api, user.email, password, expect=200)


def test_all_characters_of_a_long_password_are_checked(local: BootedServer, wire: Wire) -> None:
    user = local.sign_up(password="x" * 127 + "y")
    wire.sign_in(local.api, user.email, "x" * 127 + "z", expect=401)


@pytest.mark.parametrize(
    "password", ["", "7 chars", "🔑" * 7, "x" * 129], ids=["empty", "7", "7 emoji", "129"]
)
def test_a_password_that_is_too_short_or_too_long_is_422(api: Client, wire: Wire, password: str) -> None:
    email = f"user-{secrets.token_hex(6)}@example.com"
    body = wire.sign_up_body(name=f"user-{secrets.token_hex(6)}", email=email, password=password)
    wire.assert_error(api.post(wire.sign_up_path, json=body, expect=422))


def test_no_response_contains_a_password(api: Client, sign_up: SignUp, wire: Wire) -> None:
    password = f"only-here-{secrets.token_hex(8)}"
    user = sign_up(password=password)
    answers = [wire.sign_in(api, user.email, password, expect=200), user.get(wire.me, expect=200)]
    for answer in answers:
        assert password not in answer.text
        assert "argon2" not in answer.text
        assert "$2b$" not in answer.text


def test_a_wrong_password_and_an_unknown_account_get_the_same_response(
    local: BootedServer, wire: Wire
) -> None:
    user = local.sign_up()
    wrong = wire.sign_in(local.api, user.email, WRONG, expect=401)
    unknown = wire.sign_in(local.api, new_email(), WRONG, expect=401)
    wire.assert_error(wrong)
    assert wrong.json() == unknown.json()


def test_a_wrong_password_and_an_unknown_account_take_the_same_time(local: BootedServer, wire: Wire) -> None:
    assert_takes_as_long_as_an_unknown_account(local, wire, lambda: local.sign_up().email)


def assert_takes_as_long_as_an_unknown_account(
    server: BootedServer, wire: Wire, new_account: Callable[[], str]
) -> None:
    """A busy machine may slow down one of the two by chance, but not in each of ten tries."""
    tries = []
    for _ in range(10):
        known, unknown = times_to_fail(server.from_address(new_address()), wire, new_account())
        if 0.4 < unknown / known < 2.5:
            return
        tries.append(f"{known * 1000:.1f} ms known, {unknown * 1000:.1f} ms unknown")
    raise AssertionError("; ".join(tries))


def times_to_fail(server: BootedServer, wire: Wire, email: str) -> tuple[float, float]:
    """The shortest times in seconds to reject the account with this e-mail address, and an unknown one."""
    seconds_to_fail(server, wire, new_email())
    known, unknown = math.inf, math.inf
    for _ in range(4):
        known = min(known, seconds_to_fail(server, wire, email))
        unknown = min(unknown, seconds_to_fail(server, wire, new_email()))
    return known, unknown


def seconds_to_fail(server: BootedServer, wire: Wire, email: str) -> float:
    began = time.perf_counter()
    wire.sign_in(server.api, email, WRONG, expect=401, validate=False)
    return time.perf_counter() - began
