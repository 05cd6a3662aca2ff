from datetime import timedelta
from uuid import uuid4

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.settings import Settings
from app.tokens import issue_access_token
from tests.sign_in import PASSWORD, Person


def register(api: TestClient, **changes: object) -> Response:
    body = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD, "name": "Alice"} | changes
    return api.post("/api/v1/auth/register", json=body)


def test_a_new_account_is_signed_in(api: TestClient) -> None:
    email = f"{uuid4().hex}@Example.com"
    session = register(api, email=email, name="Alice 👩").json()
    assert (session["user"]["email"], session["user"]["name"]) == (email, "Alice 👩")
    assert Person(api, session).get("/me").json() == session["user"]


def test_an_address_can_be_registered_once_in_any_case(alice: Person, api: TestClient) -> None:
    assert register(api, email=alice.email.upper()).status_code == 409


@pytest.mark.parametrize(
    ("member", "value"),
    [("email", "a b@example.com"), ("password", "seven77"), ("name", ""), ("is_admin", True)],
)
def test_an_invalid_member_is_named(member: str, value: object, api: TestClient) -> None:
    answer = register(api, **{member: value})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{member}"]


def test_users_can_only_change_their_name(alice: Person) -> None:
    assert alice.patch("/me", {"name": "Alice the Great"}).json()["name"] == "Alice the Great"
    for change in ({"name": None}, {"email": "b@example.com"}):
        assert alice.patch("/me", change).status_code == 422
    assert alice.get("/me").json() == alice.session["user"] | {"name": "Alice the Great"}


@pytest.mark.parametrize("authorization", ["", "Bearer x", "Basic YTpi", "bearer\xa0x"])
def test_a_caller_without_a_valid_token_is_401(authorization: str, api: TestClient) -> None:
    answer = api.get("/api/v1/me", headers={b"Authorization": authorization.encode("latin-1")})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_the_token_of_a_deleted_account_is_refused(api: TestClient) -> None:
    secret_key = Settings().secret_key
    token = issue_access_token({"sub": uuid4()}, secret_key=secret_key, lifetime=timedelta(minutes=1))
    assert Person(api, {"access_token": token}).get("/me").status_code == 401
