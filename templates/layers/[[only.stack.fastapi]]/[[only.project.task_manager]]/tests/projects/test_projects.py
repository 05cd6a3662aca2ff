from uuid import uuid4

import pytest

from tests.sign_in import Person


def test_a_project_is_made_shown_changed_and_deleted(alice: Person) -> None:
    made = alice.post("/projects", {"name": "Launch", "color": "#2f6FED"})
    assert made.status_code == 201
    project = made.json()
    assert project | {"name": "Launch", "color": "#2f6FED", "archived": False} == project
    path = made.headers["location"].removeprefix("/api/v1")
    assert path == f"/projects/{project['id']}"
    assert alice.get(path).json() == project

    changed = alice.patch(path, {"color": None, "archived": True})
    assert changed.status_code == 200
    assert changed.json() | {"name": "Launch", "color": None, "archived": True} == changed.json()
    assert changed.json()["updated_at"] >= project["updated_at"]

    assert alice.delete(path).status_code == 204
    assert alice.get(path).status_code == 404


def test_names_are_unique_for_one_user(alice: Person, bob: Person) -> None:
    assert alice.post("/projects", {"name": "Launch"}).status_code == 201
    assert alice.post("/projects", {"name": "Launch"}).status_code == 409
    other = alice.post("/projects", {"name": "Launch "}).json()
    assert alice.patch(f"/projects/{other['id']}", {"name": "Launch"}).status_code == 409
    assert alice.patch(f"/projects/{other['id']}", {"name": "Launch "}).status_code == 200
    assert bob.post("/projects", {"name": "Launch"}).status_code == 201


def test_a_deleted_project_leaves_its_tasks_in_a_new_version(alice: Person) -> None:
    project = alice.post("/projects", {"name": "Launch"}).json()
    task = alice.post("/tasks", {"title": "Stay", "project_id": project["id"]}).json()
    alice.delete(f"/projects/{project['id']}")
    left = alice.get(f"/tasks/{task['id']}")
    assert left.json()["project_id"] is None
    assert left.headers["etag"] != '"1"'


def test_projects_are_listed_page_by_page(alice: Person, bob: Person) -> None:
    names = [f"Project {number}" for number in range(5)]
    for name in names:
        alice.post("/projects", {"name": name})
    bob.post("/projects", {"name": "Not hers"})

    seen: list[str] = []
    path: str | None = "/projects?limit=2"
    while path:
        page = alice.get(path)
        seen += [project["name"] for project in page.json()["items"]]
        path = page.links["next"]["url"].removeprefix("/api/v1") if "next" in page.links else None
    assert seen == names[::-1]


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("name", ""),
        ("name", "x" * 101),
        ("name", None),
        ("name", 1),
        ("color", "red"),
        ("color", "#12345"),
        ("color", "#12345g"),
        ("color", "#123456\n"),
        ("archived", "true"),
        ("archived", 1),
        ("archived", None),
        ("user_id", str(uuid4())),
        ("id", str(uuid4())),
    ],
)
def test_an_invalid_member_is_pointed_at(member: str, value: object, alice: Person) -> None:
    project = alice.post("/projects", {"name": "Valid"}).json()
    for answer in (
        alice.post("/projects", {"name": "Other"} | {member: value}),
        alice.patch(f"/projects/{project['id']}", {member: value}),
    ):
        assert answer.status_code == 422
        assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{member}"]
    assert alice.get(f"/projects/{project['id']}").json() == project
