"""The reference server of the task manager, in memory."""

import hashlib
import json
import re
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cmp_to_key
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.references.common import (
    Refused,
    Settings,
    application,
    now_text,
    read_query,
    resource,
    serve,
    unfinished,
)
from tests.references.problem_details import (
    PREFIX,
    Accounts,
    Body,
    User,
    decode_cursor,
    encode_cursor,
    identifier,
    invalid,
    missing,
    page,
    page_size,
    render,
    text,
)

STATUSES = ["todo", "in_progress", "done", "cancelled"]
PRIORITIES = ["low", "medium", "high", "urgent"]
SORTS = ["created_at", "due_at", "priority", "title"]
MERGE_PATCH = "application/merge-patch+json"
DAY = 24 * 3600
TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


@dataclass
class Project:
    id: str
    owner: str
    name: str
    color: str | None
    archived: bool
    created_at: str
    updated_at: str

    def shown(self) -> dict[str, Any]:
        return without_owner(asdict(self))


@dataclass
class Task:
    id: str
    owner: str
    title: str
    created_at: str
    updated_at: str
    description: str = ""
    status: str = "todo"
    priority: str = "medium"
    due_at: str | None = None
    completed_at: str | None = None
    project_id: str | None = None
    labels: list[str] = field(default_factory=list)
    version: int = 1

    @property
    def etag(self) -> str:
        return f'"{self.version}-{self.id}"'

    def shown(self) -> dict[str, Any]:
        return without_owner(asdict(self))

    def changed(self, **members: Any) -> "Task":
        moved = replace(self, **members, version=self.version + 1, updated_at=now_text())
        if moved.status != self.status:
            moved.completed_at = moved.updated_at if moved.status == "done" else None
        return moved


@dataclass
class Attempt:
    """What was sent with an Idempotency-Key, and the answer once there is one."""

    fingerprint: str
    began: float
    answer: Response | None = None


class TaskManager:
    def __init__(self, accounts: Accounts):
        self.accounts = accounts
        self.projects: dict[str, Project] = {}
        self.tasks: dict[str, Task] = {}
        self.attempts: dict[tuple[str, str], Attempt] = {}

    def routes(self) -> list[Any]:
        return [
            resource(PREFIX + "/projects", GET=self.list_projects, POST=self.create_project),
            resource(
                PREFIX + "/projects/{id}",
                GET=self.show_project,
                PATCH=self.change_project,
                DELETE=self.delete_project,
            ),
            resource(PREFIX + "/tasks", GET=self.list_tasks, POST=self.create_task),
            resource(
                PREFIX + "/tasks/{id}", GET=self.show_task, PATCH=self.change_task, DELETE=self.delete_task
            ),
            resource(PREFIX + "/labels", GET=self.list_labels),
            resource(PREFIX + "/stats", GET=self.stats),
        ]

    # Projects

    async def list_projects(self, request: Request) -> Response:
        user = self.accounts.caller(request)
        read_query(request)
        mine = [project for project in self.projects.values() if project.owner == user.id]
        return paginate(request, mine, key=lambda project: project.created_at, descending=True)

    async def create_project(self, request: Request) -> Response:
        user = self.accounts.caller(request)
        body = await Body.read(request)
        name = body.take("name", text(1, 100))
        color = body.take("color", optional(hexadecimal), None)
        body.finish()
        self.refuse_taken_name(user, name)
        now = now_text()
        project = Project(str(uuid.uuid4()), user.id, name, color, False, now, now)
        self.projects[project.id] = project
        return JSONResponse(project.shown(), status_code=201, headers=location("projects", project.id))

    async def show_project(self, request: Request) -> Response:
        return JSONResponse(self.project(request).shown())

    async def change_project(self, request: Request) -> Response:
        project = self.project(request)
        body = await Body.read(request)
        name = body.take("name", text(1, 100), project.name)
        color = body.take("color", optional(hexadecimal), project.color)
        archived = body.take("archived", boolean, project.archived)
        body.finish()
        self.refuse_taken_name(self.accounts.caller(request), name, but=project)
        project.name, project.color, project.archived = name, color, archived
        project.updated_at = now_text()
        return JSONResponse(project.shown())

    async def delete_project(self, request: Request) -> Response:
        project = self.project(request)
        for task in self.tasks.values():
            if task.project_id == project.id:
                self.tasks[task.id] = task.changed(project_id=None)
        del self.projects[project.id]
        return Response(status_code=204)

    def project(self, request: Request) -> Project:
        user = self.accounts.caller(request)
        found = self.projects.get(identifier(request.path_params["id"]))
        if found is None or found.owner != user.id:
            raise missing()
        return found

    def refuse_taken_name(self, user: User, name: str, but: Project | None = None) -> None:
        for project in self.projects.values():
            if project.owner == user.id and project.name == name and project is not but:
                raise Refused(409, "The name is taken.")

    # Tasks

    async def list_tasks(self, request: Request) -> Response:
        user = self.accounts.caller(request)
        query = read_query(request)
        mine = [task for task in self.tasks.values() if task.owner == user.id]
        if "status" in query:
            status = query_choice(query, "status", STATUSES)
            mine = [task for task in mine if task.status == status]
        if "priority" in query:
            priority = query_choice(query, "priority", PRIORITIES)
            mine = [task for task in mine if task.priority == priority]
        if "project_id" in query:
            project_id = query_value(query, "project_id", uuid_text)
            mine = [task for task in mine if task.project_id == project_id]
        for label in query.get("label", []):
            if not 1 <= len(label) <= 50:
                raise invalid("/label", "must have 1 to 50 characters")
            mine = [task for task in mine if label in task.labels]
        if "due_before" in query:
            before = query_value(query, "due_before", moment)
            mine = [task for task in mine if task.due_at is not None and task.due_at < before]
        if "due_after" in query:
            after = query_value(query, "due_after", moment)
            mine = [task for task in mine if task.due_at is not None and task.due_at > after]
        if "q" in query:
            wanted = query_value(query, "q", text(0, 200)).casefold()
            mine = [task for task in mine if wanted in f"{task.title}\0{task.description}".casefold()]
        sort = query_choice(query, "sort", [*SORTS, *(f"-{name}" for name in SORTS)], default="-created_at")
        name = sort.removeprefix("-")
        return paginate(
            request, mine, key=lambda task: sort_value(task, name), descending=sort.startswith("-")
        )

    async def create_task(self, request: Request) -> Response:
        user = self.accounts.caller(request)
        body = await Body.read(request)
        fingerprint = hashlib.sha256(json.dumps(body.members, sort_keys=True).encode()).hexdigest()
        key = request.headers.get("idempotency-key")
        if key is None:
            return await self.make_task(user, body)
        if not re.fullmatch(r"[!-~]{1,255}", key):
            raise invalid("/Idempotency-Key", "must have 1 to 255 visible ASCII characters")
        earlier = self.attempts.get((user.id, key))
        if earlier is not None and earlier.began > time.time() - DAY:
            if earlier.fingerprint != fingerprint:
                raise invalid("/Idempotency-Key", "was sent with another body")
            if earlier.answer is None:
                raise Refused(409, "The first request with this key is still at work.")
            return earlier.answer
        attempt = Attempt(fingerprint, time.time())
        self.attempts[user.id, key] = attempt
        try:
            await unfinished(0.05)
            attempt.answer = await self.make_task(user, body)
        finally:
            if attempt.answer is None:
                del self.attempts[user.id, key]
        return attempt.answer

    async def make_task(self, user: User, body: Body) -> Response:
        members = self.task_members(user, body)
        title = members.pop("title")
        now = now_text()
        task = Task(str(uuid.uuid4()), user.id, title, created_at=now, updated_at=now, **members)
        if task.status == "done":
            task.completed_at = now
        self.tasks[task.id] = task
        headers = {"ETag": task.etag, **location("tasks", task.id)}
        return JSONResponse(task.shown(), status_code=201, headers=headers)

    async def show_task(self, request: Request) -> Response:
        task = self.task(request)
        offered = request.headers.get("if-none-match")
        if offered is not None and matches(offered, task.etag, weak=True):
            return Response(status_code=304, headers={"ETag": task.etag})
        return JSONResponse(task.shown(), headers={"ETag": task.etag})

    async def change_task(self, request: Request) -> Response:
        task = self.task(request)
        user = self.accounts.caller(request)
        body = await Body.read(request, "application/json", MERGE_PATCH)
        members = self.task_members(user, body, task)
        await unfinished()
        task = self.task(request)
        condition = request.headers.get("if-match")
        if condition is None:
            raise Refused(428, "Send the ETag of the task in If-Match.")
        if not matches(condition, task.etag):
            raise Refused(412, "The task has changed since.")
        task = self.tasks[task.id] = task.changed(**members)
        return JSONResponse(task.shown(), headers={"ETag": task.etag})

    async def delete_task(self, request: Request) -> Response:
        task = self.task(request)
        condition = request.headers.get("if-match")
        if condition is not None and not matches(condition, task.etag):
            raise Refused(412, "The task has changed since.")
        del self.tasks[task.id]
        return Response(status_code=204)

    def task(self, request: Request) -> Task:
        user = self.accounts.caller(request)
        found = self.tasks.get(identifier(request.path_params["id"]))
        if found is None or found.owner != user.id:
            raise missing()
        return found

    def task_members(self, user: User, body: Body, task: Task | None = None) -> dict[str, Any]:
        """The members of a task that a body gives; those it leaves out are left out here, too."""

        def own_project(value: Any) -> str:
            project = self.projects.get(uuid_text(value))
            if project is None or project.owner != user.id:
                raise ValueError("is not one of your projects")
            return project.id

        checks: dict[str, Callable[[Any], Any]] = {
            "title": text(1, 200),
            "description": text(0, 10000),
            "status": choice(STATUSES),
            "priority": choice(PRIORITIES),
            "due_at": optional(moment),
            "project_id": optional(own_project),
            "labels": labels,
        }
        wanted = [name for name in checks if name in body.members or (name == "title" and task is None)]
        members = {name: body.take(name, checks[name]) for name in wanted}
        body.finish()
        return members

    # Reports

    async def list_labels(self, request: Request) -> Response:
        user = self.accounts.caller(request)
        counts = Counter(
            label for task in self.tasks.values() if task.owner == user.id for label in task.labels
        )
        return JSONResponse({"items": [{"name": name, "count": counts[name]} for name in sorted(counts)]})

    async def stats(self, request: Request) -> Response:
        user = self.accounts.caller(request)
        mine = [task for task in self.tasks.values() if task.owner == user.id]
        now, week_ago = now_text(), now_text(time.time() - 7 * DAY)
        overdue = [task for task in mine if task.due_at and task.due_at < now and task.status in STATUSES[:2]]
        recent = [task for task in mine if task.completed_at and task.completed_at >= week_ago]
        return JSONResponse(
            {
                "by_status": {name: sum(task.status == name for task in mine) for name in STATUSES},
                "by_priority": {name: sum(task.priority == name for task in mine) for name in PRIORITIES},
                "overdue": len(overdue),
                "completed_last_7_days": len(recent),
            }
        )


def without_owner(members: dict[str, Any]) -> dict[str, Any]:
    del members["owner"]
    return members


def location(collection: str, identity: str) -> dict[str, str]:
    return {"Location": f"{PREFIX}/{collection}/{identity}"}


def matches(condition: str, etag: str, *, weak: bool = False) -> bool:
    """Compare as RFC 9110 has it: strongly for If-Match, weakly for If-None-Match."""
    if condition.strip() == "*":
        return True
    offered = re.findall(r'(?:W/)?"[^"]*"', condition)
    return etag in ([each.removeprefix("W/") for each in offered] if weak else offered)


# Values


def optional(check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else check(value)


def choice(known: list[str]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in known:
            raise ValueError(f"must be one of {', '.join(known)}")
        return value

    return check


def boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")  # noqa: TRY004 - a wrong value, reported as such
    return value


def hexadecimal(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError("must be a color like #aa5500")
    return value


def uuid_text(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(
        r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", value
    ):
        raise ValueError("must be a UUID")
    return value.lower()


def moment(value: Any) -> str:
    if not isinstance(value, str) or not TIME.fullmatch(value):
        raise ValueError("must be a time with an offset, like 2026-01-31T09:00:00Z")
    try:
        at = datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("is not a time that exists") from None
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def labels(value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > 20:
        raise ValueError("must be a list of at most 20 labels")
    return sorted({text(1, 50)(each) for each in value})


def query_value(query: dict[str, list[str]], name: str, check: Callable[[Any], Any]) -> Any:
    try:
        return check(query[name][-1])
    except ValueError as error:
        raise invalid(f"/{name}", str(error)) from None


def query_choice(query: dict[str, list[str]], name: str, known: list[str], default: str = "") -> str:
    if name not in query and default:
        return default
    found: str = query_value(query, name, choice(known))
    return found


# Order


def sort_value(task: Task, name: str) -> Any:
    return PRIORITIES.index(task.priority) if name == "priority" else getattr(task, name)


def paginate(request: Request, items: list[Any], *, key: Callable[[Any], Any], descending: bool) -> Response:
    """Cut one page out of `items`, which come after the cursor by value, then by id; null values last."""

    def compare(left: tuple[Any, str], right: tuple[Any, str]) -> int:
        if left[0] != right[0]:
            if left[0] is None or right[0] is None:
                return 1 if left[0] is None else -1
            return -1 if (left[0] < right[0]) != descending else 1
        return (left[1] > right[1]) - (left[1] < right[1])

    def place(item: Any) -> tuple[Any, str]:
        return key(item), item.id

    limit = page_size(request)
    ordered = sorted(items, key=cmp_to_key(lambda left, right: compare(place(left), place(right))))
    if "cursor" in request.query_params:
        try:
            value, identity = decode_cursor(request.query_params["cursor"])
            ordered = [item for item in ordered if compare(place(item), (value, str(identity))) > 0]
        except (TypeError, ValueError):
            raise invalid("/cursor", "is not a cursor of this list") from None
    shown = ordered[:limit]
    following = encode_cursor(place(shown[-1])) if len(ordered) > limit else None
    return page(request, [item.shown() for item in shown], following)


def main() -> None:
    settings = Settings.read()
    accounts = Accounts(settings)
    routes = [*accounts.routes(), *TaskManager(accounts).routes()]
    serve(application(project="task_manager", settings=settings, routes=routes, render=render), settings)


if __name__ == "__main__":
    main()
