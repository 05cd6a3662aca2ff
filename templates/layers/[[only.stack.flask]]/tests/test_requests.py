"""Rules for every request, whatever its route."""

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.asgi import read
from tests.conftest import Start, flask

MEBIBYTE = 1024 * 1024


def test_every_response_has_an_id_and_the_callers_own_is_kept(api: TestClient) -> None:
    first, second = api.get("/healthz"), api.get("/no-such-path")
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert api.get("/healthz", headers={"X-Request-ID": "mine-1"}).headers["x-request-id"] == "mine-1"
    assert api.get("/healthz", headers={"X-Request-ID": "x" * 129}).headers["x-request-id"] != "x" * 129


def test_a_wrong_method_is_405_and_names_the_right_ones(api: TestClient) -> None:
    answer = api.delete("/healthz")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_a_path_has_one_spelling(api: TestClient) -> None:
    for path in ("/healthz/", "http://testserver//healthz", "/web%2Fstyle.css"):
        assert api.get(path, follow_redirects=False).status_code == 404, path


def test_if_none_match_with_a_star_is_304_for_anything_that_exists(api: TestClient) -> None:
    for path, status in (("/healthz", 304), ("/no-such-path", 404)):
        assert api.get(path, headers={"If-None-Match": "*"}).status_code == status


def test_a_large_body_is_413_whether_its_length_is_declared_or_not(api: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(17):
            yield b" " * (MEBIBYTE // 16)

    for body in (b" " * (MEBIBYTE + 1), chunks()):
        answer = api.post("/healthz", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 413


async def test_a_client_that_leaves_before_its_body_has_arrived_gets_no_thread() -> None:
    messages: list[dict[str, object]] = [
        {"type": "http.request", "body": b"{", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> dict[str, object]:
        return messages.pop(0)

    with pytest.raises(ConnectionAbortedError):
        await read(receive)


def test_a_bug_is_a_500_without_details_and_a_log_line_with_them(
    start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    api = start(log_level="INFO")

    def bug() -> str:
        raise RuntimeError("secret detail")

    flask(api).add_url_rule("/bug", view_func=bug)

    answer = api.get("/bug", headers={"X-Request-ID": "find-me"})
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    error, request = [line for line in lines if line.get("request_id") == "find-me"]
    assert "secret detail" in error["exception"]
    assert (request["method"], request["path"], request["status"]) == ("GET", "/bug", 500)
