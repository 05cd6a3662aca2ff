"""Rules for every request, whatever its route."""

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.routing import Router
from tests.conftest import Start, fastapi

MEBIBYTE = 1024 * 1024


@pytest.mark.parametrize("path", ["/healthz", "/no-such-path"])
def test_every_answer_carries_an_id_and_no_sniffing(path: str, api: TestClient) -> None:
    first, second = api.get(path), api.get(path)
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert first.headers["x-content-type-options"] == "nosniff"


def test_the_id_of_the_caller_is_kept(api: TestClient) -> None:
    assert api.get("/healthz", headers={"X-Request-ID": "mine-1"}).headers["x-request-id"] == "mine-1"


@pytest.mark.parametrize("unusable", ["", "x" * 129, "tab\tinside", "caf\xe9"])
def test_an_unusable_id_is_replaced(unusable: str, api: TestClient) -> None:
    answer = api.get("/healthz", headers={b"X-Request-ID": unusable.encode("latin-1")})
    assert answer.headers["x-request-id"] != unusable


def test_an_unknown_path_is_404(api: TestClient) -> None:
    assert api.get("/no-such-path").status_code == 404
    assert api.get("/healthz/").status_code == 404


def test_a_wrong_method_is_405_and_says_which_are_right(api: TestClient) -> None:
    answer = api.delete("/healthz")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_if_none_match_with_a_star_is_304_where_something_exists(api: TestClient) -> None:
    known = {"If-None-Match": "*"}
    answer = api.get("/healthz", headers=known)
    assert (answer.status_code, answer.content) == (304, b"")
    assert "content-type" not in answer.headers
    assert api.get("/no-such-path", headers=known).status_code == 404


def test_a_large_body_is_413_before_it_is_read(api: TestClient) -> None:
    assert api.post("/no-such-path", content=b"x" * (MEBIBYTE + 1)).status_code == 413


def test_a_large_body_of_unknown_length_is_413(start: Start) -> None:
    api = start()
    add_echo(api)

    def chunks() -> Iterator[bytes]:
        for _ in range(17):
            yield b" " * (MEBIBYTE // 16)

    headers = {"Content-Type": "application/json"}
    assert api.post("/echo", content=chunks(), headers=headers).status_code == 413


def test_a_bug_is_a_500_that_tells_nothing_and_a_log_line_that_does(
    start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    api = start(log_level="INFO")

    async def bug() -> None:
        raise RuntimeError("secret detail")

    fastapi(api).add_api_route("/bug", bug)

    answer = api.get("/bug", headers={"X-Request-ID": "find-me"})
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert answer.headers["x-request-id"] == "find-me"
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    error, request = [line for line in lines if line.get("request_id") == "find-me"]
    assert "secret detail" in error["exception"]
    assert (request["method"], request["path"], request["status"]) == ("GET", "/bug", 500)


def add_echo(api: TestClient) -> None:
    router = Router()

    @router.post("/echo")
    async def echo(body: dict[str, str]) -> dict[str, str]:
        return body

    fastapi(api).include_router(router)
