"""Creating and reading tasks; valid and invalid members."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.document import Document
from scaffolder.contracts.task_manager.steps import (
    NOWHERE,
    change,
    etag,
    from_now,
    make_project,
    make_task,
    pointers,
)
from scaffolder.contracts.wire import Wire

EVERYTHING = {
    "title": "Water the plants",
    "description": "All of them.",
    "status": "in_progress",
    "priority": "urgent",
    "due_at": "2031-05-06T07:08:09.123Z",
    "labels": ["balcony", "home"],
}


def test_a_task_is_created_and_found_at_its_location(alice: Client) -> None:
    answer = alice.post("/tasks", json={"title": "Water the plants"}, expect=201)
    task = answer.json()
    assert answer.headers["location"].endswith(f"/api/v1/tasks/{task['id']}")
    found = alice.get(answer.headers["location"], expect=200)
    assert found.json() == task
    assert found.headers["etag"] == answer.headers["etag"]


def test_a_task_only_needs_a_title(alice: Client) -> None:
    task = make_task(alice, "Water the plants")
    del task["id"], task["created_at"], task["updated_at"]
    assert task == {
        "title": "Water the plants",
        "description": "",
        "status": "todo",
        "priority": "medium",
        "due_at": None,
        "completed_at": None,
        "project_id": None,
        "labels": [],
        "version": 1,
    }


def test_a_task_is_stored_as_sent(alice: Client) -> None:
    sent = {**EVERYTHING, "project_id": make_project(alice)["id"]}
    task = alice.post("/tasks", json=sent, expect=201).json()
    assert {key: task[key] for key in sent} == sent
    assert alice.get(f"/tasks/{task['id']}", expect=200).json() == task


def test_times_are_the_current_time_in_utc_with_milliseconds(alice: Client) -> None:
    answer = alice.post("/tasks", json={"title": "Water the plants"}, expect=201)
    task = answer.json()
    assert task["created_at"] == task["updated_at"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", task["created_at"])
    clock = datetime.strptime(answer.headers["date"], "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    assert abs(datetime.fromisoformat(task["created_at"]) - clock) < timedelta(seconds=10)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2031-05-06T07:08:09Z", "2031-05-06T07:08:09.000Z"),
        ("2031-05-06T07:08:09.5Z", "2031-05-06T07:08:09.500Z"),
        ("2031-05-06T07:08:09.123+02:00", "2031-05-06T05:08:09.123Z"),
        ("2031-05-06T23:30:00-05:30", "2031-05-07T05:00:00.000Z"),
        ("2032-02-29T00:00:00+00:00", "2032-02-29T00:00:00.000Z"),
        ("1999-12-31T23:59:59.999Z", "1999-12-31T23:59:59.999Z"),
    ],
)
def test_a_due_date_is_converted_to_utc(alice: Client, given: str, kept: str) -> None:
    task = make_task(alice, due_at=given)
    assert task["due_at"] == kept
    assert alice.get(f"/tasks/{task['id']}", expect=200).json()["due_at"] == kept


@pytest.mark.parametrize(
    "due_at",
    [
        "",
        "tomorrow",
        "2031-05-06",
        "2031-05-06T07:08:09",
        "2031-05-06 07:08",
        "2031-02-29T00:00:00Z",
        "2031-13-01T00:00:00Z",
        "2031-05-06T25:00:00Z",
        "20310506T070809Z",
        "1936162089",
        1936162089,
        1.5,
        True,
        [],
        {},
    ],
    ids=repr,
)
def test_a_due_date_that_is_not_rfc_3339_is_422(alice: Client, due_at: Any) -> None:
    assert pointers(alice.post("/tasks", json={"title": "A", "due_at": due_at}, expect=422)) == ["/due_at"]
    assert pointers(change(alice, make_task(alice), due_at=due_at, expect=422)) == ["/due_at"]


@pytest.mark.parametrize(
    "due_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0000-01-01T00:00:00Z"]
)
def test_extreme_dates_cause_no_server_error(alice: Client, due_at: str) -> None:
    assert alice.post("/tasks", json={"title": "A", "due_at": due_at}).status_code in (201, 422)


@pytest.mark.parametrize("title", ["x", "x" * 200, "🌱" * 200])
def test_a_title_of_1_to_200_characters_is_kept(alice: Client, title: str) -> None:
    assert make_task(alice, title)["title"] == title


@pytest.mark.parametrize("length", [0, 10000])
def test_a_description_of_up_to_10000_characters_is_kept(alice: Client, length: int) -> None:
    for character in ("x", "🌱"):
        assert make_task(alice, description=character * length)["description"] == character * length


def test_labels_are_returned_sorted_and_without_duplicates(alice: Client) -> None:
    given = ["weekend", "home", "Work", "weekend", "äpfel", "🌱", "2nd"]
    assert make_task(alice, labels=given)["labels"] == ["2nd", "Work", "home", "weekend", "äpfel", "🌱"]


def test_of_labels_that_look_the_same_the_first_is_stored(alice: Client) -> None:
    for first, second in ("caf\u00e9", "cafe\u0301"), ("cafe\u0301", "caf\u00e9"):
        task = make_task(alice, labels=[first, "b", second])
        assert task["labels"] == ["b", first]
        assert alice.get(f"/tasks/{task['id']}", expect=200).json() == task


def test_labels_are_case_and_accent_sensitive(alice: Client) -> None:
    task = make_task(alice, labels=["work", "Work", "wörk"])
    assert task["labels"] == ["Work", "work", "wörk"]
    assert alice.get(f"/tasks/{task['id']}", expect=200).json() == task


def test_a_task_has_up_to_20_labels_of_up_to_50_characters(alice: Client) -> None:
    labels = sorted(f"{number:02}" + "🌱" * 48 for number in range(20))
    assert make_task(alice, labels=labels)["labels"] == labels


INVALID: list[tuple[str, Any]] = [
    ("title", ""),
    ("title", "x" * 201),
    ("title", "🌱" * 201),
    ("title", "nul\0"),
    ("description", "x" * 10001),
    ("description", "nul\0"),
    ("status", "later"),
    ("status", "Done"),
    ("status", ""),
    ("priority", "highest"),
    ("priority", ""),
    ("project_id", "1"),
    ("project_id", NOWHERE),
    ("project_id", ""),
    ("labels", ["x"] * 5 + [str(number) for number in range(20)]),
    ("labels", [""]),
    ("labels", ["x" * 51]),
    ("labels", ["nul\0"]),
    ("labels", [1]),
    ("labels", [None]),
    ("labels", [["home"]]),
    ("labels", "home"),
]


@pytest.mark.parametrize(("member", "value"), INVALID, ids=lambda value: repr(value)[:20])
def test_an_invalid_member_is_422_and_changes_nothing(alice: Client, member: str, value: Any) -> None:
    task = make_task(alice)
    for answer in (
        alice.post("/tasks", json={"title": "A", member: value}, expect=422),
        change(alice, task, **{"status": "done", member: value}, expect=422),
    ):
        assert [pointer for pointer in pointers(answer) if re.match(rf"/{member}(/|$)", pointer)]
    assert alice.get("/tasks", expect=200).json()["items"] == [task]


OTHER_TYPES: list[Any] = [1, -1.5, True, "text", [], ["text"], {}, {"a": 1}, None]
TAKEN: dict[str, set[str]] = {
    "title": {"text"},
    "description": {"text"},
    "status": set(),
    "priority": set(),
    "due_at": {"None"},
    "project_id": {"None"},
    "labels": {"[]", "['text']"},
}


@pytest.mark.parametrize("member", TAKEN)
@pytest.mark.parametrize("value", OTHER_TYPES, ids=repr)
def test_a_member_of_the_wrong_type_is_422(alice: Client, member: str, value: Any) -> None:
    if str(value) in TAKEN[member]:
        alice.post("/tasks", json={"title": "A", member: value}, expect=201)
        return
    answer = alice.post("/tasks", json={"title": "A", member: value}, expect=422)
    assert pointers(answer) == [f"/{member}"]
    answer = change(alice, make_task(alice), **{member: value}, expect=422)
    assert pointers(answer) == [f"/{member}"]


def test_the_cases_above_cover_every_member(contract: Document) -> None:
    members = contract.raw["components"]["schemas"]["TaskCreation"]["properties"].keys()
    assert members == TAKEN.keys()
    assert members == contract.raw["components"]["schemas"]["TaskPatch"]["properties"].keys()


@pytest.mark.parametrize(
    "member",
    [
        "id",
        "user_id",
        "owner_id",
        "version",
        "is_admin",
        "created_at",
        "updated_at",
        "completed_at",
        "etag",
        "Title",
    ],
)
def test_read_only_members_of_a_task_are_rejected(alice: Client, bob: Client, member: str) -> None:
    task = make_task(alice)
    value = bob.user["id"] if member in ("user_id", "owner_id") else task.get(member, 7)
    assert pointers(alice.post("/tasks", json={"title": "A", member: value}, expect=422)) == [f"/{member}"]
    assert pointers(change(alice, task, **{"title": "A", member: value}, expect=422)) == [f"/{member}"]
    assert alice.get(f"/tasks/{task['id']}", expect=200).json() == task


def test_a_task_without_a_title_is_422(alice: Client) -> None:
    assert pointers(alice.post("/tasks", json={}, expect=422)) == ["/title"]


def test_if_none_match_with_the_current_etag_is_304(alice: Client) -> None:
    task = make_task(alice)
    path, tag = f"/tasks/{task['id']}", etag(alice, task)
    for value in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = alice.get(path, headers={"If-None-Match": value}, expect=304)
        assert answer.headers["etag"] == tag
        assert answer.content == b""
    for value in ('"other"', tag.strip('"'), '""', "garbage"):
        assert alice.get(path, headers={"If-None-Match": value}, expect=200).json() == task


@pytest.mark.parametrize("value", [b'"caf\xe9"', b'"\xc3\xa9"', b'"\x80", "\xff"', b"\xff"])
def test_an_unknown_etag_is_not_an_error(alice: Client, value: bytes) -> None:
    task = make_task(alice)
    path = f"/tasks/{task['id']}"
    assert alice.get(path, headers=[(b"If-None-Match", value)], expect=200).json() == task
    alice.patch(path, json={"title": "A"}, headers=[(b"If-Match", value)], expect=412)


def test_if_none_match_answers_200_after_a_change(alice: Client) -> None:
    task = make_task(alice)
    tag = etag(alice, task)
    change(alice, task, title="Water the garden")
    answer = alice.get(f"/tasks/{task['id']}", headers={"If-None-Match": tag}, expect=200)
    assert answer.json()["title"] == "Water the garden"


def test_a_deleted_task_is_404(alice: Client) -> None:
    task = make_task(alice)
    alice.delete(f"/tasks/{task['id']}", expect=204)
    alice.get(f"/tasks/{task['id']}", expect=404)
    alice.delete(f"/tasks/{task['id']}", expect=404)
    assert alice.get("/tasks", expect=200).json()["items"] == []


@pytest.mark.parametrize("task_id", [NOWHERE, "1", "nothing", "' OR 1=1 --", "%00", "🌱"])
def test_a_task_that_does_not_exist_is_404(alice: Client, wire: Wire, task_id: str) -> None:
    wire.assert_error(alice.get(f"/tasks/{task_id}", expect=404))
    headers = {"If-Match": '"1"'}
    wire.assert_error(alice.patch(f"/tasks/{task_id}", json={"title": "A"}, headers=headers, expect=404))
    wire.assert_error(alice.delete(f"/tasks/{task_id}", expect=404))


def test_a_task_is_only_visible_to_its_owner(alice: Client, bob: Client) -> None:
    task = make_task(alice, labels=["secret"], due_at=from_now(days=-1))
    tag = etag(alice, task)
    for method, body, headers in (
        ("GET", None, {}),
        ("GET", None, {"If-None-Match": tag}),
        ("GET", None, {"If-None-Match": "*"}),
        ("PATCH", {"title": "Mine"}, {"If-Match": tag}),
        ("PATCH", {"title": "Mine"}, {"If-Match": "*"}),
        ("PATCH", {"title": "Mine"}, {"If-Match": '"other"'}),
        ("DELETE", None, {}),
        ("DELETE", None, {"If-Match": tag}),
        ("DELETE", None, {"If-Match": '"other"'}),
    ):
        bodies = [
            bob.request(method, f"/tasks/{each}", json=body, headers=headers, expect=404).text.replace(
                each, ""
            )
            for each in (task["id"], NOWHERE)
        ]
        assert bodies[0] == bodies[1], f"{method} {headers} reveals that the task exists"
    assert bob.get("/tasks", expect=200).json()["items"] == []
    assert bob.get("/tasks", params={"q": task["title"]}, expect=200).json()["items"] == []
    assert bob.get("/labels", expect=200).json()["items"] == []
    assert bob.get("/stats", expect=200).json()["overdue"] == 0
    assert alice.get(f"/tasks/{task['id']}", expect=200).json() == task


def test_another_users_task_is_404_even_without_if_match(alice: Client, bob: Client) -> None:
    task = make_task(alice)
    answers = [bob.patch(f"/tasks/{each}", json={"title": "Mine"}) for each in (task["id"], NOWHERE)]
    assert answers[0].status_code == answers[1].status_code
    assert answers[0].text.replace(task["id"], "") == answers[1].text.replace(NOWHERE, "")


def test_tasks_require_authentication(api: Client, alice: Client) -> None:
    path = f"/tasks/{make_task(alice)['id']}"
    api.get("/tasks", expect=401)
    api.post("/tasks", json={"title": "A"}, headers={"Idempotency-Key": "1"}, expect=401)
    api.get(path, expect=401)
    api.patch(path, json={"title": "A"}, headers={"If-Match": "*"}, expect=401)
    api.delete(path, expect=401)
    api.get("/labels", expect=401)
    api.get("/stats", expect=401)
    alice.get(path, expect=200)


MOMENTS = {
    "2026-01-31T09:30:00Z": "2026-01-31T09:30:00.000Z",
    "2026-01-31t09:30:00z": "2026-01-31T09:30:00.000Z",
    "2026-01-31T09:30:00.1Z": "2026-01-31T09:30:00.100Z",
    "2026-01-31T09:30:00.123456789123Z": "2026-01-31T09:30:00.123Z",
    "2026-01-31T09:30:00+05:30": "2026-01-31T04:00:00.000Z",
    "2026-01-31T09:30:00-00:00": "2026-01-31T09:30:00.000Z",
    "2026-01-31T09:30:00+23:59": "2026-01-30T09:31:00.000Z",
    "2024-02-29T00:00:00Z": "2024-02-29T00:00:00.000Z",
    "0001-01-01T00:00:00Z": "0001-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59Z": "9999-12-31T23:59:59.000Z",
    **dict.fromkeys(
        [
            *["2026-01-31T24:00:00Z", "2026-01-31T24:00:00.000+01:00", "2026-12-31T23:59:60Z"],
            *["2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z"],
            *["2026-01-32T00:00:00Z", "2026-01-00T00:00:00Z", "2026-1-1T00:00:00Z", "0000-01-01T00:00:00Z"],
            *["10000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"],
            *["2026-01-31T25:00:00Z", "2026-01-31T09:60:00Z", "2026-01-31T09:30:61Z", "2026-01-31T09:30Z"],
            *["2026-01-31", "2026-01-31T09:30:00", "2026-01-31 09:30:00Z", "20260131T093000Z"],
            *["2026-W05-6T09:30:00Z", "2026-01-31T09:30:00+24:00", "2026-01-31T09:30:00+14:60"],
            *["2026-01-31T09:30:00+0000", "2026-01-31T09:30:00+00", "2026-01-31T09:30:00.Z"],
            *["2026-01-31T09:30:00,5Z", " 2026-01-31T09:30:00Z", "2026-01-31T09:30:00Z\n", "1769851800", ""],
            *["\uff12\uff10\uff12\uff16-01-31T09:30:00Z", "2026-01-31T09:30:00\u221205:00"],
        ],
        None,
    ),
}


@pytest.mark.parametrize(("given", "kept"), MOMENTS.items())
def test_a_due_date_is_parsed_the_same_in_bodies_and_queries(
    alice: Client, given: str, kept: str | None
) -> None:
    if kept:
        assert make_task(alice, due_at=given)["due_at"] == kept
        alice.get("/tasks", params={"due_before": given}, expect=200)
    else:
        assert pointers(alice.post("/tasks", json={"title": "A", "due_at": given}, expect=422)) == ["/due_at"]
        assert pointers(alice.get("/tasks", params={"due_before": given}, expect=422)) == ["/due_before"]
