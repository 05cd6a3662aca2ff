"""Every error is `{"errors": {"<field or resource>": ["message"]}}`, wherever it is raised."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.sign_in import Person

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "content", "status", "about"),
    [
        ("POST", "/api/users", b"{", 400, "body"),
        ("GET", "/api/user", b"", 401, "token"),
        ("GET", "/api/nothing", b"", 404, "route"),
        ("GET", "/api/profiles/nul%00", b"", 404, "profile"),
        ("GET", "/api/articles/nul%00", b"", 404, "article"),
        ("DELETE", "/api/users", b"", 405, "method"),
        ("POST", "/api/users", b"[]", 422, "user"),
        ("POST", "/api/users", b'{"user": {"username": "a\\u0000"}}', 422, "username"),
        ("GET", "/api/articles?limit=0", b"", 422, "limit"),
        ("GET", "/api/articles?tag=nul%00", b"", 422, "tag"),
    ],
)
def test_every_error_names_its_field_or_resource(
    method: str, path: str, content: bytes, status: int, about: str, api: TestClient
) -> None:
    answer = api.request(method, path, content=content, headers=JSON)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    assert list(answer.json()) == ["errors"]
    assert list(answer.json()["errors"]) == [about]
    assert all(answer.json()["errors"][about])


NEEDED: list[tuple[str, str, Any]] = [
    ("GET", "/user", None),
    ("PUT", "/user", {"user": {}}),
    ("POST", "/profiles/nobody/follow", None),
    ("DELETE", "/profiles/nobody/follow", None),
    ("GET", "/articles/feed", None),
    ("POST", "/articles", {"article": {}}),
    ("PUT", "/articles/none", {"article": {}}),
    ("DELETE", "/articles/none", None),
    ("POST", "/articles/none/favorite", None),
    ("DELETE", "/articles/none/favorite", None),
    ("POST", "/articles/none/comments", {"comment": {}}),
    ("DELETE", "/articles/none/comments/1", None),
]


def test_authentication_is_checked_before_anything_else(api: TestClient, alice: Person) -> None:
    forger = Person(alice.client, {"token": f"{alice.user['token']}x"})
    for method, path, body in NEEDED:
        missing, invalid = api.request(method, f"/api{path}", json=body), forger(method, path, body)
        for answer, what in ((missing, "is missing"), (invalid, "is invalid")):
            assert answer.status_code == 401, path
            assert answer.json() == {"errors": {"token": [what]}}
            assert answer.headers["www-authenticate"] == "Token"


def test_an_invalid_token_is_ignored_where_none_is_needed(alice: Person) -> None:
    forger = Person(alice.client, {"token": f"{alice.user['token']}x"})
    slug = alice.write()["slug"]
    for path in ("/articles", f"/articles/{slug}", f"/articles/{slug}/comments"):
        assert forger.get(path).status_code == 200


def test_without_its_database_the_api_is_503(alice: Person, without_database: TestClient) -> None:
    answer = Person(without_database, alice.user).get("/user")
    assert answer.status_code == 503
    assert answer.json() == {"errors": {"database": ["does not answer"]}}
