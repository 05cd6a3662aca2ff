"""Whoever has not signed in reaches only what is named here."""

from starlette.testclient import TestClient

from tests.conftest import public_operations

PUBLIC = {
    "GET /",
    "GET /docs",
    "GET /docs/start.js",
    "GET /docs/swagger-ui-bundle.js",
    "GET /docs/swagger-ui.css",
    "GET /healthz",
    "GET /openapi.json",
    "GET /readyz",
    "GET /web/{name}",
    "GET /api/articles",
    "GET /api/articles/{slug}",
    "GET /api/articles/{slug}/comments",
    "GET /api/profiles/{username}",
    "GET /api/tags",
    "POST /api/users",
    "GET /api/users/providers",
    "GET /api/users/{provider}/authorize",
    "GET /api/users/{provider}/callback",
    "POST /api/users/exchange",
    "POST /api/users/guest",
    "POST /api/users/login",
}


def test_an_anonymous_caller_is_401_everywhere_else(api: TestClient) -> None:
    assert public_operations(api) == PUBLIC
