"""Every error is a problem (RFC 9457), wherever it is raised."""

from http import HTTPStatus

import pytest
from starlette.testclient import TestClient

from tests.sign_in import Person

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("POST", "/api/v1/auth/login", b"{", 400),
        ("GET", "/api/v1/me", b"", 401),
        ("GET", "/api/v1/nothing", b"", 404),
        ("DELETE", "/api/v1/me", b"", 405),
        ("POST", "/api/v1/auth/login", b"{}", 422),
    ],
)
def test_every_error_is_a_problem(
    method: str, path: str, content: bytes, status: int, api: TestClient
) -> None:
    answer = api.request(method, path, content=content, headers=JSON)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["title"]) == (status, HTTPStatus(status).phrase)
    assert problem["type"]
    assert problem["detail"]


def test_each_invalid_value_is_located(api: TestClient) -> None:
    body = {"email": 1, "password": "correct horse", "a/b~c": True}
    errors = api.post("/api/v1/auth/login", json=body).json()["errors"]
    assert {error["pointer"] for error in errors} == {"/email", "/a~1b~0c"}


def test_without_its_database_the_api_is_503(alice: Person, without_database: TestClient) -> None:
    answer = Person(without_database, alice.session).get("/me")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
