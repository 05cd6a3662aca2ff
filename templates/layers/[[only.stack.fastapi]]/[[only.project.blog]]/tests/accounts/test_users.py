from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from tests.sign_in import PASSWORD, Person, sign_up_at

BLANK, TAKEN = ["can't be blank"], ["has already been taken"]


def registration(**fields: object) -> dict[str, Any]:
    name = uuid4().hex
    return {"user": {"username": name, "email": f"{name}@example.com", "password": PASSWORD} | fields}


def test_a_new_user_is_signed_in(api: TestClient) -> None:
    body = registration()
    answer = api.post("/api/users", json=body)
    assert answer.status_code == 201
    user = answer.json()["user"]
    assert user == {
        "username": body["user"]["username"],
        "email": body["user"]["email"],
        "bio": None,
        "image": None,
        "token": user["token"],
    }
    me = Person(api, user).get("/user").json()["user"]
    assert me | {"token": ""} == user | {"token": ""}


def test_the_token_is_taken_after_token_and_after_bearer(alice: Person) -> None:
    for scheme in ("Token", "Bearer", "token"):
        assert alice("GET", "/user", scheme=scheme).status_code == 200


@pytest.mark.parametrize("blank", [None, "", " \n "])
@pytest.mark.parametrize("field", ["username", "email", "password"])
def test_what_is_needed_cannot_be_blank(field: str, blank: object, api: TestClient, alice: Person) -> None:
    for answer in (
        api.post("/api/users", json=registration(**{field: blank})),
        alice.put("/user", {"user": {field: blank}}),
    ):
        assert answer.status_code == 422
        assert answer.json() == {"errors": {field: BLANK}}


def test_everything_that_is_missing_is_named_at_once(api: TestClient) -> None:
    answer = api.post("/api/users", json={"user": {}})
    assert answer.json()["errors"] == {"username": BLANK, "email": BLANK, "password": BLANK}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "a/b"),
        ("username", ".hidden"),
        ("username", " padded "),
        ("username", "x" * 65),
        ("username", 5),
        ("email", "a@b"),
        ("email", "a b@example.com"),
        ("email", "a@example..com"),
        ("email", f"{'x' * 250}@a.io"),
        ("password", "7 chars"),
        ("password", "x" * 129),
        ("password", ["long enough"]),
        ("bio", "x" * 2001),
        ("image", "x" * 2049),
        ("image", 5),
    ],
)
def test_a_value_that_cannot_be_is_named(field: str, value: object, api: TestClient, alice: Person) -> None:
    answers = [alice.put("/user", {"user": {field: value}})]
    if field not in ("bio", "image"):
        answers.append(api.post("/api/users", json=registration(**{field: value})))
    for answer in answers:
        assert answer.status_code == 422
        assert list(answer.json()["errors"]) == [field]


def test_a_name_and_an_address_are_given_once(api: TestClient, alice: Person, bob: Person) -> None:
    for field, value in (("username", alice.name), ("email", alice.email.upper())):
        for answer in (
            api.post("/api/users", json=registration(**{field: value})),
            bob.put("/user", {"user": {field: value, "bio": "Lost"}}),
        ):
            assert answer.status_code == 409
            assert answer.json() == {"errors": {field: TAKEN}}
    assert bob.get("/user").json()["user"]["bio"] is None


def test_of_two_equal_registrations_one_succeeds(api: TestClient) -> None:
    body = registration()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: api.post("/api/users", json=body), range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7


def test_what_is_left_out_stays_and_the_empty_becomes_null(alice: Person) -> None:
    alice.put("/user", {"user": {"bio": "A bio", "image": "https://images.example/a.png"}})
    changed = alice.put("/user", {"user": {"image": "", "isAdmin": True}}).json()["user"]
    assert changed | {"token": ""} == alice.user | {"bio": "A bio", "token": ""}
    assert alice.put("/user", {"user": {"bio": None}}).json()["user"]["bio"] is None


def test_a_token_outlives_a_change_of_name(alice: Person) -> None:
    name = uuid4().hex
    changed = {"username": name, "email": f"{name}@example.com"}
    assert alice.put("/user", {"user": changed}).status_code == 200
    me = alice.get("/user").json()["user"]
    assert me | changed == me
    assert alice.get(f"/profiles/{alice.name}").status_code == 404


def test_a_new_password_replaces_the_old_one(api: TestClient) -> None:
    alice = sign_up_at(api)
    alice.put("/user", {"user": {"password": "another password"}})
    for password, status in (("another password", 200), (PASSWORD, 401)):
        body = {"user": {"email": alice.email, "password": password}}
        assert api.post("/api/users/login", json=body).status_code == status


def test_a_new_password_ends_every_token_made_before_it(api: TestClient, alice: Person) -> None:
    changed = Person(api, alice.put("/user", {"user": {"password": "another password"}}).json()["user"])
    assert alice.get("/user").status_code == 401
    assert changed.get("/user").status_code == 200
