from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from app.settings import load_settings
from app.tokens import issue_access_token
from tests.sign_in import Person


def test_the_caller_sees_and_renames_themselves(alice: Person) -> None:
    assert alice.patch("/me", {"name": "Alice the Great"}).json()["name"] == "Alice the Great"
    assert alice.patch("/me", {}).status_code == 200
    assert alice.get("/me").json() == alice.session["user"] | {"name": "Alice the Great"}


@pytest.mark.parametrize(
    "change", [{"name": ""}, {"name": None}, {"name": 1}, {"email": "b@example.com"}, {"id": str(uuid4())}]
)
def test_nothing_else_about_them_changes(change: dict[str, object], alice: Person) -> None:
    assert alice.patch("/me", change).status_code == 422
    assert alice.get("/me").json() == alice.session["user"]


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer ", "Bearer x", "Basic YTpi", "bearer\xa0x"])
def test_without_a_valid_token_nobody_is_signed_in(authorization: str, api: TestClient) -> None:
    headers = {b"Authorization": authorization.encode("latin-1")}
    for answer in (
        api.get("/api/v1/me", headers=headers),
        api.patch("/api/v1/me", json={"name": "x"}, headers=headers),
    ):
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_of_an_account_that_is_gone_is_refused(api: TestClient) -> None:
    token = issue_access_token(uuid4(), secret_key=load_settings().secret_key)
    assert Person(api, {"access_token": token}).get("/me").status_code == 401


def test_the_scheme_is_read_whatever_its_case(alice: Person) -> None:
    headers = {"Authorization": f"bEaReR {alice.session['access_token']}"}
    assert alice.get("/me", headers=headers).status_code == 200
