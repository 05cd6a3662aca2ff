"""POST /users, POST /users/login, GET and PUT /user."""

import base64
import json
from typing import Any

import pytest

from scaffolder.contracts.blog.steps import (
    BLANK,
    TAKEN,
    errors,
    name,
    profile_path,
    read,
    slugs,
    unique,
    write,
)
from scaffolder.contracts.blog.wire import wire
from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import SignUp

MISSING = object()
BLANKS = [MISSING, None, "", " \t "]


def registration(**overrides: Any) -> dict[str, Any]:
    username = unique("user")
    fields = {
        "username": username,
        "email": f"{username}@example.com",
        "password": "long enough",
        **overrides,
    }
    return {"user": {field: value for field, value in fields.items() if value is not MISSING}}


def test_registering_returns_the_signed_in_user(api: Client) -> None:
    body = registration()
    user = api.post("/users", json=body, expect=201).json()["user"]
    assert (user["username"], user["email"]) == (body["user"]["username"], body["user"]["email"])
    assert (user["bio"], user["image"]) == (None, None)
    assert user["token"]


def test_a_token_is_valid_for_a_day(alice: Client) -> None:
    payload = alice.token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert claims["exp"] - claims["iat"] == 24 * 60 * 60


@pytest.mark.parametrize("scheme", ["Token", "Bearer"])
def test_a_token_is_accepted_with_the_token_and_bearer_schemes(
    api: Client, alice: Client, scheme: str
) -> None:
    user = api.get("/user", headers={"Authorization": f"{scheme} {alice.token}"}, expect=200).json()["user"]
    assert user["username"] == name(alice)


@pytest.mark.parametrize("field", ["username", "email", "password"])
def test_registering_with_a_blank_field_is_rejected(api: Client, field: str) -> None:
    for blank in BLANKS:
        answer = api.post("/users", json=registration(**{field: blank}), expect=422)
        assert errors(answer) == {field: BLANK}


def test_all_blank_fields_are_reported_together(api: Client) -> None:
    answer = api.post("/users", json={"user": {}}, expect=422)
    assert errors(answer) == {"username": BLANK, "email": BLANK, "password": BLANK}


def test_a_username_is_unique(api: Client, alice: Client) -> None:
    answer = api.post("/users", json=registration(username=name(alice)), expect=409)
    assert errors(answer) == {"username": TAKEN}


def test_a_username_is_unique_after_unicode_normalization(
    api: Client, alice: Client, sign_up: SignUp
) -> None:
    amelie = sign_up(name="Ame\u0301lie")
    taken = name(amelie)
    assert "e\u0301" in taken
    for look_alike in (taken, taken.replace("e\u0301", "\u00e9")):
        answer = api.post("/users", json=registration(username=look_alike), expect=409)
        assert errors(answer) == {"username": TAKEN}
        answer = alice.put("/user", json={"user": {"username": look_alike}}, expect=409)
        assert errors(answer) == {"username": TAKEN}
        amelie.put("/user", json={"user": {"username": look_alike}}, expect=200)


def test_an_email_is_unique_whatever_its_case(api: Client, alice: Client) -> None:
    for email in (alice.email, alice.email.upper()):
        answer = api.post("/users", json=registration(email=email), expect=409)
        assert errors(answer) == {"email": TAKEN}


def test_a_rejected_registration_stores_nothing(api: Client, alice: Client) -> None:
    body = registration(email=alice.email)
    api.post("/users", json=body, expect=409)
    api.get(profile_path(body["user"]["username"]), expect=404)
    body["user"]["email"] = f"{unique()}@example.com"
    api.post("/users", json=body, expect=201)


@pytest.mark.parametrize("length", [8, 64, 128])
def test_a_password_may_have_8_to_128_characters(api: Client, sign_up: SignUp, length: int) -> None:
    user = sign_up(password="p" * length)
    wire.sign_in(api, user.email, user.password, expect=200)


@pytest.mark.parametrize("length", [1, 7, 129, 5000])
def test_a_password_that_is_too_short_or_too_long_is_rejected(
    api: Client, alice: Client, length: int
) -> None:
    answer = api.post("/users", json=registration(password="p" * length), expect=422)
    assert errors(answer).keys() == {"password"}
    answer = alice.put("/user", json={"user": {"password": "p" * length}}, expect=422)
    assert errors(answer).keys() == {"password"}


@pytest.mark.parametrize(
    "email", ["plain", "a@b", "a b@c.example", "@c.example", "a@", "a@@c.example", "a@c..example"]
)
def test_an_invalid_email_is_rejected(api: Client, alice: Client, email: str) -> None:
    assert errors(api.post("/users", json=registration(email=email), expect=422)).keys() == {"email"}
    assert errors(alice.put("/user", json={"user": {"email": email}}, expect=422)).keys() == {"email"}


@pytest.mark.parametrize("username", ["a/b", "..", ".hidden", " padded ", "bell\a", "line\nbreak"])
def test_a_username_that_does_not_work_in_a_path_is_rejected(
    api: Client, alice: Client, username: str
) -> None:
    assert errors(api.post("/users", json=registration(username=username), expect=422)).keys() == {"username"}
    assert errors(alice.put("/user", json={"user": {"username": username}}, expect=422)).keys() == {
        "username"
    }


def test_signing_in_returns_the_user(api: Client, alice: Client) -> None:
    user = wire.sign_in(api, alice.email, alice.password, expect=200).json()["user"]
    assert {**user, "token": ""} == {**alice.user, "token": ""}
    signed_in = api.with_headers(Authorization=f"Token {user['token']}")
    assert signed_in.get("/user", expect=200).json()["user"]["username"] == name(alice)


def test_signing_in_ignores_the_case_of_the_email(api: Client, alice: Client) -> None:
    user = wire.sign_in(api, alice.email.upper(), alice.password, expect=200).json()["user"]
    assert user["username"] == name(alice)


def test_a_wrong_password_and_an_unknown_email_get_the_same_response(api: Client, alice: Client) -> None:
    wrong = wire.sign_in(api, alice.email, "not the password", expect=401)
    unknown = wire.sign_in(api, f"{unique()}@example.com", "not the password", expect=401)
    assert errors(wrong) == errors(unknown) == {"credentials": ["invalid"]}


@pytest.mark.parametrize("field", ["email", "password"])
def test_signing_in_with_a_blank_field_is_rejected(api: Client, alice: Client, field: str) -> None:
    for blank in BLANKS:
        fields = {"email": alice.email, "password": alice.password, field: blank}
        body = {"user": {each: value for each, value in fields.items() if value is not MISSING}}
        assert errors(api.post("/users/login", json=body, expect=422)) == {field: BLANK}


def test_operations_without_authentication_ignore_a_stale_token(api: Client, alice: Client) -> None:
    stale = api.with_headers(Authorization="Token stale.stale.stale")
    wire.sign_in(stale, alice.email, alice.password, expect=200)
    stale.post("/users", json=registration(), expect=201)
    stale.get("/tags", expect=200)


def test_the_current_user_is_the_one_the_token_belongs_to(alice: Client, bob: Client) -> None:
    for client in (alice, bob):
        user = client.get("/user", expect=200).json()["user"]
        assert {**user, "token": ""} == {**client.user, "token": ""}


def test_the_current_user_is_returned_with_a_working_token(api: Client, alice: Client) -> None:
    for answer in (
        alice.get("/user", expect=200),
        alice.put("/user", json={"user": {"bio": "New"}}, expect=200),
    ):
        token = answer.json()["user"]["token"]
        user = api.get("/user", headers={"Authorization": f"Token {token}"}, expect=200).json()["user"]
        assert user["username"] == name(alice)


@pytest.mark.parametrize("field", ["username", "email", "bio", "image"])
def test_changing_one_field_keeps_the_others(alice: Client, field: str) -> None:
    alice.put(
        "/user", json={"user": {"bio": "Old bio", "image": "https://images.example/old.png"}}, expect=200
    )
    before = alice.get("/user", expect=200).json()["user"]
    value = f"{unique()}@example.com" if field == "email" else unique()
    changed = alice.put("/user", json={"user": {field: value}}, expect=200).json()["user"]
    assert {**changed, "token": ""} == {**before, field: value, "token": ""}
    after = alice.get("/user", expect=200).json()["user"]
    assert {**after, "token": ""} == {**changed, "token": ""}


def test_changing_nothing_is_not_an_error(alice: Client) -> None:
    user = alice.put("/user", json={"user": {}}, expect=200).json()["user"]
    assert {**user, "token": ""} == {**alice.user, "token": ""}


def test_changing_another_field_keeps_the_password(api: Client, alice: Client) -> None:
    alice.put("/user", json={"user": {"bio": "New"}}, expect=200)
    wire.sign_in(api, alice.email, alice.password, expect=200)


def test_a_new_password_replaces_the_old_one(api: Client, alice: Client) -> None:
    alice.put("/user", json={"user": {"password": "another password"}}, expect=200)
    wire.sign_in(api, alice.email, "another password", expect=200)
    wire.sign_in(api, alice.email, alice.password, expect=401)


def test_a_change_of_email_and_password_changes_both(api: Client, alice: Client) -> None:
    email = f"{unique('new')}@example.com"
    alice.put("/user", json={"user": {"email": email, "password": "another password"}}, expect=200)
    wire.sign_in(api, email, "another password", expect=200)
    wire.sign_in(api, email, alice.password, expect=401)
    wire.sign_in(api, alice.email, "another password", expect=401)


@pytest.mark.parametrize("field", ["bio", "image"])
@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_bio_or_image_becomes_null(alice: Client, field: str, empty: str | None) -> None:
    alice.put("/user", json={"user": {field: "something"}}, expect=200)
    assert alice.put("/user", json={"user": {field: empty}}, expect=200).json()["user"][field] is None
    assert alice.get("/user", expect=200).json()["user"][field] is None


@pytest.mark.parametrize("field", ["username", "email", "password"])
@pytest.mark.parametrize("blank", [None, "", "   "])
def test_a_user_cannot_blank_name_email_or_password(alice: Client, field: str, blank: str | None) -> None:
    answer = alice.put("/user", json={"user": {field: blank, "bio": "Lost"}}, expect=422)
    assert errors(answer) == {field: BLANK}
    assert alice.get("/user", expect=200).json()["user"]["bio"] is None


def test_a_user_cannot_take_someone_elses_name_or_email(alice: Client, bob: Client) -> None:
    answer = alice.put("/user", json={"user": {"username": name(bob), "bio": "Lost"}}, expect=409)
    assert errors(answer) == {"username": TAKEN}
    answer = alice.put("/user", json={"user": {"email": bob.email.upper(), "bio": "Lost"}}, expect=409)
    assert errors(answer) == {"email": TAKEN}
    after = alice.get("/user", expect=200).json()["user"]
    assert {**after, "token": ""} == {**alice.user, "token": ""}


def test_a_user_can_send_their_own_name_and_email_again(alice: Client) -> None:
    body = {"user": {"username": name(alice), "email": alice.email, "bio": "New"}}
    assert alice.put("/user", json=body, expect=200).json()["user"]["bio"] == "New"


def test_a_token_stays_valid_when_the_name_changes(api: Client, alice: Client) -> None:
    article = write(alice)
    new_name = unique("renamed")
    alice.put("/user", json={"user": {"username": new_name, "email": f"{new_name}@example.com"}}, expect=200)
    assert alice.get("/user", expect=200).json()["user"]["username"] == new_name
    assert read(api, article["slug"])["author"]["username"] == new_name
    assert slugs(api, author=new_name) == [article["slug"]]
    api.get(profile_path(new_name), expect=200)
    api.get(profile_path(name(alice)), expect=404)


def test_taking_a_freed_username_does_not_grant_its_old_owners_rights(alice: Client, sign_up: SignUp) -> None:
    article = write(alice)
    old_name = name(alice)
    alice.put("/user", json={"user": {"username": unique("renamed")}}, expect=200)
    heir = wire.signed_in(alice, wire.account(_register_as(alice, old_name), password="long enough"))
    heir.put(f"/articles/{article['slug']}", json={"article": {"body": "Mine now"}}, expect=403)
    alice.put(f"/articles/{article['slug']}", json={"article": {"body": "Still mine"}}, expect=200)


def _register_as(client: Client, username: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.post("/users", json=registration(username=username), expect=201).json()
    return answer
