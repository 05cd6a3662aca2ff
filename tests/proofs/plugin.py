"""The pytest plugin of proofs: fixtures for the subject, and a file with the outcome."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scaffolder.contracts.servers import DatabaseServer
from scaffolder.errors import ScaffolderError
from scaffolder.verification import databases
from tests.containers.images import engine_answers
from tests.proofs import cells
from tests.proofs.subject import Subject
from tests.proofs.versions import versions_of

pytest.register_assert_rewrite("tests.containers.stack", "tests.pipelines.running", "tests.proofs.verifying")


def pytest_addoption(parser: pytest.Parser) -> None:
    for name in ("stack", "project", "database"):
        parser.addoption(f"--{name}", default="", help=f"The {name} to prove.")
    parser.addoption("--outcome", type=Path, help="Write the outcome to this file, as JSON.")


@pytest.fixture(scope="session")
def subject(request: pytest.FixtureRequest) -> Subject:
    return Subject(*(request.config.getoption(f"--{name}") for name in ("stack", "project", "database")))


@pytest.fixture(scope="session")
def cell(subject: Subject) -> Path:
    """A generated project after `make setup`. Proofs of a subject share it, so tests must not change it."""
    cells.skip_without_tools(subject.stack)
    return cells.shared(subject)


@pytest.fixture(scope="session")
def database(subject: Subject) -> Iterator[DatabaseServer]:
    try:
        with databases.temporary_server(subject.database) as server:
            yield server
    except ScaffolderError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def engine() -> None:
    """Skip without a running container engine."""
    if not engine_answers():
        pytest.skip("no container engine answers; tests/containers/engine installs one")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write the results of all tests, their recorded properties, and versions."""
    path: Path | None = session.config.getoption("--outcome")
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if path is None or reporter is None:
        return
    stats = reporter.stats
    properties: dict[str, list[Any]] = {}
    for report in stats.get("passed", []):
        for name, value in report.user_properties if report.when == "call" else ():
            properties.setdefault(name, []).append(value)
    subject = Subject(*(session.config.getoption(f"--{name}") for name in ("stack", "project", "database")))
    outcome = {
        "green": exitstatus == pytest.ExitCode.OK and not stats.get("skipped"),
        "passed": len([each for each in stats.get("passed", []) if each.when == "call"]),
        "failed": [
            each.nodeid.rpartition("::")[2] for each in (*stats.get("failed", []), *stats.get("error", []))
        ],
        "skipped": sorted({each.longrepr[2].removeprefix("Skipped: ") for each in stats.get("skipped", [])}),
        "properties": properties,
        "ran_with": versions_of(subject) if exitstatus == pytest.ExitCode.OK else {},
    }
    path.write_text(json.dumps(outcome), encoding="utf-8")
