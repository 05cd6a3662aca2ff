from uuid import uuid4

import pytest

from tests.sign_in import Person


def test_a_task_needs_nothing_but_a_title(alice: Person) -> None:
    made = alice.post("/tasks", {"title": "Water the plants 🌱"})
    assert made.status_code == 201
    task = made.json()
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
    assert made.headers["location"] == f"/api/v1/tasks/{task['id']}"
    shown = alice.get(f"/tasks/{task['id']}")
    assert shown.json() == made.json()
    assert shown.headers["etag"] == made.headers["etag"] == '"1"'


def test_a_task_keeps_all_it_is_given(alice: Person) -> None:
    project = alice.post("/projects", {"name": "Launch"}).json()
    given = {
        "title": "x" * 200,
        "description": "🌱" * 10_000,
        "status": "in_progress",
        "priority": "urgent",
        "due_at": "2026-01-31T09:30:00.123Z",
        "project_id": project["id"],
        "labels": ["a", "x" * 50],
    }
    task = alice.post("/tasks", given).json()
    assert task | given == task


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("2026-01-31T09:30:00Z", "2026-01-31T09:30:00.000Z"),
        ("2026-01-31t09:30:00.1239z", "2026-01-31T09:30:00.123Z"),
        ("2026-01-31T09:30:00+05:30", "2026-01-31T04:00:00.000Z"),
        ("1026-01-31T09:30:00.999999999Z", "1026-01-31T09:30:00.999Z"),
        ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
    ],
)
def test_times_are_shown_in_utc_to_the_millisecond(given: str, shown: str, alice: Person) -> None:
    task = alice.post("/tasks", {"title": "Due", "due_at": given}).json()
    assert task["due_at"] == shown
    assert alice.get(f"/tasks/{task['id']}").json()["due_at"] == shown


def test_labels_are_sorted_and_there_is_one_of_each(alice: Person) -> None:
    task = alice.post("/tasks", {"title": "Labelled", "labels": ["b", "é", "a", "b", "B", "a "]}).json()
    assert task["labels"] == ["B", "a", "a ", "b", "é"]
    assert alice.get(f"/tasks/{task['id']}").json()["labels"] == task["labels"]


def test_completed_at_follows_the_status(alice: Person) -> None:
    made = alice.post("/tasks", {"title": "Done at once", "status": "done"}).json()
    assert made["completed_at"] == made["created_at"]
    path = f"/tasks/{made['id']}"

    still_done = alice.patch(
        path, {"title": "Still done", "status": "done"}, headers={"If-Match": "*"}
    ).json()
    assert still_done["completed_at"] == made["completed_at"]
    reopened = alice.patch(path, {"status": "todo"}, headers={"If-Match": "*"}).json()
    assert reopened["completed_at"] is None
    finished = alice.patch(path, {"status": "done"}, headers={"If-Match": "*"}).json()
    assert finished["completed_at"] == finished["updated_at"]


def test_a_deleted_task_is_gone(alice: Person) -> None:
    path = f"/tasks/{alice.post('/tasks', {'title': 'Gone', 'labels': ['a']}).json()['id']}"
    assert alice.delete(path).status_code == 204
    assert alice.get(path).status_code == 404
    assert alice.delete(path).status_code == 404


INVALID = [
    ("title", ""),
    ("title", "x" * 201),
    ("title", None),
    ("title", 1),
    ("description", "x" * 10_001),
    ("description", None),
    ("status", "started"),
    ("status", None),
    ("priority", "HIGH"),
    ("priority", 3),
    ("due_at", "tomorrow"),
    ("due_at", "2026-01-31"),
    ("due_at", "2026-01-31T09:30:00"),
    ("due_at", "2026-02-30T09:30:00Z"),
    ("due_at", "0001-01-01T00:00:00+14:00"),
    ("due_at", 1769851800),
    ("project_id", "launch"),
    ("project_id", "{12345678-1234-5678-1234-567812345678}"),
    ("project_id", str(uuid4())),
    ("labels", "a"),
    ("labels", None),
    ("labels", [f"label {number}" for number in range(21)]),
    ("completed_at", "2026-01-31T09:30:00Z"),
    ("version", 7),
    ("user_id", str(uuid4())),
    ("is_admin", True),
]


@pytest.mark.parametrize(("member", "value"), INVALID)
def test_an_invalid_member_is_pointed_at(member: str, value: object, alice: Person) -> None:
    task = alice.post("/tasks", {"title": "Valid"}).json()
    for answer in (
        alice.post("/tasks", {"title": "Valid"} | {member: value}),
        alice.patch(f"/tasks/{task['id']}", {member: value}, headers={"If-Match": "*"}),
    ):
        assert answer.status_code == 422
        assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{member}"]
    assert alice.get(f"/tasks/{task['id']}").json() == task


@pytest.mark.parametrize("label", ["", "x" * 51, None, 1])
def test_an_invalid_label_is_pointed_at(label: object, alice: Person) -> None:
    answer = alice.post("/tasks", {"title": "Valid", "labels": ["fine", label]})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/labels/1"
