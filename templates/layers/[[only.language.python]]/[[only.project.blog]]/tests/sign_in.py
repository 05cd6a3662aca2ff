"""Alice and Bob, signed in and new in each test, with common requests."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Person:
    """A signed-in client of /api."""

    client: TestClient
    user: dict[str, Any]

    def __call__(self, method: str, path: str, json: object = None, *, scheme: str = "Token") -> Response:
        headers = {"Authorization": f"{scheme} {self.user['token']}"}
        return self.client.request(method, f"/api{path}", json=json, headers=headers)

    @property
    def name(self) -> str:
        return str(self.user["username"])

    @property
    def email(self) -> str:
        return str(self.user["email"])

    def get(self, path: str) -> Response:
        return self("GET", path)

    def post(self, path: str, json: object = None) -> Response:
        return self("POST", path, json)

    def put(self, path: str, json: object) -> Response:
        return self("PUT", path, json)

    def delete(self, path: str) -> Response:
        return self("DELETE", path)

    def write(self, **fields: object) -> dict[str, Any]:
        answer = self.post("/articles", {"article": new_article(**fields)})
        assert answer.status_code == 201, answer.text
        article: dict[str, Any] = answer.json()["article"]
        return article

    def read(self, slug: str) -> dict[str, Any]:
        article: dict[str, Any] = self.get(f"/articles/{slug}").json()["article"]
        return article

    def slugs(self, path: str) -> list[str]:
        return [article["slug"] for article in self.get(path).json()["articles"]]


def new_article(**fields: object) -> dict[str, object]:
    """With a unique title."""
    return {"title": f"Title {uuid4().hex}", "description": "About it", "body": "All of it"} | fields


def sign_up_at(client: TestClient, *, name: str = "somebody", **changes: str) -> Person:
    username = f"{name}-{uuid4().hex[:12]}"
    user = {"username": username, "email": f"{username}@example.com", "password": PASSWORD} | changes
    answer = client.post("/api/users", json={"user": user})
    assert answer.status_code == 201, answer.text
    return Person(client, answer.json()["user"])


@pytest.fixture
def alice(api: TestClient) -> Person:
    return sign_up_at(api, name="alice")


@pytest.fixture
def bob(api: TestClient) -> Person:
    return sign_up_at(api, name="bob")
