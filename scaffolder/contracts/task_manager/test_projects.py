"""Creating, reading, changing and deleting projects; unique names."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.task_manager.steps import (
    NOWHERE,
    change,
    etag,
    make_project,
    make_task,
    pointers,
)
from scaffolder.contracts.wire import Wire


def test_a_project_is_created_and_found_at_its_location(alice: Client) -> None:
    answer = alice.post("/projects", json={"name": "Garden", "color": "#00aa55"}, expect=201)
    project = answer.json()
    assert {key: project[key] for key in ("name", "color", "archived")} == {
        "name": "Garden",
        "color": "#00aa55",
        "archived": False,
    }
    assert project["created_at"] == project["updated_at"]
    assert answer.headers["location"].endswith(f"/api/v1/projects/{project['id']}")
    assert alice.get(answer.headers["location"], expect=200).json() == project


def test_the_color_of_a_project_is_optional(alice: Client) -> None:
    assert make_project(alice, "Garden")["color"] is None
    assert make_project(alice, "Kitchen", color=None)["color"] is None


def test_projects_are_listed_newest_first(alice: Client) -> None:
    created = []
    for name in ("Garden", "Kitchen", "Attic"):
        created.append(make_project(alice, name))
        time.sleep(0.003)
    listed = alice.get("/projects", expect=200).json()
    assert listed == {"items": created[::-1], "next_cursor": None}


def test_projects_can_be_paged_while_new_ones_are_created(alice: Client) -> None:
    there = [make_project(alice, f"Project {number}")["id"] for number in range(7)]
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        page = alice.get("/projects", params=query, expect=200).json()
        seen += [project["id"] for project in page["items"]]
        if page["next_cursor"] is None:
            break
        make_project(alice, f"Late {len(seen)}")
        query["cursor"] = page["next_cursor"]
    assert len(seen) == len(set(seen))
    assert set(there) <= set(seen)


@pytest.mark.parametrize("limit", ["0", "101", "x"])
def test_an_invalid_limit_or_cursor_of_a_project_list_is_422(alice: Client, limit: str) -> None:
    alice.get("/projects", params={"limit": limit}, expect=422)
    alice.get("/projects", params={"cursor": "x"}, expect=422)


def test_a_project_can_be_updated(alice: Client) -> None:
    project = make_project(alice, "Garden", color="#00aa55")
    time.sleep(0.003)
    path = f"/projects/{project['id']}"
    changed = alice.patch(path, json={"archived": True}, expect=200).json()
    assert changed == {**project, "archived": True, "updated_at": changed["updated_at"]}
    assert changed["updated_at"] > project["updated_at"]
    changed = alice.patch(path, json={"name": "Yard", "color": None}, expect=200).json()
    assert changed == {
        **project,
        "archived": True,
        "name": "Yard",
        "color": None,
        "updated_at": changed["updated_at"],
    }
    assert alice.get(path, expect=200).json() == changed


def test_a_deleted_project_is_404(alice: Client) -> None:
    project = make_project(alice)
    alice.delete(f"/projects/{project['id']}", expect=204)
    for method in ("GET", "DELETE"):
        alice.request(method, f"/projects/{project['id']}", expect=404)
    assert alice.get("/projects", expect=200).json()["items"] == []


def test_deleting_a_project_keeps_its_tasks(alice: Client) -> None:
    project = make_project(alice)
    task = make_task(alice, project_id=project["id"])
    before = etag(alice, task)
    time.sleep(0.003)
    alice.delete(f"/projects/{project['id']}", expect=204)
    answer = alice.get(f"/tasks/{task['id']}", headers={"If-None-Match": before}, expect=200)
    assert answer.json()["project_id"] is None
    assert answer.headers["etag"] != before, "the ETag did not change with the task"
    assert answer.json()["version"] > task["version"]
    assert answer.json()["updated_at"] > task["updated_at"]


def test_a_project_name_is_unique_per_user(alice: Client, bob: Client, wire: Wire) -> None:
    project = make_project(alice, "Garden")
    wire.assert_error(alice.post("/projects", json={"name": "Garden"}, expect=409))
    make_project(bob, "Garden")
    alice.delete(f"/projects/{project['id']}", expect=204)
    make_project(alice, "Garden")


def test_a_project_can_keep_its_own_name_but_not_take_the_name_of_another(alice: Client, wire: Wire) -> None:
    make_project(alice, "Garden")
    kitchen = make_project(alice, "Kitchen")
    wire.assert_error(alice.patch(f"/projects/{kitchen['id']}", json={"name": "Garden"}, expect=409))
    assert alice.get(f"/projects/{kitchen['id']}", expect=200).json() == kitchen
    alice.patch(f"/projects/{kitchen['id']}", json={"name": "Kitchen", "archived": True}, expect=200)


def test_names_that_differ_in_an_accent_are_two_names(alice: Client) -> None:
    for name in ("Resume", "Résumé"):
        assert make_project(alice, name)["name"] == name


@pytest.mark.parametrize("name", ["Re\u0301sume\u0301", "R\u00e9sume\u0301"])
def test_names_that_look_the_same_are_equal_and_kept_as_sent(alice: Client, wire: Wire, name: str) -> None:
    project = make_project(alice, name)
    assert project["name"] == name
    wire.assert_error(alice.post("/projects", json={"name": "Résumé"}, expect=409))
    other = make_project(alice, "Other")
    wire.assert_error(alice.patch(f"/projects/{other['id']}", json={"name": "Résumé"}, expect=409))
    path = f"/projects/{project['id']}"
    assert alice.patch(path, json={"color": "#2f6fed"}, expect=200).json()["name"] == name
    assert alice.patch(path, json={"name": "Résumé"}, expect=200).json()["name"] == "Résumé"
    assert make_project(alice, "Re\u0301sum")["name"] == "Re\u0301sum"


def test_of_many_concurrent_requests_for_one_name_exactly_one_succeeds(alice: Client) -> None:
    def take(_: int) -> int:
        return alice.post("/projects", json={"name": "Garden"}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(8))) == [201] + [409] * 7


@pytest.mark.parametrize("name", ["x", "x" * 100, "🌱" * 100, " spaced ", "a/b?c#d"])
def test_a_project_name_of_1_to_100_characters_is_kept(alice: Client, name: str) -> None:
    assert make_project(alice, name)["name"] == name


@pytest.mark.parametrize("name", ["", "x" * 101, "🌱" * 101, "nul\0", 1, True, None, [], {}], ids=repr)
def test_an_invalid_project_name_is_rejected(alice: Client, name: Any) -> None:
    project = make_project(alice)
    assert pointers(alice.post("/projects", json={"name": name}, expect=422)) == ["/name"]
    assert pointers(alice.patch(f"/projects/{project['id']}", json={"name": name}, expect=422)) == ["/name"]


@pytest.mark.parametrize("color", ["#00AA55", "#ffffff", "#000000"])
def test_a_color_is_stored_as_sent(alice: Client, color: str) -> None:
    assert make_project(alice, color=color)["color"].lower() == color.lower()


@pytest.mark.parametrize(
    "color",
    ["", "red", "#0a5", "#00aa5", "#00aa555", "00aa55", "#00aa5g", "#00aa55\n", " #00aa55", 1, True, [], {}],
    ids=repr,
)
def test_an_invalid_color_is_rejected(alice: Client, color: Any) -> None:
    project = make_project(alice)
    assert pointers(alice.post("/projects", json={"name": "Kitchen", "color": color}, expect=422)) == [
        "/color"
    ]
    assert pointers(alice.patch(f"/projects/{project['id']}", json={"color": color}, expect=422)) == [
        "/color"
    ]


@pytest.mark.parametrize("archived", [0, 1, "true", "", None, [], {}], ids=repr)
def test_archived_is_true_or_false(alice: Client, archived: Any) -> None:
    project = make_project(alice)
    answer = alice.patch(f"/projects/{project['id']}", json={"archived": archived}, expect=422)
    assert pointers(answer) == ["/archived"]


@pytest.mark.parametrize(
    "member", ["id", "user_id", "owner_id", "is_admin", "created_at", "updated_at", "version"]
)
def test_read_only_members_of_a_project_are_rejected(alice: Client, member: str) -> None:
    project = make_project(alice)
    sent = {"name": "Kitchen", member: project.get(member, "1")}
    assert pointers(alice.post("/projects", json=sent, expect=422)) == [f"/{member}"]
    assert pointers(alice.patch(f"/projects/{project['id']}", json=sent, expect=422)) == [f"/{member}"]
    assert alice.get(f"/projects/{project['id']}", expect=200).json() == project


@pytest.mark.parametrize("project_id", [NOWHERE, "1", "nothing", "' OR 1=1 --", "%00", "🌱"])
def test_a_project_that_does_not_exist_is_404(alice: Client, wire: Wire, project_id: str) -> None:
    wire.assert_error(alice.get(f"/projects/{project_id}", expect=404))
    wire.assert_error(alice.patch(f"/projects/{project_id}", json={"name": "Kitchen"}, expect=404))
    wire.assert_error(alice.delete(f"/projects/{project_id}", expect=404))


def test_a_project_is_only_visible_to_its_owner(alice: Client, bob: Client) -> None:
    project = make_project(alice)
    path, nowhere = f"/projects/{project['id']}", f"/projects/{NOWHERE}"
    for method, body in (("GET", None), ("PATCH", {"name": "Mine"}), ("DELETE", None)):
        answers = [bob.request(method, each, json=body, expect=404) for each in (path, nowhere)]
        assert answers[0].json() == without_id(answers[1].json(), project["id"]), (
            f"{method} reveals that it exists"
        )
    assert bob.get("/projects", expect=200).json()["items"] == []
    assert alice.get(path, expect=200).json() == project


def test_a_task_cannot_be_moved_into_another_users_project(alice: Client, bob: Client) -> None:
    project = make_project(alice)
    task = make_task(bob)
    for project_id in (project["id"], NOWHERE):
        sent = {"title": "Mine", "project_id": project_id}
        assert pointers(bob.post("/tasks", json=sent, expect=422)) == ["/project_id"]
        assert pointers(change(bob, task, project_id=project_id, expect=422)) == ["/project_id"]
    assert alice.get("/tasks", params={"project_id": project["id"]}, expect=200).json()["items"] == []
    assert bob.get("/tasks", params={"project_id": project["id"]}, expect=200).json()["items"] == []


def test_projects_require_authentication(api: Client, alice: Client) -> None:
    path = f"/projects/{make_project(alice)['id']}"
    api.get("/projects", expect=401)
    api.post("/projects", json={"name": "Kitchen"}, expect=401)
    api.get(path, expect=401)
    api.patch(path, json={"name": "Kitchen"}, expect=401)
    api.delete(path, expect=401)
    alice.get(path, expect=200)


def without_id(problem: dict[str, Any], seen: str) -> dict[str, Any]:
    """The body without the requested id, which the response may repeat."""
    return {
        key: value.replace(NOWHERE, seen) if isinstance(value, str) else value
        for key, value in problem.items()
    }
