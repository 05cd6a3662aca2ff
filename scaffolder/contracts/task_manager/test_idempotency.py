"""Idempotency-Key: repeating a request does not create another task."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.task_manager.steps import change, make_project
from scaffolder.contracts.wire import Wire


def new_key() -> dict[str, str]:
    return {"Idempotency-Key": secrets.token_hex(8)}


def test_repeating_a_request_returns_the_first_201_response(alice: Client) -> None:
    key, body = new_key(), {"title": "Once", "labels": ["b", "a"]}
    first, second = (alice.post("/tasks", json=body, headers=key, expect=201) for _ in range(2))
    assert second.json() == first.json()
    for header in ("location", "etag", "content-type"):
        assert second.headers[header] == first.headers[header]
    assert len(alice.get("/tasks", expect=200).json()["items"]) == 1


def test_the_first_response_is_returned_again_after_an_update_and_a_deletion(alice: Client) -> None:
    key, body = new_key(), {"title": "Once"}
    first = alice.post("/tasks", json=body, headers=key, expect=201).json()
    change(alice, first, title="Changed")
    assert alice.post("/tasks", json=body, headers=key, expect=201).json() == first
    alice.delete(f"/tasks/{first['id']}", expect=204)
    assert alice.post("/tasks", json=body, headers=key, expect=201).json() == first
    assert alice.get("/tasks", expect=200).json()["items"] == []


def test_the_same_key_with_another_body_is_422(alice: Client, wire: Wire) -> None:
    key = new_key()
    alice.post("/tasks", json={"title": "Once"}, headers=key, expect=201)
    for body in ({"title": "Twice"}, {"title": "Once", "priority": "high"}):
        wire.assert_error(alice.post("/tasks", json=body, headers=key, expect=422))
    assert len(alice.get("/tasks", expect=200).json()["items"]) == 1


@pytest.mark.parametrize(
    "again",
    [
        {"labels": ["a", "b"], "title": "Once", "due_at": "2031-01-31T09:30:00.000Z"},
        {"title": "Once", "labels": ["b", "a", "b"], "due_at": "2031-01-31T10:30:00+01:00"},
        {
            "title": "Once",
            "labels": ["a", "b"],
            "due_at": "2031-01-31T09:30:00Z",
            "description": "",
            "status": "todo",
            "priority": "medium",
            "project_id": None,
        },
    ],
    ids=["order of members", "equivalent values", "defaults spelled out"],
)
def test_an_equivalent_body_counts_as_the_same_body(alice: Client, again: dict[str, Any]) -> None:
    key = new_key()
    first = {"title": "Once", "labels": ["a", "b"], "due_at": "2031-01-31T09:30:00Z"}
    task = alice.post("/tasks", json=first, headers=key, expect=201).json()
    assert alice.post("/tasks", json=again, headers=key, expect=201).json() == task
    alice.post("/tasks", json={**again, "status": "done"}, headers=key, expect=422)


def test_other_keys_and_requests_without_a_key_create_new_tasks(alice: Client) -> None:
    for headers in (new_key(), new_key(), {}, {}):
        alice.post("/tasks", json={"title": "Again"}, headers=headers, expect=201)
    assert len(alice.get("/tasks", expect=200).json()["items"]) == 4


def test_keys_are_separate_for_each_user(alice: Client, bob: Client) -> None:
    key = new_key()
    first = alice.post("/tasks", json={"title": "Mine"}, headers=key, expect=201).json()
    second = bob.post("/tasks", json={"title": "Mine"}, headers=key, expect=201).json()
    assert first["id"] != second["id"]
    bob.get(f"/tasks/{first['id']}", expect=404)
    third = bob.post("/tasks", json={"title": "Mine"}, headers=key, expect=201).json()
    assert third == second


def test_a_rejected_request_does_not_use_up_its_key(alice: Client, bob: Client) -> None:
    """Even if it is rejected after the key was looked up, because the project does not exist."""
    of_bob = make_project(bob)["id"]
    for refused in ({"title": ""}, {"title": "Misplaced", "project_id": of_bob}):
        key = new_key()
        alice.post("/tasks", json=refused, headers=key, expect=422)
        created = alice.post("/tasks", json={"title": "Now right"}, headers=key, expect=201)
        assert created.json()["title"] == "Now right"


@pytest.mark.parametrize("key", ["x", "x" * 255, "!#$%&'()*+,-./:;<=>?@[]^_`{|}~", "0", "null"])
def test_a_key_can_be_any_visible_text(alice: Client, key: str) -> None:
    answers = [
        alice.post("/tasks", json={"title": "A"}, headers={"Idempotency-Key": key}, expect=201)
        for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize(
    "key",
    [b"", b"x" * 256, b"x" * 4000, b"caf\xc3\xa9"],
    ids=["empty", "256 characters", "4000 characters", "non-ASCII"],
)
def test_an_invalid_key_is_422(alice: Client, wire: Wire, key: bytes) -> None:
    headers = httpx.Headers([(b"Idempotency-Key", key)])
    wire.assert_error(alice.post("/tasks", json={"title": "A"}, headers=headers, expect=422))


def test_a_hundred_concurrent_identical_requests_create_one_task(alice: Client) -> None:
    key, body = new_key(), {"title": "One of a hundred", "project_id": make_project(alice)["id"]}

    def send(_: int) -> httpx.Response:
        # On a busy machine a write may time out while it waits for the lock: 503.
        return alice.post("/tasks", json=body, headers=key, expect=(201, 409, 503))

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(send, range(100)))
    created = [answer.json() for answer in answers if answer.status_code == 201]
    assert created
    assert all(task == created[0] for task in created)
    assert alice.get("/tasks", expect=200).json()["items"] == [created[0]]
    assert alice.post("/tasks", json=body, headers=key, expect=201).json() == created[0]


def test_while_the_first_request_is_being_processed_another_body_does_not_get_its_task(alice: Client) -> None:
    key = new_key()

    def send(number: int) -> httpx.Response:
        return alice.post("/tasks", json={"title": f"Task {number % 2}"}, headers=key)

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(send, range(16)))
    assert {answer.status_code for answer in answers} <= {201, 409, 422}
    created = {answer.json()["title"] for answer in answers if answer.status_code == 201}
    assert len(created) == 1
    for number, answer in enumerate(answers):
        if answer.status_code == 201:
            assert answer.json()["title"] == f"Task {number % 2}"
