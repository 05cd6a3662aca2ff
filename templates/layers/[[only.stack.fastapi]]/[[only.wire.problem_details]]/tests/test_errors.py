"""Every error is a problem (RFC 9457), wherever it is raised."""

from http import HTTPStatus

import pytest
from fastapi.testclient import TestClient

from tests.conftest import Start, fastapi
from tests.sign_in import Person

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("POST", "/api/v1/auth/login", b"{", 400),
        ("GET", "/api/v1/me", b"", 401),
        ("GET", "/api/v1/nothing", b"", 404),
        ("DELETE", "/api/v1/me", b"", 405),
        ("POST", "/api/v1/auth/login", b"x" * (1024 * 1024 + 1), 413),
        ("POST", "/api/v1/auth/login", b"{}", 422),
    ],
)
def test_an_error_says_what_it_is(
    method: str, path: str, content: bytes, status: int, api: TestClient
) -> None:
    answer = api.request(method, path, content=content, headers=JSON)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["title"]) == (status, HTTPStatus(status).phrase)
    assert problem["type"]
    assert problem["detail"]


def test_each_invalid_value_has_its_place(api: TestClient) -> None:
    body = {"email": 1, "password": "correct horse", "a/b~c": True}
    errors = api.post("/api/v1/auth/login", json=body).json()["errors"]
    assert {error["pointer"] for error in errors} == {"/email", "/a~1b~0c"}


def test_an_answer_echoes_nothing_that_was_sent(api: TestClient) -> None:
    secret = "do-not-repeat-me"
    answer = api.post("/api/v1/auth/login", json={"email": [secret], "password": secret})
    assert secret not in answer.text


def test_while_the_database_is_away_the_api_is_503(alice: Person, start: Start) -> None:
    api = start(database_url="sqlite:////no/such/folder/app.db")
    answer = Person(api, alice.session).get("/me")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_bug_is_a_problem_too(start: Start) -> None:
    api = start()

    async def bug() -> None:
        raise RuntimeError

    fastapi(api).add_api_route("/bug", bug)

    assert api.get("/bug").json()["status"] == 500
