"""Changing tasks: merge patches, ETags, versions and completion."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.task_manager.steps import change, etag, make_project, make_task
from scaffolder.contracts.wire import Wire

FULL: dict[str, Any] = {
    "description": "All of them.",
    "status": "in_progress",
    "priority": "high",
    "due_at": "2031-05-06T07:08:09.123Z",
    "labels": ["home"],
}


@pytest.mark.parametrize("media_type", ["application/merge-patch+json", "application/json"])
def test_a_patch_changes_only_the_given_members(alice: Client, media_type: str) -> None:
    task = make_task(alice, **FULL)
    time.sleep(0.003)
    answer = alice.patch(
        f"/tasks/{task['id']}",
        content=json.dumps({"title": "Water the garden"}),
        headers={"Content-Type": media_type, "If-Match": etag(alice, task)},
        expect=200,
    )
    changed = answer.json()
    assert changed == {**task, "title": "Water the garden", "version": 2, "updated_at": changed["updated_at"]}
    assert changed["updated_at"] > task["updated_at"]
    assert alice.get(f"/tasks/{task['id']}", expect=200).json() == changed


def test_every_member_can_be_updated(alice: Client) -> None:
    task = make_task(alice)
    members = {"title": "Paint", **FULL, "labels": ["b", "a", "a"], "project_id": make_project(alice)["id"]}
    changed = change(alice, task, **members).json()
    assert {key: changed[key] for key in members} == {**members, "labels": ["a", "b"]}


def test_null_clears_nullable_members(alice: Client) -> None:
    task = make_task(alice, **FULL, project_id=make_project(alice)["id"])
    changed = change(alice, task, due_at=None, project_id=None).json()
    assert changed == {
        **task,
        "due_at": None,
        "project_id": None,
        "version": 2,
        "updated_at": changed["updated_at"],
    }
    changed = change(alice, task, labels=[], description="").json()
    assert (changed["labels"], changed["description"]) == ([], "")


@pytest.mark.parametrize("member", ["title", "description", "status", "priority", "labels"])
def test_null_is_rejected_for_members_that_are_not_nullable(alice: Client, member: str) -> None:
    task = make_task(alice, **FULL)
    (error,) = change(alice, task, **{member: None}, expect=422).json()["errors"]
    assert error["pointer"] == f"/{member}"
    assert alice.get(f"/tasks/{task['id']}", expect=200).json() == task


@pytest.mark.parametrize("media_type", ["application/json-patch+json", "text/plain"])
def test_a_patch_with_another_media_type_is_415(alice: Client, wire: Wire, media_type: str) -> None:
    task = make_task(alice)
    headers = {"Content-Type": media_type, "If-Match": etag(alice, task)}
    wire.assert_error(
        alice.patch(f"/tasks/{task['id']}", content='{"title": "A"}', headers=headers, expect=415)
    )


def test_a_patch_that_is_not_an_object_is_422(alice: Client) -> None:
    task = make_task(alice)
    for body in ([], "text", None, [{"op": "replace", "path": "/title", "value": "A"}]):
        headers = {"Content-Type": "application/merge-patch+json", "If-Match": etag(alice, task)}
        alice.patch(f"/tasks/{task['id']}", content=json.dumps(body), headers=headers, expect=422)


def test_a_change_without_if_match_is_428(alice: Client, wire: Wire) -> None:
    task = make_task(alice)
    wire.assert_error(alice.patch(f"/tasks/{task['id']}", json={"title": "A"}, expect=428))
    assert alice.get(f"/tasks/{task['id']}", expect=200).json() == task


def test_a_change_with_a_stale_etag_is_412(alice: Client, wire: Wire) -> None:
    task = make_task(alice)
    stale = etag(alice, task)
    change(alice, task, title="First")
    for value in (
        stale,
        f"W/{stale}",
        f'{stale[:-1]}-gzip"',
        '"other"',
        '""',
        "garbage",
        etag(alice, task).strip('"'),
    ):
        headers = {"If-Match": value}
        answer = alice.patch(f"/tasks/{task['id']}", json={"title": "Second"}, headers=headers, expect=412)
        wire.assert_error(answer)
    assert alice.get(f"/tasks/{task['id']}", expect=200).json()["title"] == "First"


def test_if_match_accepts_a_star_and_a_list(alice: Client) -> None:
    task = make_task(alice)
    alice.patch(f"/tasks/{task['id']}", json={"title": "A"}, headers={"If-Match": "*"}, expect=200)
    value = f'"other", {etag(alice, task)}'
    alice.patch(f"/tasks/{task['id']}", json={"title": "B"}, headers={"If-Match": value}, expect=200)


@pytest.mark.parametrize(
    "altered", ['W/"{}"', '"{}-gzip"', '"{}-br"', '"{}-zstd"', 'W/"{}-gzip"', '"other", W/"{}"']
)
def test_an_etag_that_a_proxy_altered_still_matches(alice: Client, altered: str) -> None:
    """Caddy and Apache append the compression to it, and nginx makes it weak."""
    task = make_task(alice)
    path = f"/tasks/{task['id']}"
    for title in ("First", "Second"):
        value = altered.format(etag(alice, task).strip('"'))
        alice.get(path, headers={"If-None-Match": value}, expect=304)
        alice.patch(path, json={"title": title}, headers={"If-Match": value}, expect=200)
        assert alice.get(path, headers={"If-None-Match": value}, expect=200).json()["title"] == title
        alice.delete(path, headers={"If-Match": value}, expect=412)
    value = altered.format(etag(alice, task).strip('"'))
    alice.delete(path, headers={"If-Match": value}, expect=204)


def test_the_etag_is_strong_and_changes_with_every_update(alice: Client) -> None:
    task = make_task(alice)
    tags = [etag(alice, task)]
    for number in range(4):
        answer = alice.patch(
            f"/tasks/{task['id']}", json={"title": f"{number}"}, headers={"If-Match": tags[-1]}, expect=200
        )
        tags.append(answer.headers["etag"])
        assert etag(alice, task) == tags[-1]
        assert answer.json()["version"] == number + 2
    assert len(set(tags)) == 5
    assert not any(tag.startswith("W/") for tag in tags)


def test_changing_only_the_labels_changes_version_and_etag(alice: Client) -> None:
    task = make_task(alice, labels=["a"])
    before = etag(alice, task)
    changed = change(alice, task, labels=["b"])
    assert changed.json()["version"] == task["version"] + 1
    assert changed.headers["etag"] == etag(alice, task) != before
    alice.patch(f"/tasks/{task['id']}", json={"labels": ["c"]}, headers={"If-Match": before}, expect=412)


def test_an_etag_is_only_valid_for_one_version_of_one_task(alice: Client) -> None:
    first, second = make_task(alice), make_task(alice)
    change(alice, second, title="Changed")
    stale = etag(alice, second)
    change(alice, second, title="Changed again")
    for tag in (stale, etag(alice, first)):
        headers = {"If-Match": tag}
        alice.patch(f"/tasks/{second['id']}", json={"title": "Mixed up"}, headers=headers, expect=412)


def test_a_delete_respects_if_match(alice: Client, wire: Wire) -> None:
    task = make_task(alice)
    stale = etag(alice, task)
    change(alice, task, title="A")
    wire.assert_error(alice.delete(f"/tasks/{task['id']}", headers={"If-Match": stale}, expect=412))
    alice.get(f"/tasks/{task['id']}", expect=200)
    alice.delete(f"/tasks/{task['id']}", headers={"If-Match": etag(alice, task)}, expect=204)


def test_of_two_concurrent_updates_with_the_same_etag_exactly_one_succeeds(alice: Client) -> None:
    for _ in range(3):
        task = make_task(alice)
        tag = etag(alice, task)

        def write(number: int, task: dict[str, Any] = task, tag: str = tag) -> int:
            path = f"/tasks/{task['id']}"
            return alice.patch(path, json={"title": f"{number}"}, headers={"If-Match": tag}).status_code

        with ThreadPoolExecutor(8) as pool:
            assert sorted(pool.map(write, range(8))) == [200] + [412] * 7
        assert alice.get(f"/tasks/{task['id']}", expect=200).json()["version"] == 2


def test_of_a_concurrent_update_and_delete_with_the_same_etag_exactly_one_succeeds(alice: Client) -> None:
    for _ in range(4):
        task = make_task(alice)
        path, headers = f"/tasks/{task['id']}", {"If-Match": etag(alice, task)}
        with ThreadPoolExecutor(2) as pool:
            changed = pool.submit(alice.patch, path, json={"title": "A"}, headers=headers)
            deleted = pool.submit(alice.delete, path, headers=headers)
            outcome = (changed.result().status_code, deleted.result().status_code)
        assert outcome in [(200, 412), (404, 204), (412, 204)]


def test_completed_at_follows_the_status(alice: Client) -> None:
    task = make_task(alice)
    done = change(alice, task, status="done").json()
    assert done["completed_at"] is not None
    assert task["updated_at"] <= done["completed_at"]
    for status in ("todo", "in_progress", "cancelled"):
        assert change(alice, task, status=status).json()["completed_at"] is None
        assert change(alice, task, status="done").json()["completed_at"] is not None


def test_completed_at_stays_the_same_while_a_task_is_done(alice: Client) -> None:
    task = make_task(alice)
    done = change(alice, task, status="done").json()
    time.sleep(0.003)
    assert change(alice, task, title="Still done").json()["completed_at"] == done["completed_at"]
    assert change(alice, task, status="done").json()["completed_at"] == done["completed_at"]


def test_a_task_that_is_created_as_done_is_completed(alice: Client) -> None:
    assert make_task(alice, status="done")["completed_at"] is not None
    assert make_task(alice, status="cancelled")["completed_at"] is None


def test_created_at_never_changes(alice: Client) -> None:
    task = make_task(alice)
    for number in range(3):
        time.sleep(0.003)
        changed = change(alice, task, title=f"{number}").json()
        assert changed["created_at"] == task["created_at"]
        assert changed["updated_at"] > task["updated_at"]
