"""`Idempotency-Key`: a repeated request is executed once."""

from datetime import timedelta

import pytest
from httpx2 import Response

from app import idempotency
from app.database import now
from app.tasks import routes
from tests.sign_in import Person


def send(person: Person, key: str, **members: object) -> Response:
    return person.post("/tasks", {"title": "Once"} | members, headers={"Idempotency-Key": key})


def count(person: Person) -> int:
    return len(person.get("/tasks?limit=100").json()["items"])


def test_a_repeated_request_gets_the_first_response(alice: Person) -> None:
    first = send(alice, "key", labels=["b", "a"])
    path = first.headers["location"].removeprefix("/api/v1")
    alice.patch(path, {"title": "Changed"}, headers={"If-Match": "*"})
    again = send(alice, "key", labels=["a", "b"])
    assert again.status_code == 201
    assert again.json() == first.json()
    for header in ("location", "etag", "content-type"):
        assert again.headers[header] == first.headers[header]
    assert count(alice) == 1


def test_the_same_key_with_another_body_is_422(alice: Person) -> None:
    send(alice, "key")
    assert send(alice, "key", title="Twice").status_code == 422
    assert send(alice, "key", priority="high").status_code == 422
    assert count(alice) == 1


def test_a_refused_request_leaves_its_key_free(alice: Person) -> None:
    stranger = "12345678-1234-5678-1234-567812345678"
    assert send(alice, "key", project_id=stranger).status_code == 422
    assert send(alice, "key").status_code == 201


def test_a_request_that_fails_leaves_its_key_free(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(routes, "answer_task", None)
        assert send(alice, "key").status_code == 500
    assert count(alice) == 0
    assert send(alice, "key").status_code == 201


@pytest.mark.parametrize(("hours", "tasks"), [(23, 1), (25, 2)])
def test_a_response_is_stored_for_a_day(
    hours: int, tasks: int, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(alice, "key")
    later = now() + timedelta(hours=hours)
    monkeypatch.setattr(idempotency, "now", lambda: later)
    assert send(alice, "key").status_code == 201
    assert count(alice) == tasks


def test_an_abandoned_request_can_be_repeated_after_a_minute(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The process dies during the request: no response is stored, and the key is not released.
    with monkeypatch.context() as dying:
        dying.setattr(idempotency, "record", lambda *_: None)
        assert send(alice, "key").status_code == 201
    assert send(alice, "key").status_code == 409
    later = now() + timedelta(minutes=2)
    monkeypatch.setattr(idempotency, "now", lambda: later)
    assert send(alice, "key").status_code == 201
