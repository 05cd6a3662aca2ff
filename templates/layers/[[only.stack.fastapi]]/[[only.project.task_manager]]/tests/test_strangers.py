"""Whoever is not signed in, or is somebody else, gets nowhere, and learns nothing either."""

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
NAMING_ONE = [operation for operation in OPERATIONS if "{" in operation[1]]


@pytest.fixture
def project(alice: Person) -> str:
    return str(alice.post("/projects", {"name": "Hers"}).json()["id"])


@pytest.fixture
def task(alice: Person, project: str) -> str:
    return str(alice.post("/tasks", {"title": "Hers", "project_id": project}).json()["id"])


@pytest.mark.parametrize(("method", "path", "body"), OPERATIONS)
def test_an_anonymous_caller_is_401(
    method: str, path: str, body: object, task: str, project: str, api: TestClient
) -> None:
    url = "/api/v1" + path.format(task=task, project=project)
    answer = api.request(method, url, json=body, headers={"If-Match": "*"})
    assert answer.status_code == 401


@pytest.mark.parametrize(("method", "path", "body"), NAMING_ONE)
def test_a_strangers_and_a_missing_thing_are_the_same_404(
    method: str, path: str, body: object, task: str, project: str, alice: Person, bob: Person
) -> None:
    names = (
        {"task": task, "project": project},
        dict.fromkeys(("task", "project"), str(uuid4())),
        dict.fromkeys(("task", "project"), "x"),
    )
    answers = [bob(method, path.format(**name), json=body, headers={"If-Match": "*"}) for name in names]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert alice.get(f"/tasks/{task}").json()["title"] == "Hers"
    assert alice.get(f"/projects/{project}").json()["name"] == "Hers"


def test_a_task_does_not_go_into_a_strangers_project(project: str, bob: Person) -> None:
    assert bob.post("/tasks", {"title": "Intruder", "project_id": project}).status_code == 422
    own = bob.post("/tasks", {"title": "Intruder"}).json()
    moved = bob.patch(f"/tasks/{own['id']}", {"project_id": project}, headers={"If-Match": "*"})
    assert moved.status_code == 422
    assert bob.get(f"/tasks/{own['id']}").json()["project_id"] is None
