"""What caches may keep: no token, and nothing of one user for another."""

import httpx

from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import SignUp
from scaffolder.contracts.wire import Wire


def directives(answer: httpx.Response) -> set[str]:
    return {each.strip().lower() for each in answer.headers.get("cache-control", "").split(",")}


def test_answers_that_carry_a_token_are_not_stored(api: Client, sign_up: SignUp, wire: Wire) -> None:
    user = sign_up()
    body = wire.sign_up_body(name="Ada", email=f"second-{user.email}", password=user.password)
    for answer in (
        api.post(wire.sign_up_path, json=body, expect=201),
        wire.sign_in(api, user.email, user.password, expect=200),
        *wire.further_answers_with_a_token(user),
    ):
        assert "no-store" in directives(answer), f"{answer.request.method} {answer.request.url.path}"


def test_other_answers_to_a_signed_in_caller_are_private(alice: Client, wire: Wire) -> None:
    made = alice.post(wire.sample_path, json=wire.sample("Not for everybody"), expect=201)
    for answer in (
        made,
        alice.get(wire.sample_location(made), expect=200),
        alice.get(wire.sample_path, expect=200),
        alice.post(wire.sample_path, json={}, expect=422),
        alice.get("/no-such-route", expect=404, validate=False),
        alice.delete(wire.sample_path, expect=405, validate=False),
    ):
        assert directives(answer) == {"private", "no-cache"}, (
            f"{answer.request.method} {answer.request.url.path}"
        )
