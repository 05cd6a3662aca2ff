"""Registering, signing in, refreshing and signing out."""

import base64
import json
import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import BootedServer, SignUp
from scaffolder.contracts.wire import PASSWORD, Wire

WRONG_TYPES: list[Any] = [1, True, [], {}, None]


def new_email() -> str:
    return f"user-{secrets.token_hex(6)}@example.com"


def registration(**changes: Any) -> dict[str, Any]:
    return {"email": new_email(), "password": PASSWORD, "name": "Alice", **changes}


def test_registering_returns_the_user_and_a_pair_of_tokens(api: Client) -> None:
    sent = registration(name="Alice 🐇")
    session = api.post("/auth/register", json=sent, expect=201).json()
    assert session["user"]["name"] == "Alice 🐇"
    assert session["user"]["email"].lower() == sent["email"]
    assert session["token_type"] == "Bearer"
    assert session["expires_in"] == 900
    me = api.get("/me", headers={"Authorization": f"Bearer {session['access_token']}"}, expect=200)
    assert me.json() == session["user"]


def test_an_access_token_is_valid_for_15_minutes(alice: Client) -> None:
    payload = alice.token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert claims["exp"] - claims["iat"] == 900
    assert claims["sub"] == alice.user["id"]


def test_a_refresh_token_is_opaque_and_unique(api: Client, alice: Client) -> None:
    first = alice.account.answer["refresh_token"]
    second = api.post("/auth/login", json=credentials(alice), expect=200).json()["refresh_token"]
    assert first != second
    for token in (first, second):
        assert len(token) >= 22, "the refresh token is short enough to guess"
        assert not re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", token), "the refresh token is a JWT, not opaque"
        assert alice.user["id"] not in token


@pytest.mark.parametrize("change", [str.upper, str.title, str], ids=["upper case", "title case", "unchanged"])
def test_an_email_that_is_taken_is_409_whatever_its_case(
    api: Client, alice: Client, wire: Wire, change: Any
) -> None:
    wire.assert_error(api.post("/auth/register", json=registration(email=change(alice.email)), expect=409))


def test_of_many_concurrent_registrations_of_an_email_exactly_one_succeeds(api: Client) -> None:
    email = new_email()

    def register(number: int) -> int:
        sent = registration(email=email.upper() if number % 2 else email)
        return api.post("/auth/register", json=sent).status_code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(register, range(8))) == [201] + [409] * 7


@pytest.mark.parametrize("member", ["email", "password", "name"])
def test_registering_requires_every_member(api: Client, member: str) -> None:
    sent = registration()
    del sent[member]
    assert pointers(api.post("/auth/register", json=sent, expect=422)) == [f"/{member}"]


@pytest.mark.parametrize("member", ["email", "password", "name"])
@pytest.mark.parametrize("value", WRONG_TYPES, ids=repr)
def test_registering_rejects_values_of_the_wrong_type(api: Client, member: str, value: Any) -> None:
    answer = api.post("/auth/register", json=registration(**{member: value}), expect=422)
    assert pointers(answer) == [f"/{member}"]


@pytest.mark.parametrize(
    "email",
    [
        "",
        "alice",
        "alice@",
        "@example.com",
        "a b@example.com",
        "a@b@example.com",
        "alice@example.com\n",
        "x" * 250 + "@example.com",
    ],
)
def test_registering_rejects_an_invalid_email(api: Client, email: str) -> None:
    assert pointers(api.post("/auth/register", json=registration(email=email), expect=422)) == ["/email"]


@pytest.mark.parametrize("name", ["", "x" * 101, "🐇" * 101], ids=["empty", "101 characters", "101 emoji"])
def test_a_name_has_1_to_100_characters(api: Client, alice: Client, name: str) -> None:
    assert pointers(api.post("/auth/register", json=registration(name=name), expect=422)) == ["/name"]
    assert pointers(alice.patch("/me", json={"name": name}, expect=422)) == ["/name"]
    assert alice.patch("/me", json={"name": "🐇" * 100}, expect=200).json()["name"] == "🐇" * 100


def test_all_invalid_members_are_reported_together(api: Client) -> None:
    sent = {"email": "nobody", "password": "short", "name": ""}
    assert pointers(api.post("/auth/register", json=sent, expect=422)) == ["/email", "/name", "/password"]


@pytest.mark.parametrize("member", ["id", "user_id", "is_admin", "created_at", "version", "role"])
def test_a_user_cannot_set_read_only_members(api: Client, alice: Client, member: str) -> None:
    assert pointers(api.post("/auth/register", json=registration(**{member: "1"}), expect=422)) == [
        f"/{member}"
    ]
    assert pointers(alice.patch("/me", json={"name": "A", member: "1"}, expect=422)) == [f"/{member}"]
    sent = {**credentials(alice), member: "1"}
    assert pointers(api.post("/auth/login", json=sent, expect=422)) == [f"/{member}"]


def test_signing_in_returns_a_new_pair_of_tokens(api: Client, alice: Client) -> None:
    session = api.post("/auth/login", json=credentials(alice), expect=200).json()
    assert session["user"] == alice.user
    assert session["expires_in"] == 900
    api.get("/me", headers={"Authorization": f"Bearer {session['access_token']}"}, expect=200)


def test_signing_in_ignores_the_case_of_the_email(api: Client, alice: Client) -> None:
    answer = api.post("/auth/login", json={**credentials(alice), "email": alice.email.upper()}, expect=200)
    assert answer.json()["user"]["id"] == alice.user["id"]


@pytest.mark.parametrize("member", ["email", "password"])
def test_signing_in_requires_both_members_as_text(api: Client, alice: Client, member: str) -> None:
    sent = credentials(alice)
    for value in WRONG_TYPES:
        assert pointers(api.post("/auth/login", json={**sent, member: value}, expect=422)) == [f"/{member}"]
    del sent[member]
    assert pointers(api.post("/auth/login", json=sent, expect=422)) == [f"/{member}"]


def test_sql_injection_does_not_sign_anyone_in(local: BootedServer) -> None:
    user = local.sign_up()
    local.api.post("/auth/login", json={"email": user.email, "password": "' OR '1'='1"}, expect=401)
    sent = {"email": f"{user.email}' --", "password": "any password"}
    assert local.api.post("/auth/login", json=sent).status_code in (401, 422)


def test_a_wrong_password_gets_no_specific_reason(local: BootedServer, wire: Wire) -> None:
    user = local.sign_up()
    wrong = local.api.post("/auth/login", json={"email": user.email, "password": "not this"}, expect=401)
    unknown = local.api.post("/auth/login", json={"email": new_email(), "password": "not this"}, expect=401)
    wire.assert_error(wrong)
    assert wrong.json() == unknown.json()


def test_a_refresh_token_is_exchanged_for_a_new_pair(api: Client, alice: Client) -> None:
    before = alice.account.answer
    after = refresh(api, before["refresh_token"], expect=200).json()
    assert after["user"] == alice.user
    assert after["refresh_token"] != before["refresh_token"]
    api.get("/me", headers={"Authorization": f"Bearer {after['access_token']}"}, expect=200)
    refresh(api, after["refresh_token"], expect=200)


def test_reusing_a_refresh_token_revokes_its_family(api: Client, alice: Client, wire: Wire) -> None:
    first = alice.account.answer["refresh_token"]
    second = refresh(api, first, expect=200).json()["refresh_token"]
    third = refresh(api, second, expect=200).json()["refresh_token"]
    wire.assert_error(refresh(api, first, expect=401))
    for token in (third, second, first):
        refresh(api, token, expect=401)


def test_revoking_a_family_keeps_other_sessions(api: Client, alice: Client) -> None:
    other = api.post("/auth/login", json=credentials(alice), expect=200).json()["refresh_token"]
    first = alice.account.answer["refresh_token"]
    refresh(api, first, expect=200)
    refresh(api, first, expect=401)
    refresh(api, other, expect=200)
    alice.get("/me", expect=200)


def test_of_many_concurrent_uses_of_a_refresh_token_one_succeeds_and_the_family_is_revoked(
    api: Client, alice: Client
) -> None:
    token = alice.account.answer["refresh_token"]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: refresh(api, token), range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 7
    winner = next(answer for answer in answers if answer.status_code == 200)
    refresh(api, winner.json()["refresh_token"], expect=401)


@pytest.mark.parametrize(
    "token", ["unknown", "🔑", "' OR 1=1 --", "a.b.c", "5e0ff1ce-0000-4000-8000-000000000000", "x" * 1000]
)
def test_an_unknown_refresh_token_is_401(api: Client, wire: Wire, token: str) -> None:
    wire.assert_error(refresh(api, token, expect=401))


def test_refreshing_and_signing_out_require_a_text_token(api: Client) -> None:
    for path in ("/auth/refresh", "/auth/logout"):
        assert pointers(api.post(path, json={}, expect=422)) == ["/refresh_token"]
        for value in WRONG_TYPES:
            assert pointers(api.post(path, json={"refresh_token": value}, expect=422)) == ["/refresh_token"]
        both = {"refresh_token": "x", "user_id": "1"}
        assert pointers(api.post(path, json=both, expect=422)) == ["/user_id"]


def test_each_token_is_only_valid_for_its_own_purpose(api: Client, alice: Client) -> None:
    refresh(api, alice.token, expect=401)
    bearer = {"Authorization": f"Bearer {alice.account.answer['refresh_token']}"}
    api.get("/me", headers=bearer, expect=401)


def test_signing_out_ends_the_session_and_is_idempotent(api: Client, alice: Client) -> None:
    first = alice.account.answer["refresh_token"]
    second = refresh(api, first, expect=200).json()["refresh_token"]
    for _ in range(2):
        api.post("/auth/logout", json={"refresh_token": second}, expect=204)
    refresh(api, second, expect=401)
    api.post("/auth/logout", json={"refresh_token": "never seen"}, expect=204)


@pytest.mark.parametrize("which", ["first", "second", "third"])
def test_signing_out_with_any_token_of_a_family_ends_it(api: Client, alice: Client, which: str) -> None:
    first = alice.account.answer["refresh_token"]
    second = refresh(api, first, expect=200).json()["refresh_token"]
    third = refresh(api, second, expect=200).json()["refresh_token"]
    sent = {"first": first, "second": second, "third": third}[which]
    api.post("/auth/logout", json={"refresh_token": sent}, expect=204)
    for token in (third, second, first):
        refresh(api, token, expect=401)


def test_signing_out_during_a_refresh_revokes_the_new_tokens(api: Client, sign_up: SignUp) -> None:
    for _ in range(6):
        token = sign_up().account.answer["refresh_token"]
        with ThreadPoolExecutor(2) as pool:
            bought = pool.submit(refresh, api, token)
            pool.submit(api.post, "/auth/logout", json={"refresh_token": token}, expect=204).result()
        if bought.result().status_code == 200:
            refresh(api, bought.result().json()["refresh_token"], expect=401)


def test_signing_out_keeps_other_sessions(api: Client, alice: Client) -> None:
    other = api.post("/auth/login", json=credentials(alice), expect=200).json()["refresh_token"]
    api.post("/auth/logout", json={"refresh_token": alice.account.answer["refresh_token"]}, expect=204)
    refresh(api, other, expect=200)


def test_a_user_can_only_change_their_name(alice: Client, api: Client) -> None:
    changed = alice.patch("/me", json={"name": "Alice Liddell"}, expect=200).json()
    assert changed == {**alice.user, "name": "Alice Liddell"}
    assert alice.get("/me", expect=200).json() == changed
    assert alice.patch("/me", json={}, expect=200).json() == changed
    for member, value in {"email": new_email(), "password": PASSWORD}.items():
        assert pointers(alice.patch("/me", json={member: value}, expect=422)) == [f"/{member}"]
    for value in WRONG_TYPES:
        assert pointers(alice.patch("/me", json={"name": value}, expect=422)) == ["/name"]
    api.patch("/me", json={"name": "Nobody"}, expect=401)


def test_two_users_have_separate_accounts(alice: Client, bob: Client, sign_up: SignUp) -> None:
    assert len({alice.user["id"], bob.user["id"], sign_up(name="alice").user["id"]}) == 3
    bob.patch("/me", json={"name": "Robert"}, expect=200)
    assert alice.get("/me", expect=200).json() == alice.user


def credentials(user: Client) -> dict[str, str]:
    return {"email": user.email, "password": user.password}


def refresh(api: Client, token: str, *, expect: int | None = None) -> httpx.Response:
    return api.post("/auth/refresh", json={"refresh_token": token}, expect=expect)


def pointers(answer: httpx.Response) -> list[str]:
    return sorted(error["pointer"] for error in answer.json()["errors"])
