"""Two people change one task: ETags, If-Match, and races."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.database import now
from app.tasks import models
from tests.sign_in import Person


@pytest.fixture
def path(alice: Person) -> str:
    return f"/tasks/{alice.post('/tasks', {'title': 'Shared', 'labels': ['a', 'b']}).json()['id']}"


def test_a_change_names_the_version_that_it_changes(path: str, alice: Person) -> None:
    assert alice.patch(path, {"title": "Blind"}).status_code == 428
    first = alice.patch(path, {"title": "First"}, headers={"If-Match": '"1"'})
    assert (first.status_code, first.headers["etag"], first.json()["version"]) == (200, '"2"', 2)
    assert alice.patch(path, {"title": "Late"}, headers={"If-Match": '"1"'}).status_code == 412
    assert alice.get(path).json()["title"] == "First"


@pytest.mark.parametrize("if_match", ['"1"', '"7", "1"', ' "1" ', "*"])
def test_any_of_the_tags_may_match(if_match: str, path: str, alice: Person) -> None:
    assert alice.patch(path, {"title": "New"}, headers={"If-Match": if_match}).status_code == 200


@pytest.mark.parametrize("if_match", ["", "1", 'W/"2"', '"2-gzip"', '"2"', '"1', "'1'"])
def test_no_other_tag_does(if_match: str, path: str, alice: Person) -> None:
    assert alice.patch(path, {"title": "New"}, headers={"If-Match": if_match}).status_code == 412


@pytest.mark.parametrize("change", [{}, {"labels": ["a", "c"]}, {"labels": []}, {"title": "Shared"}])
def test_every_change_makes_a_new_tag(change: dict[str, object], path: str, alice: Person) -> None:
    before = alice.get(path).json()
    changed = alice.patch(path, change, headers={"If-Match": '"1"'})
    assert changed.headers["etag"] == '"2"'
    again = alice.get(path)
    assert again.json() == changed.json()
    assert again.json() == before | change | {"version": 2, "updated_at": again.json()["updated_at"]}


def test_a_change_within_the_same_millisecond_makes_a_new_tag_too(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = now()
    monkeypatch.setattr(models, "now", lambda: moment)
    path = f"/tasks/{alice.post('/tasks', {'title': 'Quick', 'labels': ['a']}).json()['id']}"
    assert alice.patch(path, {"labels": ["b"]}, headers={"If-Match": '"1"'}).headers["etag"] == '"2"'


def test_a_merge_patch_keeps_what_it_leaves_out_and_clears_what_is_null(path: str, alice: Person) -> None:
    project = alice.post("/projects", {"name": "Launch"}).json()
    full = {"description": "Long", "due_at": "2026-01-31T09:30:00.000Z", "project_id": project["id"]}
    alice.patch(path, full, headers={"If-Match": '"1"'})
    cleared = alice(
        "PATCH",
        path,
        content=b'{"due_at": null, "project_id": null}',
        headers={"If-Match": '"2"', "Content-Type": "application/merge-patch+json"},
    ).json()
    assert (cleared["due_at"], cleared["project_id"]) == (None, None)
    assert (cleared["title"], cleared["description"], cleared["labels"]) == ("Shared", "Long", ["a", "b"])


def test_only_a_change_is_a_merge_patch(alice: Person) -> None:
    headers = {"Content-Type": "application/merge-patch+json"}
    assert alice("POST", "/tasks", content=b'{"title": "New"}', headers=headers).status_code == 415


@pytest.mark.parametrize("if_none_match", ['"1"', 'W/"1"', '"7", "1"', "*"])
def test_what_the_caller_has_is_not_sent_again(if_none_match: str, path: str, alice: Person) -> None:
    answer = alice.get(path, headers={"If-None-Match": if_none_match})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", '"1"')


def test_what_has_changed_is_sent(path: str, alice: Person) -> None:
    alice.patch(path, {"title": "New"}, headers={"If-Match": '"1"'})
    assert alice.get(path, headers={"If-None-Match": '"1"'}).json()["title"] == "New"


def test_a_deletion_may_name_its_version(path: str, alice: Person) -> None:
    assert alice.delete(path, headers={"If-Match": '"7"'}).status_code == 412
    assert alice.delete(path, headers={"If-Match": '"1"'}).status_code == 204


def test_of_many_writers_exactly_one_wins(path: str, alice: Person) -> None:
    def write(number: int) -> int:
        change = {"title": f"Writer {number}", "labels": [f"writer {number}"]}
        return alice.patch(path, change, headers={"If-Match": '"1"'}).status_code

    with ThreadPoolExecutor(10) as pool:
        statuses = sorted(pool.map(write, range(10)))
    assert statuses == [200] + [412] * 9
    task = alice.get(path).json()
    assert task["labels"] == [task["title"].lower()]
    assert task["version"] == 2


def test_a_writer_and_a_deleter_do_not_both_win(path: str, alice: Person) -> None:
    matching = {"If-Match": '"1"'}
    with ThreadPoolExecutor(2) as pool:
        written = pool.submit(alice.patch, path, {"title": "New"}, headers=matching)
        deleted = pool.submit(alice.delete, path, headers=matching)
    statuses = (written.result().status_code, deleted.result().status_code)
    assert statuses in {(200, 412), (412, 204), (404, 204)}
