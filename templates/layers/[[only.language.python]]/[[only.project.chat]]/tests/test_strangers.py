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
    "GET /api/v1/auth/providers",
    "GET /api/v1/auth/{provider}/authorize",
    "GET /api/v1/auth/{provider}/callback",
    "POST /api/v1/auth/exchange",
    "POST /api/v1/auth/guest",
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/logout",
    "POST /api/v1/auth/refresh",
    "POST /api/v1/auth/register",
    "GET /api/v1/broadcasting/config",
}


def test_an_anonymous_caller_is_401_everywhere_else(api: TestClient) -> None:
    assert public_operations(api) == PUBLIC
