"""Rules for every request, whatever its route."""

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app import health
from tests.conftest import Start

MEBIBYTE = 1024 * 1024


def test_every_response_has_an_id_and_the_callers_own_is_kept(api: TestClient) -> None:
    first, second = api.get("/healthz"), api.get("/no-such-path")
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert api.get("/healthz", headers={"X-Request-ID": "mine-1"}).headers["x-request-id"] == "mine-1"


def test_a_wrong_method_is_405_and_names_the_right_ones(api: TestClient) -> None:
    answer = api.delete("/healthz")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_an_encoded_slash_is_404(api: TestClient) -> None:
    assert api.get("/web%2fapp.js").status_code == 404


def chunks() -> Iterator[bytes]:
    for _ in range(17):
        yield b" " * (MEBIBYTE // 16)


def test_a_large_body_is_413_whether_its_length_is_declared_or_not(api: TestClient) -> None:
    for body in (b" " * (MEBIBYTE + 1), chunks()):
        answer = api.post("/healthz", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 413


def test_a_bug_is_a_500_without_details_and_a_log_line_with_them(
    start: Start, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(*_: object) -> None:
        raise RuntimeError("secret detail")

    api = start(log_level="INFO")
    monkeypatch.setattr(health.Healthz, "get", bug)
    answer = api.get("/healthz", headers={"X-Request-ID": "find-me"})
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    error, request = [line for line in lines if line.get("request_id") == "find-me"]
    assert "secret detail" in error["exception"]
    assert (request["method"], request["path"], request["status"]) == ("GET", "/healthz", 500)
