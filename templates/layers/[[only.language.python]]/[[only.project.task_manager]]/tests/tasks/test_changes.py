"""Two people change one task: ETags and If-Match."""

import pytest

from app.database import now
from app.tasks import models
from tests.sign_in import Person


@pytest.fixture
def path(alice: Person) -> str:
    return f"/tasks/{alice.post('/tasks', {'title': 'Shared', 'labels': ['a', 'b']}).json()['id']}"


def test_a_change_names_the_version_that_it_is_based_on(path: str, alice: Person) -> None:
    assert alice.patch(path, {"title": "Blind"}).status_code == 428
    first = alice.patch(path, {"title": "First"}, headers={"If-Match": '"1"'})
    assert (first.status_code, first.headers["etag"], first.json()["version"]) == (200, '"2"', 2)
    assert alice.patch(path, {"title": "Late"}, headers={"If-Match": '"1"'}).status_code == 412
    assert alice.get(path).json()["title"] == "First"


def test_a_deletion_may_name_its_version(path: str, alice: Person) -> None:
    assert alice.delete(path, headers={"If-Match": '"7"'}).status_code == 412
    assert alice.delete(path, headers={"If-Match": '"1"'}).status_code == 204


def test_a_change_within_the_same_millisecond_has_a_new_version(
    path: str, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = now()
    monkeypatch.setattr(models, "now", lambda: moment)
    for version in (1, 2):
        changed = alice.patch(path, {"labels": [str(version)]}, headers={"If-Match": f'"{version}"'})
        assert changed.headers["etag"] == f'"{version + 1}"'


def test_a_change_keeps_omitted_members_and_clears_those_that_are_null(path: str, alice: Person) -> None:
    project = alice.post("/projects", {"name": "Launch"}).json()
    full = {"description": "Long", "due_at": "2026-01-31T09:30:00.000Z", "project_id": project["id"]}
    before = alice.patch(path, full, headers={"If-Match": '"1"'}).json()
    after = alice.patch(path, {"due_at": None, "project_id": None}, headers={"If-Match": '"2"'}).json()
    cleared = {"due_at": None, "project_id": None, "version": 3, "updated_at": after["updated_at"]}
    assert after == before | cleared


def test_an_unchanged_task_is_not_sent_again(path: str, alice: Person) -> None:
    known = {"If-None-Match": 'W/"1"'}
    assert alice.get(path, headers=known).status_code == 304
    alice.patch(path, {"title": "New"}, headers={"If-Match": "*"})
    assert alice.get(path, headers=known).json()["title"] == "New"
