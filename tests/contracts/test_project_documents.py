"""A project's own document can extend the contract, but not weaken it."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from scaffolder.contracts.chat.asyncapi import Events, events
from scaffolder.contracts.document import Document, ProjectDocument, document
from scaffolder.contracts.plugin import CONTRACTS
from scaffolder.contracts.promises import weakened
from scaffolder.template import catalog
from scaffolder.verification.suite import Behaviour, launched, run_suite
from tests.proofs.cells import skip_without_tools
from tests.support import PATH
from tests.tools.mutants import Mutant
from tests.tools.mutants.cells import broken, generated

SHIPPED = CONTRACTS / "task_manager" / "openapi.yaml"
RAW = Document(SHIPPED).raw
TASK: dict[str, Any] = RAW["components"]["examples"]["Task"]["value"]
HEADERS = {"X-Request-ID": "1", "X-Content-Type-Options": "nosniff", "ETag": '"1"'}

Change = Callable[[dict[str, Any]], None]


def project(folder: Path, change: Change) -> ProjectDocument:
    """A project whose document is a changed contract."""
    raw = copy.deepcopy(RAW)
    change(raw)
    path = folder / "openapi.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    return ProjectDocument(path, SHIPPED)


def violation(document: Document, body: Any, path: str = f"/tasks/{TASK['id']}", status: int = 200) -> str:
    request = httpx.Request("GET", f"http://server/api/v1{path}")
    answer = httpx.Response(status, headers=HEADERS, json=body, request=request)
    return document.violation(answer) or ""


def schemas(raw: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = raw["components"]["schemas"]
    return found


def add_effort(raw: dict[str, Any]) -> None:
    schemas(raw)["Task"]["properties"]["effort"] = {"type": "integer"}


@pytest.mark.parametrize(
    ("change", "kind"),
    [(lambda raw: raw["info"].update(title="my-tasks"), Document), (add_effort, ProjectDocument)],
)
def test_only_a_document_that_differs_is_validated_in_addition_to_the_contract(
    change: Change, kind: type[Document], tmp_path: Path
) -> None:
    project(tmp_path, change)
    assert type(document(tmp_path / "openapi.yaml", SHIPPED)) is kind


def empty(raw: dict[str, Any]) -> None:
    for name in ("Task", "TaskList", "Project"):
        schemas(raw)[name] = {}


def test_a_member_that_the_project_adds_is_allowed_where_it_is_documented(tmp_path: Path) -> None:
    own = project(tmp_path, add_effort)
    page = {"items": [{**TASK, "effort": 3}], "next_cursor": None}
    assert (
        violation(own, {**TASK, "effort": 3}) == violation(own, page, "/tasks") == violation(own, TASK) == ""
    )
    assert "effort" in violation(own, {**TASK, "effort": "much"})
    assert "user_id" in violation(own, {**TASK, "user_id": TASK["id"]})
    assert list(weakened(own, own.contract)) == []


@pytest.mark.parametrize("body", [{**TASK, "user_id": TASK["id"]}, {**TASK, "title": 7}, {}])
def test_an_empty_schema_does_not_weaken_the_contract(tmp_path: Path, body: dict[str, Any]) -> None:
    own = project(tmp_path, empty)
    assert "The project's openapi.yaml allows it, but the contract does not." in violation(own, body)
    assert violation(own, TASK) == ""


def test_an_additional_operation_is_only_validated_against_the_project(tmp_path: Path) -> None:
    def add(raw: dict[str, Any]) -> None:
        summary = copy.deepcopy(raw["paths"]["/tasks"]["get"]) | {
            "operationId": "summarizeTasks",
            "parameters": [],
        }
        summary["responses"]["200"] = {
            "description": "A summary.",
            "content": {"application/json": {"schema": {"type": "object", "required": ["text"]}}},
        }
        raw["paths"]["/tasks/summary"] = {"get": summary}

    own = project(tmp_path, add)
    assert violation(own, {"text": "Much to do"}, "/tasks/summary") == ""
    assert "required" in violation(own, {}, "/tasks/summary")
    assert violation(own, TASK) == ""


def test_an_operation_that_replaces_one_of_the_contract_does_not_hide_it(tmp_path: Path) -> None:
    def hide(raw: dict[str, Any]) -> None:
        anything = raw["paths"].pop("/tasks/{task_id}")
        for method in ("get", "patch", "delete"):
            anything[method]["responses"]["200"] = {"description": "Anything."}
        raw["paths"]["/{kind}/{task_id}"] = anything

    assert violation(project(tmp_path, hide), {"tea": True}) != ""


WEAKENED: dict[str, tuple[Change, str]] = {
    "an operation": (lambda raw: raw["paths"].pop("/labels"), "GET /labels 200 is missing."),
    "a status": (
        lambda raw: raw["paths"]["/me"]["get"]["responses"].pop("401"),
        "GET /me 401 is missing.",
    ),
    "a required member": (
        lambda raw: schemas(raw)["Task"]["required"].remove("version"),
        "$.version may be missing.",
    ),
    "a type": (
        lambda raw: schemas(raw)["Task"]["properties"].update(version={"type": ["integer", "string"]}),
        "$.version may have a different type.",
    ),
    "a closed object": (
        lambda raw: schemas(raw)["Task"].update(additionalProperties=True),
        "$ may have unknown members.",
    ),
    "a header": (
        lambda raw: raw["components"]["headers"]["ETag"].update(required=False),
        "the header ETag may be missing.",
    ),
}


@pytest.mark.parametrize(("change", "sentence"), WEAKENED.values(), ids=WEAKENED)
def test_each_guarantee_that_a_project_drops_is_reported(
    tmp_path: Path, change: Change, sentence: str
) -> None:
    own = project(tmp_path, change)
    assert any(sentence in line for line in weakened(own, own.contract))


@pytest.mark.parametrize("path", sorted(CONTRACTS.glob("*/openapi.yaml")), ids=lambda path: path.parent.name)
def test_contract_responses_allow_no_undocumented_members(path: Path) -> None:
    contract = Document(path)
    for template, method, status in contract.responses:
        for schema in contract.bodies(template, method, status).values():
            assert template == "/openapi.json" or not list(open_objects(schema)), f"{method} {template}"


def open_objects(schema: Any, place: str = "$") -> Iterator[str]:
    """Objects with members that also allow others."""
    if isinstance(schema, list):
        for number, each in enumerate(schema):
            yield from open_objects(each, f"{place}[{number}]")
    if isinstance(schema, Mapping):
        if "properties" in schema and "additionalProperties" not in schema:
            yield place
        for name, each in schema.items():
            yield from open_objects(each, f"{place}.{name}")


# Events of a chat

CHAT = CONTRACTS / "chat"


def chat(folder: Path, change: Change) -> Events:
    """The events of a project that changed the schema of messages."""
    raw = yaml.safe_load((CHAT / "openapi.yaml").read_text(encoding="utf-8"))
    change(schemas(raw)["Message"])
    (folder / "openapi.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    shutil.copy(CHAT / "asyncapi.yaml", folder)
    return events(folder)


def created_frame(**members: Any) -> dict[str, Any]:
    """The frame of a new message with additional members."""
    raw = yaml.safe_load((CHAT / "asyncapi.yaml").read_text(encoding="utf-8"))
    frame: dict[str, Any] = raw["components"]["messages"]["messageCreated"]["examples"][0]["payload"]
    return {**frame, "data": json.dumps({**json.loads(frame["data"]), **members})}


def test_a_member_that_a_chat_adds_to_messages_is_allowed_in_events(tmp_path: Path) -> None:
    own = chat(tmp_path, lambda message: message["properties"].update(mood={"type": "string"}))
    assert own.violation(created_frame()) == own.violation(created_frame(mood="merry")) == ""
    assert "mood" in own.violation(created_frame(mood=7))
    assert "user_id" in own.violation(created_frame(user_id="x"))
    assert "mood" in events().violation(created_frame(mood="merry"))


def test_an_empty_schema_of_messages_does_not_weaken_events(tmp_path: Path) -> None:
    own = chat(tmp_path, lambda message: message.clear())
    assert own.violation(created_frame()) == ""
    assert "user_id" in own.violation(created_frame(user_id="x"))
    assert "body" in own.violation(created_frame(body=7))


# Attacks on a whole project

LEAK = Mutant("", "fastapi", "app/tasks/schemas.py", "class TaskAnswer(Answer):\n", "")
ABOUT_TASKS = [str(CONTRACTS / "task_manager" / "test_changes.py")]
DOZENS = 24


@pytest.fixture(scope="module")
def cell() -> Iterator[Path]:
    skip_without_tools("fastapi")
    with pytest.MonkeyPatch.context() as patch, generated("task-manager", "fastapi") as folder:
        patch.setenv("PATH", PATH)
        yield folder


@contextmanager
def attacked(folder: Path) -> Iterator[None]:
    """Each task leaks its owner, and the project's document allows anything in every body."""
    leak = replace(LEAK, replace=f"{LEAK.find}    user_id: Id | None = None\n")
    path = folder / "openapi.yaml"
    text = path.read_text(encoding="utf-8")
    raw = yaml.safe_load(text)
    for schema in schemas(raw):
        schemas(raw)[schema] = {}
    with broken(folder, leak):
        path.write_text(json.dumps(raw, default=str), encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(text, encoding="utf-8")


def test_a_leak_that_the_project_documents_fails_dozens_of_tests(cell: Path) -> None:
    with ExitStack() as stack:
        stack.enter_context(attacked(cell))
        launch = stack.enter_context(launched(catalog.load(), cell, url=None))
        behaviours: list[Behaviour] = list(run_suite(launch, ABOUT_TASKS, lambda behaviour: None))
    assert sum(each.outcome == "failed" for each in behaviours) >= DOZENS
