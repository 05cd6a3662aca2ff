"""The number of queries is bounded, however much data there is, and every list uses an index."""

from uuid import uuid4

from starlette.testclient import TestClient

from tests.sign_in import Person
from tests.statements import SCAN, dialect, explain, statements


def fill(person: Person, *, tasks: int) -> None:
    project = person.post("/projects", {"name": uuid4().hex}).json()["id"]
    for number in range(tasks):
        labels = [f"label {number % 3}", "all"]
        person.post("/tasks", {"title": f"{number}", "project_id": project, "labels": labels})


# Each has one more for the caller; a list of tasks one more for all their labels.
BOUNDS = {
    "/tasks?limit=100": 3,
    "/tasks?limit=100&sort=due_at": 4,
    "/tasks?limit=100&label=all&q=1": 3,
    "/projects?limit=100": 2,
    "/labels": 2,
    "/stats": 4,
}


def test_a_list_takes_as_many_statements_for_many_rows_as_for_few(alice: Person, api: TestClient) -> None:
    def counts() -> dict[str, int]:
        counted = {}
        for path in BOUNDS:
            with statements(api) as seen:
                alice.get(path)
            counted[path] = len(seen)
        return counted

    fill(alice, tasks=2)
    few = counts()
    fill(alice, tasks=20)
    assert counts() == few == BOUNDS


LISTS = [
    *[f"/tasks?sort={sort}" for sort in ("created_at", "due_at", "priority", "title")],
    *[f"/tasks?sort=-{sort}" for sort in ("created_at", "due_at", "priority", "title")],
    "/tasks?status=todo",
    "/tasks?project_id=12345678-1234-5678-1234-567812345678",
    "/tasks?label=all&label=label 1",
    "/projects?",
    "/labels?",
    "/stats?",
]


def test_every_filter_and_sort_uses_an_index(alice: Person, api: TestClient) -> None:
    fill(alice, tasks=3)
    for path in LISTS:
        with statements(api) as seen:
            page = alice.get(f"{path}&limit=1").json()
            if cursor := page.get("next_cursor"):
                alice.get(f"{path}&limit=1&cursor={cursor}")
        assert seen
        for statement, parameters in seen:
            plan = explain(api, statement, parameters)
            assert not SCAN[dialect(api)].search(plan), f"{statement}\n{plan}"
            if path.startswith("/tasks?sort=") and dialect(api) == "sqlite":
                assert "B-TREE" not in plan, f"sorted, instead of read in order: {statement}\n{plan}"
