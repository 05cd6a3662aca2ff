"""Caches must not store tokens, nor share the responses of one user with another."""

from typing import Any

import httpx

from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import BootedServer, SignUp
from scaffolder.contracts.wire import Wire, new_address, new_email

REFUSED: list[dict[str, Any]] = [
    {"json": {}},
    {"content": b"{", "headers": {"Content-Type": "application/json"}},
    {"content": b"{}", "headers": {"Content-Type": "text/plain"}},
    {"content": b"{}", "headers": {"Content-Type": "application/json", "Content-Encoding": "gzip"}},
    {"content": b" " * (1024 * 1024 + 1), "headers": {"Content-Type": "application/json"}},
]


def directives(answer: httpx.Response) -> set[str]:
    return {each.strip().lower() for each in answer.headers.get("cache-control", "").split(",")}


def test_responses_with_a_token_are_not_cached(api: Client, sign_up: SignUp, wire: Wire) -> None:
    user = sign_up()
    body = wire.sign_up_body(name="Ada", email=f"second-{user.email}", password=user.password)
    for answer in (
        api.post(wire.sign_up_path, json=body, expect=201),
        wire.sign_in(api, user.email, user.password, expect=200),
        *wire.further_answers_with_a_token(user),
    ):
        assert "no-store" in directives(answer), f"{answer.request.method} {answer.request.url.path}"


def test_errors_of_token_endpoints_are_not_cached(local: BootedServer, wire: Wire) -> None:
    further = [answer.request for answer in wire.further_answers_with_a_token(local.sign_up())]
    operations = [("POST", path) for path in (wire.sign_up_path, wire.sign_in_path, wire.guest_path)]
    operations += [(request.method, request.url.path) for request in further]
    statuses = set()
    for method, path in operations:
        for refused in REFUSED:
            answer = local.api.request(method, path, validate=False, **refused)
            assert "no-store" in directives(answer), f"{method} {path} {answer.status_code}"
            statuses.add(answer.status_code)
    assert statuses >= {400, 404, 413, 415, 422}


def test_failed_sign_ins_are_not_cached(local: BootedServer, wire: Wire) -> None:
    api = local.from_address(new_address()).api
    unknown = new_email()
    answers = [wire.sign_in(api, unknown, "not the right password") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert all("no-store" in directives(answer) for answer in answers)


def test_other_responses_to_a_signed_in_caller_are_private(alice: Client, wire: Wire) -> None:
    created = alice.post(wire.sample_path, json=wire.sample("Private"), expect=201)
    for answer in (
        created,
        alice.get(wire.sample_location(created), expect=200),
        alice.get(wire.sample_path, expect=200),
        alice.post(wire.sample_path, json={}, expect=422),
        alice.get("/no-such-route", expect=404, validate=False),
        alice.delete(wire.sample_path, expect=405, validate=False),
    ):
        assert directives(answer) == {"private", "no-cache"}, (
            f"{answer.request.method} {answer.request.url.path}"
        )


def test_if_none_match_with_a_star_is_304_where_something_exists(alice: Client, wire: Wire) -> None:
    """A star matches every version (RFC 9110, section 13.1.2)."""
    created = alice.post(wire.sample_path, json=wire.sample("Known"), expect=201)
    asked: dict[str, Any] = {"headers": {"If-None-Match": "*"}, "validate": False}
    for path in (wire.me, wire.sample_path, wire.sample_location(created)):
        for method in ("GET", "HEAD"):
            answer = alice.request(method, path, expect=304, **asked)
            assert answer.content == b""
            assert directives(answer) == directives(alice.get(path, expect=200))
    alice.get("/no-such-route", expect=404, **asked)
    alice.post(wire.sample_path, json=wire.sample("Also new"), expect=201, **asked)
