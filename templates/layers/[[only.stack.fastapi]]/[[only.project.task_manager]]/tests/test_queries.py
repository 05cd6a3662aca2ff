"""The number of queries is bounded, however much data there is."""

from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from app.pagination import stretches
from tests.sign_in import Person
from tests.statements import SCAN, dialect, explain, statements


def fill(person: Person, *, tasks: int) -> None:
    project = person.post("/projects", {"name": uuid4().hex}).json()["id"]
    for number in range(tasks):
        labels = [f"label {number % 3}", "all"]
        person.post("/tasks", {"title": f"{number}", "project_id": project, "labels": labels})


@pytest.mark.parametrize(
    ("path", "bound"),
    [
        # Each has one more for the caller; a list of tasks one more for all their labels.
        ("/tasks?limit=100", 3),
        ("/tasks?limit=100&sort=due_at", 4),
        ("/tasks?limit=100&label=all&q=1", 3),
        ("/projects?limit=100", 2),
        ("/labels", 2),
        ("/stats", 4),
    ],
)
def test_a_list_takes_as_many_statements_for_many_rows_as_for_few(
    path: str, bound: int, alice: Person, api: TestClient
) -> None:
    fill(alice, tasks=2)
    with statements(api) as few:
        alice.get(path)
    fill(alice, tasks=20)
    with statements(api) as many:
        alice.get(path)
    assert len(few) == len(many) <= bound


@pytest.mark.parametrize("path", ["/tasks", "/tasks?label=all&label=one&q=1&sort=due_at", "/projects"])
def test_the_statements_of_a_list_are_built_once(path: str, alice: Person, bob: Person) -> None:
    alice.get(path)
    built = stretches.cache_info().misses
    bob.get(path)
    assert stretches.cache_info().misses == built


LISTS = [
    *[f"/tasks?sort={sort}" for sort in ("created_at", "due_at", "priority", "title")],
    *[f"/tasks?sort=-{sort}" for sort in ("created_at", "due_at", "priority", "title")],
    "/tasks?status=todo",
    "/tasks?priority=low",
    "/tasks?project_id=12345678-1234-5678-1234-567812345678",
    "/tasks?label=all&label=label 1",
    "/tasks?due_before=2026-01-01T00:00:00Z&sort=due_at",
    "/tasks?due_after=2026-01-01T00:00:00Z&sort=-due_at",
    "/projects",
    "/labels",
    "/stats",
]


@pytest.mark.parametrize("path", LISTS)
def test_every_filter_and_sort_enters_by_an_index(path: str, alice: Person, api: TestClient) -> None:
    fill(alice, tasks=3)
    and_a_page = "" if path in ("/labels", "/stats") else f"{'&' if '?' in path else '?'}limit=1"
    with statements(api) as seen:
        page = alice.get(path + and_a_page).json()
        if cursor := page.get("next_cursor"):
            alice.get(f"{path}{and_a_page}&cursor={cursor}")
    assert seen
    for statement, parameters in seen:
        plan = explain(api, statement, parameters)
        assert not SCAN[dialect(api)].search(plan), f"{statement}\n{plan}"
        if path.startswith("/tasks?sort=") and dialect(api) == "sqlite":
            assert "B-TREE" not in plan, f"sorted, instead of read in order: {statement}\n{plan}"
