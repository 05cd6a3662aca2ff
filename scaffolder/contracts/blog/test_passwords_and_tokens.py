"""Tokens where they are optional, and after a password change."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from scaffolder.contracts.blog.steps import comment, follow, name, profile_path, unique, write
from scaffolder.contracts.blog.test_access import with_another_signature, without_signature
from scaffolder.contracts.blog.wire import wire
from scaffolder.contracts.client import Client
from scaffolder.contracts.common.test_tokens import parts, signed
from scaffolder.contracts.servers import Launch

DAY = 24 * 60 * 60
NEW_PASSWORD = "another password altogether"


@pytest.fixture
def public_paths(alice: Client, bob: Client) -> list[str]:
    """Public resources of bob and of an article by him that alice likes."""
    slug = write(bob)["slug"]
    comment(bob, slug)
    follow(alice, bob)
    alice.post(f"/articles/{slug}/favorite", expect=200)
    article = f"/articles/{slug}"
    return [profile_path(name(bob)), article, f"{article}/comments", f"/articles?author={name(bob)}"]


def assert_anonymous(api: Client, public_paths: list[str], authorization: str) -> None:
    for path in public_paths:
        answer = api.get(path, headers={"Authorization": authorization}, expect=200)
        assert answer.json() == api.get(path, expect=200).json()


def test_public_resources_depend_on_the_signed_in_user(
    api: Client, alice: Client, public_paths: list[str]
) -> None:
    """Otherwise the tests below could not distinguish an anonymous from a signed-in reader."""
    for path in public_paths:
        assert alice.get(path, expect=200).json() != api.get(path, expect=200).json()


def test_where_a_token_is_optional_an_invalid_one_counts_as_none(
    api: Client, alice: Client, public_paths: list[str]
) -> None:
    forged = [without_signature(alice.token), with_another_signature(alice.token)]
    for value in (
        *(f"Token {token}" for token in [*forged, "x", "a.b.c"]),
        f"Basic {alice.token}",
        "Token",
        "x",
    ):
        assert_anonymous(api, public_paths, value)


def test_where_a_token_is_optional_an_expired_one_counts_as_none(
    api: Client, alice: Client, public_paths: list[str], launch: Launch
) -> None:
    if "SECRET_KEY" not in launch.environment:
        pytest.skip("the server's SECRET_KEY is not known with --url")
    header, claims = parts(alice.token)
    long_ago = {**claims, "iat": int(time.time()) - 3 * DAY, "exp": int(time.time()) - 2 * DAY}
    assert_anonymous(api, public_paths, f"Token {signed(header, long_ago, launch.environment['SECRET_KEY'])}")


def test_a_new_password_revokes_every_earlier_token(
    api: Client, alice: Client, bob: Client, public_paths: list[str]
) -> None:
    elsewhere = wire.sign_in(api, alice.email, alice.password, expect=200).json()["user"]["token"]
    renewed = alice.get("/user", expect=200).json()["user"]["token"]
    changed = change(alice, password=NEW_PASSWORD)
    for token in (alice.token, elsewhere, renewed):
        api.get("/user", headers={"Authorization": f"Token {token}"}, expect=401)
        assert_anonymous(api, public_paths, f"Token {token}")
    changed.get("/user", expect=200)
    changed.get("/articles/feed", expect=200)
    bob.get("/user", expect=200)


def test_setting_the_same_password_again_revokes_earlier_tokens(alice: Client) -> None:
    changed = change(alice, password=alice.password)
    alice.get("/user", expect=401)
    changed.get("/user", expect=200)


def test_each_new_password_revokes_the_previous_token(alice: Client) -> None:
    first = change(alice, password=NEW_PASSWORD)
    second = change(first, password=alice.password)
    first.get("/user", expect=401)
    alice.get("/user", expect=401)
    second.get("/user", expect=200)


def test_a_rejected_password_change_revokes_no_token(alice: Client, bob: Client) -> None:
    for body, status in (
        ({"password": NEW_PASSWORD, "email": bob.email}, 409),
        ({"password": NEW_PASSWORD, "username": ""}, 422),
        ({"password": "short"}, 422),
    ):
        alice.put("/user", json={"user": body}, expect=status)
        alice.get("/user", expect=200)


def test_other_changes_revoke_no_token(alice: Client) -> None:
    change(alice, email=f"{unique()}@example.com", username=unique("renamed"), bio="New", image="")
    alice.get("/user", expect=200)


def test_of_several_concurrent_password_changes_one_token_stays_valid(api: Client, alice: Client) -> None:
    passwords = [f"password number {number}" for number in range(3)]

    def try_to_change(password: str) -> tuple[str, Any]:
        return password, alice.put("/user", json={"user": {"password": password}})

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(try_to_change, passwords))
    accepted = {
        password: answer.json()["user"]["token"] for password, answer in answers if answer.status_code == 200
    }
    assert accepted
    working = [password for password, token in accepted.items() if works(api, token)]
    assert len(working) == 1
    wire.sign_in(api, alice.email, working[0], expect=200)


def works(api: Client, token: str) -> bool:
    return api.get("/user", headers={"Authorization": f"Token {token}"}).status_code == 200


def change(user: Client, **fields: Any) -> Client:
    """Change a user and return a client with the new token."""
    answer = user.put("/user", json={"user": fields}, expect=200).json()
    return wire.signed_in(user, wire.account(answer, password=fields.get("password", user.password)))
