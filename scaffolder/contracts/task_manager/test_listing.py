"""Listing tasks: filters, order and pages."""

import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.task_manager.steps import NOWHERE, change, make_project, make_task, pointers
from scaffolder.contracts.wire import Wire

PRIORITIES = ["low", "medium", "high", "urgent"]
SORTS = ["created_at", "due_at", "priority", "title"]


def titles(user: Client, **query: Any) -> list[str]:
    return [task["title"] for task in user.get("/tasks", params=query, expect=200).json()["items"]]


def walk(user: Client, between: Callable[[], object] = lambda: None, **query: Any) -> list[dict[str, Any]]:
    seen: list[dict[str, Any]] = []
    while True:
        page = user.get("/tasks", params=query, expect=200).json()
        seen += page["items"]
        if page["next_cursor"] is None:
            return seen
        between()
        query["cursor"] = page["next_cursor"]


# Filters


@pytest.fixture
def garden(alice: Client) -> dict[str, Any]:
    project = make_project(alice, "Garden")
    make_task(
        alice, "a", status="todo", priority="low", labels=["home", "green"], due_at="2031-01-01T00:00:00Z"
    )
    make_task(alice, "b", status="done", priority="high", labels=["home"], due_at="2031-01-02T00:00:00Z")
    make_task(alice, "c", status="todo", priority="high", labels=["green"], project_id=project["id"])
    make_task(alice, "d", status="cancelled", priority="urgent", due_at="2031-01-03T00:00:00Z")
    return project


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, "abcd"),
        ({"status": "todo"}, "ac"),
        ({"status": "in_progress"}, ""),
        ({"status": "cancelled"}, "d"),
        ({"priority": "high"}, "bc"),
        ({"priority": "medium"}, ""),
        ({"label": "home"}, "ab"),
        ({"label": ["home", "green"]}, "a"),
        ({"label": ["green", "home"]}, "a"),
        ({"label": ["home", "blue"]}, ""),
        ({"label": "Home"}, ""),
        ({"label": "hom"}, ""),
        ({"label": "%"}, ""),
        ({"label": "' OR '1'='1"}, ""),
        ({"due_before": "2031-01-02T00:00:00.000Z"}, "a"),
        ({"due_before": "2031-01-02T00:00:00.001Z"}, "ab"),
        ({"due_after": "2031-01-02T00:00:00Z"}, "d"),
        ({"due_after": "2031-01-01T23:59:59.999Z"}, "bd"),
        ({"due_after": "2031-01-02T01:30:00+02:00"}, "bd"),
        ({"due_after": "2031-01-01T00:00:00Z", "due_before": "2031-01-03T00:00:00Z"}, "b"),
        ({"status": "todo", "priority": "high"}, "c"),
        ({"status": "todo", "label": "home", "due_before": "2032-01-01T00:00:00Z", "q": "A"}, "a"),
    ],
    ids=str,
)
def test_a_task_has_to_match_all_filters(
    alice: Client, garden: dict[str, Any], query: dict[str, Any], found: str
) -> None:
    assert "".join(titles(alice, **query, sort="title")) == found


def test_a_project_filter_returns_only_its_tasks(alice: Client, garden: dict[str, Any]) -> None:
    assert titles(alice, project_id=garden["id"]) == ["c"]
    assert titles(alice, project_id=NOWHERE) == []


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("water", ["1", "2"]),
        ("WATER", ["1", "2"]),
        ("plants", ["1"]),
        ("the garden", ["2"]),
        ("100%", ["3"]),
        ("%", ["3"]),
        ("_", ["4"]),
        ("a_b", ["4"]),
        ("axb", []),
        ("\\", ["5"]),
        ("'", ["5"]),
        ("été", ["6"]),
        ("ÉTÉ", ["6"]),
        ("привет", ["7"]),
        ("🌱", ["7"]),
        ("'; DROP TABLE tasks; --", []),
        ("no match", []),
    ],
)
def test_q_searches_title_and_description_case_insensitively(alice: Client, q: str, found: list[str]) -> None:
    for number, (title, description) in enumerate(
        [
            ("Water the plants", ""),
            ("Hose", "To water THE GARDEN with"),
            ("Be 100% sure", ""),
            ("a_b", ""),
            ("It's a back\\slash", ""),
            ("Un Été à Paris", ""),
            ("ПРИВЕТ", "🌱"),
        ],
        1,
    ):
        make_task(alice, title, description=description, labels=[f"{number}"])
    listed = alice.get("/tasks", params={"q": q, "sort": "created_at"}, expect=200).json()["items"]
    assert [task["labels"][0] for task in listed] == found


def test_q_treats_punctuation_literally(alice: Client) -> None:
    """Each of these is an escape or wildcard character in some database."""
    marks = r"/|\!^$~#@&*?.+-=%_'`" + '"'
    for mark in marks:
        make_task(alice, f"a{mark}b")
    make_task(alice, "ab")
    for mark in marks:
        for q in (mark, f"a{mark}b", f"{mark}b"):
            assert titles(alice, q=q) == [f"a{mark}b"], q


def test_q_finds_the_current_text_of_a_task(alice: Client) -> None:
    task = make_task(alice, "Water", description="the plants")
    change(alice, task, title="Feed", description="the cat")
    assert [titles(alice, q=q) for q in ("water", "plants")] == [[], []]
    assert [titles(alice, q=q) for q in ("feed", "cat")] == [["Feed"], ["Feed"]]


def test_line_breaks_in_a_query_do_not_end_up_in_a_header(alice: Client) -> None:
    for number in range(3):
        make_task(alice, f"{number}", description="a\r\nX-Injected: 1")
    answer = alice.get("/tasks", params={"q": "\r\nX-Injected: 1", "limit": 1}, expect=200)
    assert len(answer.json()["items"]) == 1
    assert 'rel="next"' in answer.headers["link"]
    assert "x-injected" not in answer.headers
    assert len(walk(alice, q="\r\nX-Injected: 1", limit=1)) == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "later"),
        ("status", "TODO"),
        ("status", ""),
        ("priority", "highest"),
        ("priority", "1"),
        ("project_id", "1"),
        ("project_id", "' OR 1=1 --"),
        ("due_before", "tomorrow"),
        ("due_before", "2031-01-01"),
        ("due_after", "2031-01-01T00:00:00"),
        ("due_after", "1936162089"),
        ("sort", "color"),
        ("sort", "id; DROP TABLE tasks"),
        ("sort", "--title"),
        ("sort", "Title"),
        ("sort", ""),
        ("q", "\0"),
        ("q", "x" * 201),
        ("label", "\0"),
        ("label", ""),
        ("label", "x" * 51),
    ],
)
def test_an_invalid_filter_is_422(alice: Client, name: str, value: str) -> None:
    found = pointers(alice.get("/tasks", params={name: value}, expect=422))
    assert any(pointer == f"/{name}" or pointer.startswith(f"/{name}/") for pointer in found)


# Order


def test_the_newest_task_comes_first_by_default(alice: Client) -> None:
    for title in ("first", "second", "third"):
        make_task(alice, title)
        time.sleep(0.003)
    assert titles(alice) == ["third", "second", "first"]
    assert titles(alice, sort="-created_at") == ["third", "second", "first"]
    assert titles(alice, sort="created_at") == ["first", "second", "third"]


def test_priorities_sort_by_importance(alice: Client) -> None:
    for priority in ("urgent", "low", "high", "medium"):
        make_task(alice, priority, priority=priority)
    assert titles(alice, sort="priority") == PRIORITIES
    assert titles(alice, sort="-priority") == PRIORITIES[::-1]


def test_titles_sort_alphabetically(alice: Client) -> None:
    for title in ("pear", "apple", "fig", "apple pie"):
        make_task(alice, title)
    assert titles(alice, sort="title") == ["apple", "apple pie", "fig", "pear"]
    assert titles(alice, sort="-title") == ["pear", "fig", "apple pie", "apple"]


def test_tasks_without_a_due_date_come_last_in_both_directions(alice: Client) -> None:
    for title, due_at in (("none", None), ("late", "2031-01-02T00:00:00Z"), ("soon", "2031-01-01T00:00:00Z")):
        make_task(alice, title, due_at=due_at)
    assert titles(alice, sort="due_at") == ["soon", "late", "none"]
    assert titles(alice, sort="-due_at") == ["late", "soon", "none"]


@pytest.mark.parametrize("sort", ["title", "-title", "priority", "-priority", "due_at", "-due_at"])
def test_ties_are_ordered_by_id(alice: Client, sort: str) -> None:
    for _ in range(6):
        make_task(alice, "same")
    ids = [task["id"] for task in walk(alice, sort=sort, limit=4)]
    assert ids in (sorted(ids), sorted(ids, reverse=True))


# Pages


def various(number: int) -> dict[str, Any]:
    """Members with many ties and many nulls."""
    return {
        "title": ["apple", "fig", "pear"][number % 3],
        "priority": PRIORITIES[number % 4],
        "due_at": None if number % 3 == 0 else f"2031-01-0{1 + number % 2}T00:00:00Z",
    }


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{name}" for name in SORTS)])
def test_paging_while_tasks_are_added_returns_each_once_and_in_order(alice: Client, sort: str) -> None:
    existing = [alice.post("/tasks", json=various(number), expect=201).json()["id"] for number in range(14)]
    late = itertools.count(100)

    def add_tasks() -> None:
        for _ in range(2):
            alice.post("/tasks", json=various(next(late)), expect=201)

    seen = walk(alice, add_tasks if sort != "created_at" else lambda: None, sort=sort, limit=3)
    ids = [task["id"] for task in seen]
    assert len(ids) == len(set(ids)), "a task was returned twice"
    assert set(existing) <= set(ids), "a task that existed at the start is missing"
    assert_sorted(seen, sort)


def test_paging_from_the_oldest_task_includes_new_tasks(alice: Client) -> None:
    existing = [make_task(alice, f"{number}")["id"] for number in range(6)]
    arrivals = iter(range(3))

    def add_task() -> None:
        if next(arrivals, None) is not None:
            make_task(alice, "late")

    ids = [task["id"] for task in walk(alice, add_task, sort="created_at", limit=2)]
    assert ids[:6] == existing
    assert len(ids) == len(set(ids)) == 9


def test_paging_during_many_inserts_misses_no_task(alice: Client) -> None:
    existing = {make_task(alice, f"existing {number}")["id"] for number in range(20)}
    over = threading.Event()

    def flood() -> None:
        while not over.is_set():
            make_task(alice, "late")

    with ThreadPoolExecutor(2) as pool:
        floods = [pool.submit(flood) for _ in range(2)]
        try:
            ids = [task["id"] for task in walk(alice, sort="-created_at", limit=3)]
        finally:
            over.set()
        for each in floods:
            each.result()
    assert len(ids) == len(set(ids))
    assert existing <= set(ids)


def test_a_cursor_from_another_sort_order_is_422(alice: Client) -> None:
    for number in range(2):
        make_task(alice, f"{number}")
    for sort, other in (("title", "-title"), ("title", "due_at"), ("created_at", "-created_at")):
        page = alice.get("/tasks", params={"sort": sort, "limit": 1}, expect=200).json()
        query = {"sort": other, "limit": 1, "cursor": page["next_cursor"]}
        assert pointers(alice.get("/tasks", params=query, expect=422)) == ["/cursor"]


@pytest.mark.parametrize(
    "other",
    [
        {"status": "todo"},
        {"status": "done", "priority": "low"},
        {"status": "done", "label": ["a"]},
        {"status": "done", "label": ["a", "c"]},
        {"status": "done", "label": ["a", "b"], "q": "r"},
        {"status": "done", "label": ["a", "b"], "due_after": "2030-01-01T00:00:00Z"},
        {},
    ],
    ids=str,
)
def test_a_cursor_from_other_filters_is_422(alice: Client, wire: Wire, other: dict[str, Any]) -> None:
    query = {"status": "done", "label": ["a", "b"]}
    for number in range(3):
        make_task(alice, f"row {number}", status="done", labels=["a", "b"])
    cursor = alice.get("/tasks", params={**query, "limit": 1}, expect=200).json()["next_cursor"]
    wire.assert_error(alice.get("/tasks", params={**other, "cursor": cursor}, expect=422))
    rest = alice.get("/tasks", params={**query, "limit": 2, "cursor": cursor}, expect=200).json()
    assert len(rest["items"]) == 2


def test_tasks_created_in_the_same_millisecond_are_all_listed(alice: Client) -> None:
    with ThreadPoolExecutor(8) as pool:
        created = set(pool.map(lambda number: make_task(alice, f"{number}")["id"], range(24)))
    for sort in ("created_at", "-created_at"):
        ids = [task["id"] for task in walk(alice, sort=sort, limit=1)]
        assert len(ids) == 24
        assert set(ids) == created


def test_filters_apply_to_every_page(alice: Client) -> None:
    for number in range(12):
        make_task(alice, f"{number:02}", priority="high" if number % 2 else "low", labels=["a"])
    seen = walk(alice, priority="high", label="a", sort="title", limit=2)
    assert [task["title"] for task in seen] == ["01", "03", "05", "07", "09", "11"]


def test_the_link_keeps_the_filters(alice: Client) -> None:
    for number in range(3):
        make_task(alice, f"Tom & Jerry {number}", labels=["a", "b"])
    answer = alice.get(
        "/tasks", params={"q": "tom & j", "label": ["a", "b"], "limit": 2, "sort": "title"}, expect=200
    )
    target = answer.headers["link"].partition("<")[2].partition(">")[0]
    target = target[target.index("/api/v1/") :]
    assert [task["title"] for task in alice.get(target, expect=200).json()["items"]] == ["Tom & Jerry 2"]


def assert_sorted(tasks: list[dict[str, Any]], sort: str) -> None:
    name = sort.removeprefix("-")
    values = [task[name] for task in tasks]
    known = [value for value in values if value is not None]
    assert values == known + [None] * (len(values) - len(known)), "tasks without a value are not last"
    ranks = [PRIORITIES.index(value) if name == "priority" else value for value in known]
    assert ranks == sorted(ranks, reverse=sort.startswith("-"))
