"""Nobody reaches the tasks of someone else, or learns that they exist."""

from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from tests.sign_in import Person

OPERATIONS = [
    ("GET", "/projects", None),
    ("POST", "/projects", {"name": "New"}),
    ("GET", "/projects/{project}", None),
    ("PATCH", "/projects/{project}", {"name": "New"}),
    ("DELETE", "/projects/{project}", None),
    ("GET", "/tasks", None),
    ("POST", "/tasks", {"title": "New"}),
    ("GET", "/tasks/{task}", None),
    ("PATCH", "/tasks/{task}", {"title": "New"}),
    ("DELETE", "/tasks/{task}", None),
    ("GET", "/labels", None),
    ("GET", "/stats", None),
]


@pytest.fixture
def ids(alice: Person) -> dict[str, str]:
    project = str(alice.post("/projects", {"name": "Hers"}).json()["id"])
    task = str(alice.post("/tasks", {"title": "Hers", "project_id": project}).json()["id"])
    return {"project": project, "task": task}


def test_an_anonymous_caller_is_401_everywhere(ids: dict[str, str], api: TestClient) -> None:
    for method, path, body in OPERATIONS:
        answer = api.request(method, "/api/v1" + path.format(**ids), json=body, headers={"If-Match": "*"})
        assert answer.status_code == 401, path


def test_someone_elses_and_a_missing_object_are_the_same_404(
    ids: dict[str, str], alice: Person, bob: Person
) -> None:
    missing = dict.fromkeys(ids, str(uuid4()))
    for method, path, body in OPERATIONS:
        if "{" in path:
            hers = bob(method, path.format(**ids), json=body, headers={"If-Match": "*"})
            nobodys = bob(method, path.format(**missing), json=body, headers={"If-Match": "*"})
            assert hers.status_code == nobodys.status_code == 404, path
            assert hers.json() == nobodys.json()
    assert alice.get(f"/tasks/{ids['task']}").json()["title"] == "Hers"
    assert alice.get(f"/projects/{ids['project']}").json()["name"] == "Hers"


def test_a_task_cannot_be_moved_into_someone_elses_project(ids: dict[str, str], bob: Person) -> None:
    assert bob.post("/tasks", {"title": "Intruder", "project_id": ids["project"]}).status_code == 422
    own = bob.post("/tasks", {"title": "Intruder"}).json()
    moved = bob.patch(f"/tasks/{own['id']}", {"project_id": ids["project"]}, headers={"If-Match": "*"})
    assert moved.status_code == 422
    assert bob.get(f"/tasks/{own['id']}").json()["project_id"] is None
