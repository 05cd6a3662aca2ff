from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.sign_in import PASSWORD, Person


def register(api: TestClient, **changes: object) -> Response:
    body = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD, "name": "Alice"} | changes
    return api.post("/api/v1/auth/register", json=body)


def test_a_new_account_is_signed_in(api: TestClient) -> None:
    email = f"{uuid4().hex}@Example.com"
    answer = register(api, email=email, name="Alice 👩")
    assert answer.status_code == 201
    session = answer.json()
    assert session["user"].keys() == {"id", "email", "name", "created_at"}
    assert (session["user"]["email"], session["user"]["name"]) == (email, "Alice 👩")
    assert (session["token_type"], session["expires_in"]) == ("Bearer", 900)
    assert Person(api, session).get("/me").json() == session["user"]


def test_an_address_is_taken_once_whatever_its_case(alice: Person, api: TestClient) -> None:
    assert register(api, email=alice.email.upper()).status_code == 409


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("email", "nobody"),
        ("email", "a@b"),
        ("email", "a b@example.com"),
        ("email", "a@example.com\r\nBcc: b@example.com"),
        ("email", "x" * 250 + "@example.com"),
        ("email", None),
        ("password", "seven77"),
        ("password", "x" * 129),
        ("password", 12345678),
        ("name", ""),
        ("name", "x" * 101),
        ("name", ["Alice"]),
        ("is_admin", True),
        ("id", str(uuid4())),
    ],
)
def test_an_invalid_member_is_pointed_at(member: str, value: object, api: TestClient) -> None:
    answer = register(api, **{member: value})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{member}"]


@pytest.mark.parametrize("password", ["x" * 8, "x" * 128, "contraseña ñandú", "🔑" * 8])
def test_long_and_unusual_passwords_work(password: str, api: TestClient) -> None:
    session = register(api, password=password).json()
    credentials = {"email": session["user"]["email"], "password": password}
    assert api.post("/api/v1/auth/login", json=credentials).status_code == 200
