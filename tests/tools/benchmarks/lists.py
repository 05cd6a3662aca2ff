"""The speed of a list of 20 items from SQLite, compared to a minimal handler in the same framework.

    python -m tests.tools.benchmarks.lists [ROUNDS [STACK...]]

For each project with lists on each stack, it generates a project with data and records the SQL statements of its list. It
serves the project and a minimal handler, which only runs these statements and returns the same JSON: with the project's
queries and engine, if it has one, and with the recorded SQL and the database driver. Each round measures all of them one
after the other, so that a busy machine slows down all. Exit code 1 if the median ratio of a stack's first handler is under
the limit. Requests for the blog's list are anonymous, those for the task manager's list are by the owner of the tasks.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from scaffolder.contracts.servers import free_port
from tests.support import PATH, run_in

LIMIT = 0.4
ROWS = 200
CONNECTIONS = 8
# By each connection, in each round.
REQUESTS = 50

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Stack:
    """Commands in a generated project: its server, and the minimal server of its list.

    `ways` are arguments of the minimal server: how it queries the database. `record` is an argument to run it with first.
    `sources` are what it is built from, with the command `build`, if it is a part of the project.
    """

    serve: list[str]
    bare: list[str]
    record: str = ""
    sources: tuple[str, ...] = ()
    build: str = ""
    ways: tuple[str, ...] = ("driver",)


STACKS = {
    "fastapi": Stack(
        serve=[".venv/bin/python", "-m", "app"],
        bare=[".venv/bin/python", str(HERE / "bare_list.py")],
        ways=("engine", "driver"),
    ),
    "flask": Stack(
        serve=[".venv/bin/python", "-m", "app"],
        bare=[".venv/bin/python", str(HERE / "bare_list_flask.py")],
        ways=("engine", "driver"),
    ),
    "django": Stack(
        serve=[".venv/bin/python", "-m", "app"],
        bare=[".venv/bin/python", str(HERE / "bare_list_django.py")],
        ways=("orm", "driver"),
    ),
    "express": Stack(
        serve=["node", "src/main.ts"], bare=["node", str(HERE / "bare_list.mjs")], record="record"
    ),
    **{
        stack: Stack(
            serve=["bin/app", "serve"],
            bare=["bin/bare"],
            sources=("main.go", f"{stack}.go"),
            build="CGO_ENABLED=0 go build -o bin/ ./cmd/bare",
        )
        for stack in ("gin", "echo")
    },
}


@dataclass(frozen=True)
class List:
    project: str
    path: str
    sign_up: tuple[str, dict[str, Any]]
    authorization: Callable[[dict[str, Any]], str]
    row: tuple[str, Callable[[int], dict[str, Any]]]
    anonymous: bool = False


PERSON = {"email": "ada@example.com", "password": "correct horse battery"}
LISTS = [
    List(
        project="blog",
        anonymous=True,
        path="/api/articles?limit=20",
        sign_up=("/api/users", {"user": {"username": "ada", **PERSON}}),
        authorization=lambda answer: f"Token {answer['user']['token']}",
        row=(
            "/api/articles",
            lambda number: {
                "article": {
                    "title": f"Article {number}",
                    "description": "About it",
                    "body": "All of it. " * 100,
                    "tagList": ["one", "two", f"tag {number % 7}"],
                }
            },
        ),
    ),
    List(
        project="task-manager",
        path="/api/v1/tasks?limit=20",
        sign_up=("/api/v1/auth/register", {"name": "Ada", **PERSON}),
        authorization=lambda answer: f"Bearer {answer['access_token']}",
        row=(
            "/api/v1/tasks",
            lambda number: {"title": f"Task {number}", "labels": ["one", "two", f"label {number % 7}"]},
        ),
    ),
]


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    print(f"{'list of 20':<24}{'through':<8}{'a second':>10}{'bare':>8}{'ratio':>8}{'limit':>8}")
    ratios = [measure(each, stack, rounds) for stack in sys.argv[2:] or STACKS for each in LISTS]
    return 0 if min(ratios) >= LIMIT else 1


def measure(wanted: List, stack: str, rounds: int) -> float:
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as running:
        folder = Path(temporary) / wanted.project
        result = run_in(Path(temporary))(
            *("new", wanted.project, folder, "--stack", stack, "--defaults", "--no-git", "--quiet")
        )
        assert result.returncode == 0, result.stderr
        run(["make", "setup"], cwd=folder, env={})
        return compare(wanted, stack, folder, running, rounds)


def compare(wanted: List, stack: str, folder: Path, running: ExitStack, rounds: int) -> float:
    commands = STACKS[stack]
    environment = {"DATABASE_URL": f"sqlite:///{folder}/benchmark.db", "ENVIRONMENT": "development"}
    run(["make", "migrate"], cwd=folder, env=environment)
    app = running.enter_context(served(commands.serve, folder, environment))
    owner = fill(wanted, app)
    header = "" if wanted.anonymous else f"Authorization: {owner}\r\n"
    environment |= {"LIST": wanted.path, "AUTHORIZATION": "" if wanted.anonymous else owner}
    if commands.build:
        (folder / "cmd" / "bare").mkdir()
        for name in commands.sources:
            shutil.copy(HERE / "bare_list_go" / name, folder / "cmd" / "bare" / name)
        run(["sh", "-c", commands.build], cwd=folder, env={})
    if commands.record:
        run([*commands.bare, commands.record], cwd=folder, env=environment)
    bare = {
        way: running.enter_context(served([*commands.bare, wanted.project, way], folder, environment))
        for way in commands.ways
    }
    pages = {"ours": (app, wanted.path)} | {way: (port, "/") for way, port in bare.items()}
    for port, path in pages.values():
        assert answer(port, path, owner) == answer(app, wanted.path, owner)
        asyncio.run(rate(port, path, header))  # Warm up just-in-time compilers.
    rates: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(rounds):
        for name, (port, path) in pages.items():
            rates[name].append(asyncio.run(rate(port, path, header)))
    ratios = [
        report(f"{wanted.project} {stack}", way, rates, LIMIT if way == commands.ways[0] else None)
        for way in bare
    ]
    return ratios[0]


def report(cell: str, way: str, rates: dict[str, list[float]], limit: float | None) -> float:
    ratio = statistics.median(ours / theirs for ours, theirs in zip(rates["ours"], rates[way], strict=True))
    ours, theirs = statistics.median(rates["ours"]), statistics.median(rates[way])
    verdict = "" if limit is None else f"{limit:>8.2f}{'' if ratio >= limit else '  under'}"
    print(f"{cell:<24}{way:<8}{ours:>10.0f}{theirs:>8.0f}{ratio:>8.2f}{verdict}", flush=True)
    return ratio


def fill(wanted: List, port: int) -> str:
    """Create the rows, and return the Authorization header of their owner."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as client:
        path, person = wanted.sign_up
        header = wanted.authorization(client.post(path, json=person).raise_for_status().json())
        path, row = wanted.row
        for number in range(ROWS):
            client.post(path, json=row(number), headers={"Authorization": header}).raise_for_status()
        page = client.get(wanted.path, headers={"Authorization": header}).raise_for_status().json()
        assert max(len(value) for value in page.values() if isinstance(value, list)) == 20
    return header


def answer(port: int, path: str, header: str) -> Any:
    answered = httpx.get(f"http://127.0.0.1:{port}{path}", headers={"Authorization": header}, trust_env=False)
    page = answered.raise_for_status().json()
    return page | {"next_cursor": None}


async def rate(port: int, path: str, header: str) -> float:
    """Requests per second. Each connection waits for a response before its next request."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}\r\n".encode()
    began = time.perf_counter()
    await asyncio.gather(*(ask(port, request) for _ in range(CONNECTIONS)))
    return CONNECTIONS * REQUESTS / (time.perf_counter() - began)


async def ask(port: int, request: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(REQUESTS):
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 "), head
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        if length:
            await reader.readexactly(int(length))
        else:
            await reader.readuntil(b"\r\n0\r\n\r\n")  # The last chunk.
    writer.close()
    await writer.wait_closed()


@contextmanager
def served(command: list[str], folder: Path, environment: dict[str, str]) -> Iterator[int]:
    """Start a server, and yield its port."""
    port = free_port()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PATH": PATH, **environment, "PORT": str(port)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False)
                break
            except httpx.TransportError:
                assert process.poll() is None, f"{command} exited with {process.returncode}"
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def run(command: list[str], *, cwd: Path, env: dict[str, str]) -> None:
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, "PATH": PATH, **env}, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


if __name__ == "__main__":
    sys.exit(main())
