"""`Idempotency-Key`: a request that is sent again is done once."""

from concurrent.futures import ThreadPoolExecutor
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


def test_the_first_answer_is_given_again(alice: Person) -> None:
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


def test_keys_belong_to_their_user_and_differ_in_case(alice: Person, bob: Person) -> None:
    ids = {send(*sender).json()["id"] for sender in ((alice, "key"), (alice, "KEY"), (bob, "key"))}
    assert len(ids) == 3


def test_without_a_key_every_request_makes_a_task(alice: Person) -> None:
    for _ in range(2):
        alice.post("/tasks", {"title": "Each"})
    assert count(alice) == 2


@pytest.mark.parametrize("key", ["", "x" * 256, "two words", "caf\xe9"])
def test_an_invalid_key_is_pointed_at(key: str, alice: Person) -> None:
    answer = alice.post("/tasks", {"title": "x"}, headers={"Idempotency-Key": key.encode("latin-1")})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].lower() == "/idempotency-key"


def test_a_refused_request_leaves_its_key_free(alice: Person) -> None:
    stranger = "12345678-1234-5678-1234-567812345678"
    assert send(alice, "key", project_id=stranger).status_code == 422
    assert send(alice, "key").status_code == 201


def test_a_request_that_breaks_leaves_its_key_free(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(routes, "answer_task", None)
        assert send(alice, "key").status_code == 500
    assert count(alice) == 0
    assert send(alice, "key").status_code == 201


def test_a_hundred_at_the_same_time_make_one_task(alice: Person) -> None:
    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda _: send(alice, "key"), range(100)))
    # On a busy machine some have waited long enough for the lock.
    assert {answer.status_code for answer in answers} <= {201, 409, 503}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    assert count(alice) == 1
    assert send(alice, "key").status_code == 201


@pytest.mark.parametrize(("hours", "tasks"), [(23, 1), (25, 2)])
def test_an_answer_is_kept_for_a_day(
    hours: int, tasks: int, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(alice, "key")
    later = now() + timedelta(hours=hours)
    monkeypatch.setattr(idempotency, "now", lambda: later)
    assert send(alice, "key").status_code == 201
    assert count(alice) == tasks


def test_a_request_that_still_runs_is_409_until_it_must_have_died(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The process dies with the request: neither an answer is recorded, nor the key freed.
    with monkeypatch.context() as dying:
        dying.setattr(idempotency, "record", lambda *_: None)
        assert send(alice, "key").status_code == 201
    assert send(alice, "key").status_code == 409
    later = now() + timedelta(minutes=2)
    monkeypatch.setattr(idempotency, "now", lambda: later)
    assert send(alice, "key").status_code == 201
