import itertools
from typing import Any

import pytest

from tests.sign_in import Person


def add(person: Person, title: str, **members: Any) -> dict[str, Any]:
    answer = person.post("/tasks", {"title": title} | members)
    assert answer.status_code == 201, answer.text
    task: dict[str, Any] = answer.json()
    return task


def titles(person: Person, **query: Any) -> list[str]:
    answer = person.get("/tasks", params=query)
    assert answer.status_code == 200, answer.text
    return [task["title"] for task in answer.json()["items"]]


@pytest.fixture
def board(alice: Person) -> dict[str, Any]:
    project: dict[str, Any] = alice.post("/projects", {"name": "Launch"}).json()
    add(alice, "one", priority="low", labels=["a"], due_at="2026-01-01T00:00:00Z")
    add(alice, "two", priority="urgent", labels=["a", "b"], status="done", project_id=project["id"])
    add(alice, "three", priority="high", labels=["b"], due_at="2026-03-01T00:00:00Z")
    add(alice, "four", priority="low", labels=["a", "b", "c"], due_at="2026-02-01T00:00:00Z")
    return project


def test_a_list_is_filtered(board: dict[str, Any], alice: Person, bob: Person) -> None:
    found: list[tuple[dict[str, Any], list[str]]] = [
        ({}, ["four", "one", "three", "two"]),
        ({"status": "done"}, ["two"]),
        ({"priority": "low"}, ["four", "one"]),
        ({"project_id": board["id"]}, ["two"]),
        ({"label": ["a", "b", "a"]}, ["four", "two"]),
        ({"due_before": "2026-02-01T00:00:00Z"}, ["one"]),
        ({"due_after": "2026-02-01T00:00:00Z"}, ["three"]),
        ({"priority": "low", "label": "b", "q": "OU"}, ["four"]),
    ]
    for query, expected in found:
        assert sorted(titles(alice, **query)) == expected, query
        assert titles(bob, **query) == []


def test_a_search_ignores_case_and_takes_every_character_literally(alice: Person) -> None:
    add(alice, "Straße 100% off", description="ZÜRICH Привет 🌱 a_b c\\d '; --")
    add(alice, "Another")
    for words in ("STRASSE", "zürich", "ПРИВЕТ", "🌱", "100%", "a_b", "c\\d", "'; --"):
        assert titles(alice, q=words) == ["Straße 100% off"], words
    for words in ("100_", "1%0", "a_c"):
        assert titles(alice, q=words) == [], words


@pytest.mark.usefixtures("board")
def test_a_list_is_sorted(alice: Person) -> None:
    for sort, order in (
        ("created_at", ["one", "two", "three", "four"]),
        ("due_at", ["one", "four", "three", "two"]),
        ("-due_at", ["three", "four", "one", "two"]),
        ("-title", ["two", "three", "one", "four"]),
    ):
        assert titles(alice, sort=sort) == order
    assert titles(alice) == ["four", "three", "two", "one"]
    assert titles(alice, sort="-priority")[:2] == ["two", "three"]


@pytest.mark.parametrize("sort", ["due_at", "priority"])
def test_the_pages_together_are_the_whole_list(sort: str, alice: Person) -> None:
    for title, priority, due in itertools.product("ab", ["low", "high"], [None, "2026-01-01T00:00:00Z"]):
        add(alice, title, priority=priority, due_at=due)
    for order in (sort, f"-{sort}"):
        whole = alice.get(f"/tasks?sort={order}&limit=100").json()["items"]
        assert len(whole) == 8
        assert walk(alice, f"/tasks?sort={order}&limit=3") == whole


def walk(person: Person, path: str | None) -> list[dict[str, Any]]:
    seen: list[dict[str, Any]] = []
    while path:
        page = person.get(path)
        seen += page.json()["items"]
        assert ("next" in page.links) == (page.json()["next_cursor"] is not None)
        path = page.links["next"]["url"].removeprefix("/api/v1") if "next" in page.links else None
    return seen


def test_a_cursor_works_only_for_its_own_list(alice: Person) -> None:
    for number in range(2):
        add(alice, f"{number}")
        alice.post("/projects", {"name": f"{number}"})
    cursor = alice.get("/tasks?limit=1&sort=title").json()["next_cursor"]
    of_projects = alice.get("/projects?limit=1").json()["next_cursor"]
    assert titles(alice, sort="title", cursor=cursor) == ["1"]
    for sort, wrong in (
        ("title", "é"),
        ("title", f"{cursor}="),
        ("title", ("B" if cursor[0] == "A" else "A") + cursor[1:]),
        ("title", of_projects),
        ("-title", cursor),
    ):
        answer = alice.get("/tasks", params={"sort": sort, "cursor": wrong})
        assert [error["pointer"] for error in answer.json()["errors"]] == ["/cursor"], wrong


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("limit", "101"), ("sort", "size"), ("status", "open"), ("project_id", "launch"), ("q", "a\0")],
)
def test_an_invalid_parameter_is_named(parameter: str, value: str, alice: Person) -> None:
    answer = alice.get("/tasks", params={parameter: value})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{parameter}"
