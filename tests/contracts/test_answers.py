"""Responses are validated against the OpenAPI document, and violations are reported."""

import json
from typing import Any

import httpx
import pytest

from scaffolder.contracts.client import Client, ContractError
from scaffolder.contracts.document import Document
from scaffolder.contracts.plugin import CONTRACTS

DOCUMENT = Document(CONTRACTS / "task_manager" / "openapi.yaml")
TASK: dict[str, Any] = DOCUMENT.raw["components"]["examples"]["Task"]["value"]
HEADERS = {
    "X-Request-ID": "1",
    "X-Content-Type-Options": "nosniff",
    "Content-Type": "application/json",
    "ETag": '"1"',
}
PATH = f"/api/v1/tasks/{TASK['id']}"


def violation(
    body: Any = TASK, *, status: int = 200, path: str = PATH, method: str = "GET", **headers: str | None
) -> str | None:
    changed = {**HEADERS, **{name.replace("_", "-"): value for name, value in headers.items()}}
    sent = {name: value for name, value in changed.items() if value is not None}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = httpx.Request(method, f"http://server{path}")
    return DOCUMENT.violation(httpx.Response(status, headers=sent, content=content, request=request))


def test_a_documented_response_is_valid() -> None:
    assert violation() is None
    assert violation(Content_Type="application/json; charset=utf-8") is None
    assert violation({"status": "ok"}, path="/healthz") is None
    assert violation(b"", status=304, Content_Type=None) is None


@pytest.mark.parametrize(
    ("member", "value", "words"),
    [
        ("id", "1", '$.id: "1" is not a "uuid"'),
        ("created_at", "2031-13-01T00:00:00.000Z", "$.created_at"),
        ("created_at", "2031-01-01T00:00:00Z", "$.created_at"),
        ("title", "", "$.title"),
        ("title", None, "$.title"),
        ("labels", ["a", "a"], "$.labels"),
        ("version", 0, "$.version"),
        ("version", "1", "$.version"),
        ("owner", "1", "'owner' was unexpected"),
    ],
)
def test_a_body_that_violates_the_schema_is_reported(member: str, value: Any, words: str) -> None:
    assert words in (violation({**TASK, member: value}) or "")


def test_a_missing_member_is_reported() -> None:
    without = {name: value for name, value in TASK.items() if name != "due_at"}
    assert '"due_at" is a required property' in (violation(without) or "")


def test_an_invalid_email_is_reported() -> None:
    user = {**DOCUMENT.raw["components"]["examples"]["Session"]["value"]["user"], "email": "alice"}
    assert 'is not a "email"' in (violation(user, path="/api/v1/me") or "")


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"ETag": None}, "The header ETag is missing."),
        ({"ETag": 'W/"1"'}, "The header ETag does not match the schema"),
        ({"X_Content_Type_Options": "sniff"}, "The header X-Content-Type-Options does not match the schema"),
        ({"X_Request_ID": None}, "The header X-Request-ID is missing."),
        ({"Content_Type": "text/html"}, "The media type is text/html, not application/json."),
        ({"Content_Type": None}, "The media type is missing"),
    ],
)
def test_a_missing_or_invalid_header_is_reported(headers: dict[str, Any], words: str) -> None:
    assert words in (violation(**headers) or "")


@pytest.mark.parametrize(("given", "fine"), [("30", True), ("soon", False), ("0", False)])
def test_a_retry_after_is_a_number_of_seconds(given: str, fine: bool) -> None:
    found = violation(
        {"type": "about:blank", "title": "T", "status": 429, "detail": "D"},
        status=429,
        path="/api/v1/auth/login",
        method="POST",
        Content_Type="application/problem+json",
        Retry_After=given,
    )
    assert (found is None) == fine
    assert fine or "Retry-After does not match the schema" in str(found)


def test_an_undocumented_operation_or_status_is_reported() -> None:
    assert violation(status=418) == "The document has no response 418 for this operation."
    assert violation(path="/api/v1/nothing") == "The document has no such operation."
    assert violation(method="PUT") == "The document has no such operation."
    assert violation({"status": "ok"}, path="/api/v1/healthz") == "The document has no such operation."
    assert violation(b"body", status=304) == "A response 304 should not have a body here."
    assert "The body is not JSON" in (violation(b"{") or "")


def client(answer: httpx.Response) -> Client:
    http = httpx.Client(transport=httpx.MockTransport(lambda _: answer))
    return Client(http, document=DOCUMENT, urls=["http://server"], prefix="/api/v1")


def test_a_failure_shows_the_request_the_response_and_the_contract() -> None:
    api = client(httpx.Response(418, headers=HEADERS, json={"tea": True}))
    with pytest.raises(ContractError) as failure:
        api.post("/tasks", json={"title": "Boil water"}, expect=201)
    for words in (
        "POST /api/v1/tasks returned 418, expected 201",
        '{"title":"Boil water"}',
        '{"tea":true}',
        "201: The created task.",
    ):
        assert words in str(failure.value)


def test_a_server_error_always_fails() -> None:
    problem = {"type": "about:blank", "title": "T", "status": 500, "detail": "D"}
    headers = {**HEADERS, "Content-Type": "application/problem+json"}
    with pytest.raises(ContractError, match="which no request should cause"):
        client(httpx.Response(500, headers=headers, json=problem)).get("/me")


def test_a_patient_client_waits_until_a_limit_lets_it_through() -> None:
    problem = {"type": "about:blank", "title": "T", "status": 429, "detail": "D"}
    refused = httpx.Response(
        429,
        headers={**HEADERS, "Content-Type": "application/problem+json", "Retry-After": "0"},
        json=problem,
    )
    answers = [refused, refused, httpx.Response(200, headers=HEADERS, json={})]
    http = httpx.Client(transport=httpx.MockTransport(lambda _: answers.pop(0)))
    api = Client(http, document=DOCUMENT, urls=["http://server"], prefix="/api/v1", patient=True)
    api.get("/me", expect=200, validate=False)
    assert answers == []
    answers += [refused] * 2
    api.get("/me", expect=429, validate=False)
    assert len(answers) == 1


def test_several_statuses_can_be_expected() -> None:
    problem = {"type": "about:blank", "title": "T", "status": 503, "detail": "D"}
    headers = {**HEADERS, "Content-Type": "application/problem+json"}
    api = client(httpx.Response(503, headers=headers, json=problem))
    assert api.get("/me", expect=(200, 503), validate=False).status_code == 503
    with pytest.raises(ContractError, match="returned 503, expected 200 or 409"):
        api.get("/me", expect=(200, 409), validate=False)
