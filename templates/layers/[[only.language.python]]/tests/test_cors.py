from httpx2 import Response
from starlette.testclient import TestClient

from tests.conftest import Start

FRIEND, STRANGER = "https://app.example.com", "https://evil.example"


def preflight(api: TestClient, origin: str) -> Response:
    return api.options("/healthz", headers={"Origin": origin, "Access-Control-Request-Method": "GET"})


def test_by_default_no_other_origin_is_allowed(api: TestClient) -> None:
    assert "access-control-allow-origin" not in api.get("/healthz", headers={"Origin": FRIEND}).headers
    assert preflight(api, FRIEND).status_code == 405


def test_only_the_origins_in_the_settings_are_allowed(start: Start) -> None:
    api = start(cors_origins=[FRIEND])
    allowed = api.get("/healthz", headers={"Origin": FRIEND})
    assert allowed.headers["access-control-allow-origin"] == FRIEND
    assert preflight(api, FRIEND).headers["access-control-allow-origin"] == FRIEND
    for refused in (api.get("/healthz", headers={"Origin": STRANGER}), preflight(api, STRANGER)):
        assert "access-control-allow-origin" not in refused.headers
