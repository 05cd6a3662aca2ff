"""Every error is `{"errors": {"<field or resource>": ["message"]}}`, wherever it is raised."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.conftest import Start, fastapi
from tests.sign_in import Person

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "content", "status", "about"),
    [
        ("POST", "/api/users", b"{", 400, "body"),
        ("GET", "/api/user", b"", 401, "token"),
        ("GET", "/api/nothing", b"", 404, "route"),
        ("GET", "/api/profiles/nobody", b"", 404, "profile"),
        ("GET", "/api/profiles/nul%00", b"", 404, "profile"),
        ("GET", "/api/articles/none", b"", 404, "article"),
        ("GET", "/api/articles/nul%00/comments", b"", 404, "article"),
        ("DELETE", "/api/users", b"", 405, "method"),
        ("POST", "/api/users", b"x" * (1024 * 1024 + 1), 413, "body"),
        ("POST", "/api/users", b"[]", 422, "user"),
        ("POST", "/api/users", b'{"user": {"username": "a\\u0000"}}', 422, "username"),
        ("POST", "/api/users", b'{"\\u0000": ""}', 422, "body"),
        ("GET", "/api/articles?limit=0", b"", 422, "limit"),
        ("GET", "/api/articles?offset=-1", b"", 422, "offset"),
        ("GET", "/api/articles?tag=nul%00", b"", 422, "tag"),
        ("GET", f"/api/articles?author={'x' * 65}", b"", 422, "author"),
    ],
)
def test_an_error_says_what_it_speaks_of(
    method: str, path: str, content: bytes, status: int, about: str, api: TestClient
) -> None:
    answer = api.request(method, path, content=content, headers=JSON)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    assert list(answer.json()) == ["errors"]
    assert list(answer.json()["errors"]) == [about]
    assert all(answer.json()["errors"][about])


def test_another_type_than_json_is_415(api: TestClient) -> None:
    answer = api.post("/api/users", content=b"{}", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415
    assert list(answer.json()["errors"]) == ["body"]


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


@pytest.mark.parametrize(("method", "path", "body"), NEEDED)
def test_without_a_token_401_comes_before_404(method: str, path: str, body: Any, api: TestClient) -> None:
    answer = api.request(method, f"/api{path}", json=body)
    assert answer.status_code == 401
    assert answer.json() == {"errors": {"token": ["is missing"]}}
    assert answer.headers["www-authenticate"] == "Token"


@pytest.mark.parametrize(("method", "path", "body"), NEEDED)
def test_a_token_that_is_no_good_is_401_wherever_one_is_needed(
    method: str, path: str, body: Any, alice: Person
) -> None:
    forger = Person(alice.client, {"token": f"{alice.user['token']}x"})
    for answer in (forger(method, path, body), alice(method, path, body, scheme="Basic")):
        assert answer.status_code == 401
        assert answer.json() == {"errors": {"token": ["is invalid"]}}


@pytest.mark.parametrize("path", ["/articles", "/articles/{slug}", "/articles/{slug}/comments"])
def test_a_token_that_is_no_good_is_none_where_one_is_optional(path: str, alice: Person) -> None:
    forger = Person(alice.client, {"token": f"{alice.user['token']}x"})
    assert forger.get(path.format(slug=alice.write()["slug"])).status_code == 200


def test_while_the_database_is_away_the_api_is_503(alice: Person, start: Start) -> None:
    api = start(database_url="sqlite:////no/such/folder/app.db")
    answer = Person(api, alice.user).get("/user")
    assert answer.status_code == 503
    assert answer.json() == {"errors": {"database": ["does not answer"]}}


def test_a_bug_is_an_error_too(start: Start) -> None:
    api = start()

    async def bug() -> None:
        raise RuntimeError

    fastapi(api).add_api_route("/bug", bug)

    answer = api.get("/bug")
    assert answer.status_code == 500
    assert list(answer.json()["errors"]) == ["server"]
