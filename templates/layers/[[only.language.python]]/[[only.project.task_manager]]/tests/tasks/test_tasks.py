from uuid import uuid4

import pytest

from tests.sign_in import Person


def test_a_task_needs_only_a_title(alice: Person) -> None:
    created = alice.post("/tasks", {"title": "Water the plants 🌱"})
    assert created.status_code == 201
    task = created.json()
    assert created.headers["location"] == f"/api/v1/tasks/{task['id']}"
    assert created.headers["etag"] == '"1"'
    assert alice.get(f"/tasks/{task['id']}").json() == task
    assert task.pop("created_at") == task.pop("updated_at")
    assert task == {
        "id": task["id"],
        "title": "Water the plants 🌱",
        "description": "",
        "status": "todo",
        "priority": "medium",
        "due_at": None,
        "completed_at": None,
        "project_id": None,
        "labels": [],
        "version": 1,
    }


def test_times_are_shown_in_utc_with_milliseconds(alice: Person) -> None:
    for given, shown in (
        ("2026-01-31t09:30:00.1239z", "2026-01-31T09:30:00.123Z"),
        ("2026-01-31T09:30:00+05:30", "2026-01-31T04:00:00.000Z"),
        ("1026-01-31T09:30:00.999999999Z", "1026-01-31T09:30:00.999Z"),
    ):
        task = alice.post("/tasks", {"title": "Due", "due_at": given}).json()
        assert alice.get(f"/tasks/{task['id']}").json()["due_at"] == task["due_at"] == shown


def test_labels_are_sorted_and_distinct(alice: Person) -> None:
    task = alice.post("/tasks", {"title": "Labelled", "labels": ["b", "é", "a", "b", "B", "a "]}).json()
    assert task["labels"] == ["B", "a", "a ", "b", "é"]
    assert alice.get(f"/tasks/{task['id']}").json()["labels"] == task["labels"]


def test_completed_at_follows_the_status(alice: Person) -> None:
    done = alice.post("/tasks", {"title": "Done", "status": "done"}).json()
    assert done["completed_at"] == done["created_at"]

    def change(**members: str) -> dict[str, object]:
        changed = alice.patch(f"/tasks/{done['id']}", members, headers={"If-Match": "*"})
        task: dict[str, object] = changed.json()
        return task

    assert change(title="Still done")["completed_at"] == done["completed_at"]
    assert change(status="todo")["completed_at"] is None
    finished = change(status="done")
    assert finished["completed_at"] == finished["updated_at"]


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("title", ""),
        ("status", None),
        ("priority", 3),
        ("due_at", "2026-02-30T09:30:00Z"),
        ("project_id", str(uuid4())),
        ("labels", [f"label {number}" for number in range(21)]),
        ("version", 7),
    ],
)
def test_an_invalid_member_is_named(member: str, value: object, alice: Person) -> None:
    task = alice.post("/tasks", {"title": "Valid"}).json()
    for answer in (
        alice.post("/tasks", {"title": "Valid"} | {member: value}),
        alice.patch(f"/tasks/{task['id']}", {member: value}, headers={"If-Match": "*"}),
    ):
        assert answer.status_code == 422
        assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{member}"]
    assert alice.get(f"/tasks/{task['id']}").json() == task
