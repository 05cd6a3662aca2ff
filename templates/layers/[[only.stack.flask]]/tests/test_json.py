import pytest
from flask import Response
from pydantic import RootModel
from starlette.testclient import TestClient

from app.requests import answer, body_of
from tests.conftest import Start, flask

JSON = "application/json"


class Echo(RootModel[dict[str, str]]):
    """Any text."""


@pytest.fixture
def echo(start: Start) -> TestClient:
    api = start()

    def echo() -> Response:
        return answer(body_of(Echo))

    flask(api).add_url_rule("/echo", view_func=echo, methods=["POST"])
    return api


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"text": "\xf0\x9f\x91\xa9 \xd7\xa9"}', 200),
        (b"{", 400),
        (b'{"text": NaN}', 400),
        (b'{"text": "\xff"}', 400),
        (b"[" * 100_000, 400),
        (rb'{"text": "a\u0000"}', 422),
        (rb'{"\udfff": "text"}', 422),
        (b"null", 422),
    ],
    ids=["text", "cut", "nan", "latin-1", "deep", "nul", "lone surrogate", "null"],
)
def test_a_body_has_to_be_json_that_every_database_can_store(
    body: bytes, status: int, echo: TestClient
) -> None:
    assert echo.post("/echo", content=body, headers={"Content-Type": JSON}).status_code == status


def test_a_body_of_another_type_is_refused(echo: TestClient) -> None:
    for media_type, status in (("text/plain", 415), (f"{JSON}; charset=latin-1", 415), (JSON.upper(), 200)):
        answer = echo.post("/echo", content=b"{}", headers={"Content-Type": media_type})
        assert answer.status_code == status
