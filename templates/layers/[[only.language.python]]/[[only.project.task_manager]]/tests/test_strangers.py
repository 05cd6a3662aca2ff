"""Nobody reaches the tasks of someone else, or learns that they exist."""

from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from tests.conftest import public_operations
from tests.sign_in import Person

PUBLIC = {
    "GET /",
    "GET /docs",
    "GET /docs/start.js",
    "GET /docs/swagger-ui-bundle.js",
    "GET /docs/swagger-ui.css",
    "GET /healthz",
    "GET /openapi.json",
    "GET /readyz",
    "GET /web/{name}",
    "GET /api/v1/auth/providers",
    "GET /api/v1/auth/{provider}/authorize",
    "GET /api/v1/auth/{provider}/callback",
    "POST /api/v1/auth/exchange",
    "POST /api/v1/auth/guest",
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/logout",
    "POST /api/v1/auth/refresh",
    "POST /api/v1/auth/register",
}

OPERATIONS = [
    ("GET", "/projects/{project}", None),
    ("PATCH", "/projects/{project}", {"name": "New"}),
    ("DELETE", "/projects/{project}", None),
    ("GET", "/tasks/{task}", None),
    ("PATCH", "/tasks/{task}", {"title": "New"}),
    ("DELETE", "/tasks/{task}", None),
]


@pytest.fixture
def ids(alice: Person) -> dict[str, str]:
    project = str(alice.post("/projects", {"name": "Hers"}).json()["id"])
    task = str(alice.post("/tasks", {"title": "Hers", "project_id": project}).json()["id"])
    return {"project": project, "task": task}


def test_an_anonymous_caller_is_401_everywhere_else(api: TestClient) -> None:
    assert public_operations(api) == PUBLIC


def test_someone_elses_and_a_missing_object_are_the_same_404(
    ids: dict[str, str], alice: Person, bob: Person
) -> None:
    missing = dict.fromkeys(ids, str(uuid4()))
    for method, path, body in OPERATIONS:
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
