from fastapi.testclient import TestClient
from httpx2 import Response

from tests.conftest import Start

FRIEND, STRANGER = "https://app.example.com", "https://evil.example"


def preflight(api: TestClient, origin: str) -> Response:
    asks = {"Origin": origin, "Access-Control-Request-Method": "GET"}
    return api.options("/healthz", headers=asks)


def test_no_other_origin_is_let_in_by_default(api: TestClient) -> None:
    assert "access-control-allow-origin" not in api.get("/healthz", headers={"Origin": FRIEND}).headers
    assert preflight(api, FRIEND).status_code == 405


def test_the_origins_of_the_settings_are_let_in(start: Start) -> None:
    api = start(cors_origins=[FRIEND])
    answer = api.get("/healthz", headers={"Origin": FRIEND})
    assert answer.headers["access-control-allow-origin"] == FRIEND
    assert "X-Request-ID" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers
    assert preflight(api, FRIEND).headers["access-control-allow-origin"] == FRIEND


def test_other_origins_are_not(start: Start) -> None:
    api = start(cors_origins=[FRIEND])
    refused = preflight(api, STRANGER)
    assert refused.status_code == 405
    for answer in (api.get("/healthz", headers={"Origin": STRANGER}), refused):
        assert "access-control-allow-origin" not in answer.headers


def test_caches_are_told_that_the_answer_depends_on_the_origin(start: Start) -> None:
    api = start(cors_origins=[FRIEND])
    for headers in ({}, {"Origin": STRANGER}, {"Origin": FRIEND}):
        assert api.get("/healthz", headers=headers).headers["vary"] == "Origin"
