from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from tests.test_requests import add_echo


@pytest.fixture(scope="module")
def echo() -> Iterator[TestClient]:
    with TestClient(create_app(), raise_server_exceptions=False) as api:
        add_echo(api)
        yield api


@pytest.mark.parametrize("text", ["👩‍👩‍👧", "e\u0301", "שלום", "'; DROP TABLE users; --", "\u2028"])
def test_text_comes_back_as_it_went(text: str, echo: TestClient) -> None:
    assert echo.post("/echo", json={"text": text}).json() == {"text": text}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"text": NaN}',
        b'{"text": Infinity}',
        b'{"text": "\xff"}',
        '{"text": "x"}'.encode("utf-16"),
        b"[" * 100_000,
        b'{"text": ' + b"[" * 500 + b"]" * 500 + b"}",
    ],
    ids=["empty", "cut", "nan", "infinity", "latin-1", "utf-16", "deep", "deep and closed"],
)
def test_a_body_that_is_not_json_is_400(body: bytes, echo: TestClient) -> None:
    answer = echo.post("/echo", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        rb'{"text": "a\u0000"}',
        rb'{"a\u0000": "text"}',
        rb'{"text": "\ud800"}',
        rb'{"\udfff": "text"}',
        rb'{"text": ["deep", {"er": "\u0000"}]}',
        b'{"text": ' + b"9" * 5000 + b"}",
        b"null",
    ],
)
def test_json_that_cannot_be_kept_is_422(body: bytes, echo: TestClient) -> None:
    answer = echo.post("/echo", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "media_type",
    ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", "json", ""],
)
def test_a_body_of_another_type_is_415(media_type: str, echo: TestClient) -> None:
    answer = echo.post("/echo", content=b'{"text": "x"}', headers={"Content-Type": media_type})
    assert answer.status_code == 415


@pytest.mark.parametrize("media_type", ["application/json; charset=UTF-8", "Application/JSON"])
def test_the_type_may_be_spelled_in_several_ways(media_type: str, echo: TestClient) -> None:
    answer = echo.post("/echo", content=b'{"text": "x"}', headers={"Content-Type": media_type})
    assert answer.status_code == 200
