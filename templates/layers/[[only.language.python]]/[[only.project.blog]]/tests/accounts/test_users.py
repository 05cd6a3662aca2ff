from typing import Any
from uuid import uuid4

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.sign_in import PASSWORD, Person

BLANK = ["can't be blank"]
TAKEN = ["has already been taken"]


def register(api: TestClient, **fields: object) -> Response:
    name = uuid4().hex
    user: dict[str, Any] = {"username": name, "email": f"{name}@example.com", "password": PASSWORD} | fields
    return api.post("/api/users", json={"user": user})


def test_a_new_user_is_signed_in(api: TestClient) -> None:
    answer = register(api, username="Zoë 🐉 " + uuid4().hex[:8])
    assert answer.status_code == 201
    user = answer.json()["user"]
    me = Person(api, user).get("/user").json()["user"]
    assert me | {"token": ""} == user | {"token": ""}
    assert (user["bio"], user["image"]) == (None, None)


@pytest.mark.parametrize(
    ("field", "value"),
    [("username", "a/b"), ("username", " "), ("email", "a@b"), ("password", "7 chars"), ("password", None)],
)
def test_an_invalid_field_is_named(field: str, value: object, api: TestClient, alice: Person) -> None:
    answers = (register(api, **{field: value}), alice.put("/user", {"user": {field: value}}))
    for answer in answers:
        assert answer.status_code == 422
        assert list(answer.json()["errors"]) == [field]


def test_all_missing_fields_are_named_at_once(api: TestClient) -> None:
    errors = api.post("/api/users", json={"user": {}}).json()["errors"]
    assert errors == dict.fromkeys(("username", "email", "password"), BLANK)


def test_names_and_addresses_are_unique(api: TestClient, alice: Person, bob: Person) -> None:
    for field, value in (("username", alice.name), ("email", alice.email.upper())):
        for answer in (
            register(api, **{field: value}),
            bob.put("/user", {"user": {field: value, "bio": "Lost"}}),
        ):
            assert answer.status_code == 409
            assert answer.json() == {"errors": {field: TAKEN}}
    assert bob.get("/user").json()["user"]["bio"] is None


def test_omitted_fields_stay_and_empty_ones_become_null(alice: Person) -> None:
    alice.put("/user", {"user": {"bio": "A bio", "image": "https://images.example/a.png"}})
    changed = alice.put("/user", {"user": {"image": "", "isAdmin": True}}).json()["user"]
    assert changed | {"token": ""} == alice.user | {"bio": "A bio", "token": ""}


def test_a_token_survives_a_new_name_but_not_a_new_password(api: TestClient, alice: Person) -> None:
    alice.put("/user", {"user": {"username": uuid4().hex}})
    assert alice.get("/user").status_code == 200
    changed = Person(api, alice.put("/user", {"user": {"password": "another password"}}).json()["user"])
    assert alice.get("/user").status_code == 401
    assert changed.get("/user").status_code == 200
