from tests.sign_in import Person


def test_a_project_is_created_changed_and_deleted(alice: Person) -> None:
    created = alice.post("/projects", {"name": "Launch", "color": "#2f6FED"})
    assert created.status_code == 201
    project = created.json()
    path = created.headers["location"].removeprefix("/api/v1")
    assert alice.get(path).json() == project

    changed = alice.patch(path, {"color": None, "archived": True}).json()
    assert changed == project | {"color": None, "archived": True, "updated_at": changed["updated_at"]}

    assert alice.delete(path).status_code == 204
    assert alice.get(path).status_code == 404


def test_two_users_can_have_projects_with_the_same_name(alice: Person, bob: Person) -> None:
    assert alice.post("/projects", {"name": "Launch"}).status_code == 201
    assert bob.post("/projects", {"name": "Launch"}).status_code == 201
    assert alice.post("/projects", {"name": "Launch"}).status_code == 409
    other = alice.post("/projects", {"name": "Landing"}).json()
    assert alice.patch(f"/projects/{other['id']}", {"name": "Launch"}).status_code == 409


def test_the_tasks_of_a_deleted_project_stay_in_a_new_version(alice: Person) -> None:
    project = alice.post("/projects", {"name": "Launch"}).json()
    task = alice.post("/tasks", {"title": "Stay", "project_id": project["id"]}).json()
    alice.delete(f"/projects/{project['id']}")
    left = alice.get(f"/tasks/{task['id']}")
    assert left.json()["project_id"] is None
    assert left.headers["etag"] == '"2"'


def test_projects_are_listed_newest_first(alice: Person, bob: Person) -> None:
    for name in ("First", "Second", "Third"):
        alice.post("/projects", {"name": name})
    bob.post("/projects", {"name": "Not hers"})
    page = alice.get("/projects?limit=2")
    rest = alice.get(page.links["next"]["url"].removeprefix("/api/v1")).json()
    names = [project["name"] for project in page.json()["items"] + rest["items"]]
    assert names == ["Third", "Second", "First"]
    assert rest["next_cursor"] is None
