"""Alice and Bob, signed in and new in each test."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Person:
    """A signed-in client of /api/v1."""

    client: TestClient
    session: dict[str, Any]

    def __call__(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: Any
    ) -> Response:
        authorization = {"Authorization": f"Bearer {self.session['access_token']}"}
        return self.client.request(method, f"/api/v1{path}", headers=authorization | (headers or {}), **more)

    @property
    def email(self) -> str:
        return str(self.session["user"]["email"])

    def get(self, path: str, **more: Any) -> Response:
        return self("GET", path, **more)

    def post(self, path: str, json: object, **more: Any) -> Response:
        return self("POST", path, json=json, **more)

    def patch(self, path: str, json: object, **more: Any) -> Response:
        return self("PATCH", path, json=json, **more)

    def delete(self, path: str, **more: Any) -> Response:
        return self("DELETE", path, **more)


SignUp = Callable[..., Person]


def sign_up_at(client: TestClient, *, name: str = "Somebody", **changes: str) -> Person:
    body = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD, "name": name} | changes
    answer = client.post("/api/v1/auth/register", json=body)
    assert answer.status_code == 201, answer.text
    return Person(client, answer.json())


@pytest.fixture
def alice(api: TestClient) -> Person:
    return sign_up_at(api, name="Alice")


@pytest.fixture
def bob(api: TestClient) -> Person:
    return sign_up_at(api, name="Bob")
