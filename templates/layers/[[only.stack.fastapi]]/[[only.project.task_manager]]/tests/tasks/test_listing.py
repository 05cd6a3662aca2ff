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


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["four", "one", "three", "two"]),
        ({"status": "done"}, ["two"]),
        ({"priority": "low"}, ["four", "one"]),
        ({"label": "a"}, ["four", "one", "two"]),
        ({"label": ["a", "b"]}, ["four", "two"]),
        ({"label": ["a", "b", "a"]}, ["four", "two"]),
        ({"label": "A"}, []),
        ({"due_before": "2026-02-01T00:00:00Z"}, ["one"]),
        ({"due_after": "2026-02-01T00:00:00Z"}, ["three"]),
        ({"due_after": "2026-01-01T00:00:00Z", "due_before": "2026-03-01T01:00:00+01:00"}, ["four"]),
        ({"q": ""}, ["four", "one", "three", "two"]),
        ({"priority": "low", "label": "b", "q": "OU"}, ["four"]),
        ({"project_id": "12345678-1234-5678-1234-567812345678"}, []),
    ],
)
@pytest.mark.usefixtures("board")
def test_a_list_is_filtered(query: dict[str, Any], found: list[str], alice: Person) -> None:
    assert sorted(titles(alice, **query)) == found


def test_a_list_is_filtered_by_project(board: dict[str, Any], alice: Person, bob: Person) -> None:
    assert titles(alice, project_id=board["id"]) == ["two"]
    assert titles(bob, project_id=board["id"]) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("STRASSE", True),
        ("straße", True),
        ("zürich", True),
        ("ПРИВЕТ", True),
        ("🌱", True),
        ("100%", True),
        ("0% o", True),
        ("a_b", True),
        ("c\\d", True),
        ("'; --", True),
        ("100_", False),
        ("1%0", False),
        ("a_c", False),
        ("Straße\nZürich", False),
    ],
)
def test_a_search_finds_exactly_the_words(words: str, found: bool, alice: Person) -> None:
    add(alice, "Straße 100% off", description="ZÜRICH Привет 🌱 a_b c\\d '; --")
    add(alice, "Another")
    assert titles(alice, q=words) == (["Straße 100% off"] if found else [])


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (None, ["four", "three", "two", "one"]),
        ("created_at", ["one", "two", "three", "four"]),
        ("due_at", ["one", "four", "three", "two"]),
        ("-due_at", ["three", "four", "one", "two"]),
        ("title", ["four", "one", "three", "two"]),
        ("-title", ["two", "three", "one", "four"]),
    ],
)
@pytest.mark.usefixtures("board")
def test_a_list_is_sorted(sort: str | None, order: list[str], alice: Person) -> None:
    assert titles(alice, **({"sort": sort} if sort else {})) == order


def test_urgency_sorts_by_rank(board: dict[str, Any], alice: Person) -> None:
    tasks = alice.get("/tasks?sort=priority").json()["items"]
    assert [task["priority"] for task in tasks] == ["low", "low", "high", "urgent"]
    tasks = alice.get("/tasks?sort=-priority").json()["items"]
    assert [task["priority"] for task in tasks] == ["urgent", "high", "low", "low"]


def test_titles_sort_by_code_point(alice: Person) -> None:
    names = ["B", "a", "a ", "ab", "b", "é", "א", "🌱"]
    for name in reversed(names):
        add(alice, name)
    assert titles(alice, sort="title") == names
    assert titles(alice, sort="-title") == names[::-1]


@pytest.mark.parametrize("sort", ["created_at", "due_at", "priority", "title"])
@pytest.mark.parametrize("limit", [1, 3])
def test_pages_join_into_the_whole_list(sort: str, limit: int, alice: Person) -> None:
    for title, priority, due in itertools.product("ab", ["low", "high"], [None, "2026-01-01T00:00:00Z"]):
        add(alice, title, priority=priority, due_at=due)
    for direction in ("", "-"):
        whole = alice.get(f"/tasks?sort={direction}{sort}&limit=100").json()["items"]
        assert len(whole) == 8
        assert walk(alice, f"/tasks?sort={direction}{sort}&limit={limit}") == whole


def walk(person: Person, path: str | None) -> list[dict[str, Any]]:
    seen: list[dict[str, Any]] = []
    while path:
        page = person.get(path)
        seen += page.json()["items"]
        assert ("next" in page.links) == (page.json()["next_cursor"] is not None)
        path = page.links["next"]["url"].removeprefix("/api/v1") if "next" in page.links else None
    return seen


@pytest.mark.parametrize("sort", ["created_at", "-created_at", "title", "-priority", "due_at", "-due_at"])
def test_rows_that_arrive_during_a_walk_hide_and_repeat_nothing(sort: str, alice: Person) -> None:
    first = {add(alice, f"task {number}")["id"] for number in range(6)}
    seen: list[str] = []
    path: str | None = f"/tasks?sort={sort}&limit=2"
    while path:
        page = alice.get(path)
        seen += [task["id"] for task in page.json()["items"]]
        path = page.links["next"]["url"].removeprefix("/api/v1") if "next" in page.links else None
        if len(seen) <= 6:
            add(alice, f"task {len(seen) - 2}.5", priority="low", due_at="2026-01-01T00:00:00Z")
    assert len(seen) == len(set(seen))
    assert first <= set(seen)


def test_the_link_keeps_the_other_parameters(alice: Person) -> None:
    for number in range(2):
        add(alice, f"{number}", labels=["a&b", "ü"])
    page = alice.get("/tasks", params={"label": ["a&b", "ü"], "limit": "1", "sort": "title"})
    following = alice.get(page.links["next"]["url"].removeprefix("/api/v1")).json()
    assert [task["title"] for task in following["items"]] == ["1"]
    assert following["next_cursor"] is None


def test_a_cursor_works_only_where_it_came_from(alice: Person) -> None:
    for number in range(2):
        add(alice, f"{number}")
        alice.post("/projects", {"name": f"{number}"})
    cursor = alice.get("/tasks?limit=1&sort=title").json()["next_cursor"]
    other_list = alice.get("/projects?limit=1").json()["next_cursor"]
    changed = ("B" if cursor[0] == "A" else "A") + cursor[1:]
    last_changed = cursor[:-1] + ("B" if cursor[-1] == "A" else "A")
    assert alice.get(f"/tasks?sort=title&cursor={cursor}").status_code == 200
    for wrong in (
        "",
        "x",
        "é",
        "AAAA" * 20,
        "\0",
        cursor + "=",
        cursor + "!",
        changed,
        last_changed,
        other_list,
    ):
        answer = alice.get("/tasks", params={"sort": "title", "cursor": wrong})
        assert answer.status_code == 422, wrong
        assert answer.json()["errors"][0]["pointer"] == "/cursor"
    assert alice.get(f"/tasks?sort=-title&cursor={cursor}").status_code == 422
    assert alice.get(f"/tasks?sort=-created_at&cursor={other_list}").status_code == 422


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        *[("limit", value) for value in ("0", "101", "-1", "x", "", "1.0", "1_0", "1" * 5000)],
        *[("sort", value) for value in ("", "size", "--title", "title,due_at")],
        *[("status", "open"), ("priority", "1"), ("project_id", "launch"), ("label", "x" * 51)],
        *[("due_before", "today"), ("due_after", "2026-01-31"), ("due_after", "0001-01-01T00:00:00+14:00")],
        *[("q", "a\0"), ("q", "x" * 201), ("label", "a\0")],
    ],
)
def test_an_invalid_parameter_is_pointed_at(parameter: str, value: str, alice: Person) -> None:
    answer = alice.get("/tasks", params={parameter: value})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith(f"/{parameter}")


def test_more_labels_than_a_task_can_have_are_refused(alice: Person) -> None:
    assert alice.get("/tasks", params={"label": [f"{number}" for number in range(21)]}).status_code == 422
