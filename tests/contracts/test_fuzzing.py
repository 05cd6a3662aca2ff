"""Fuzzing finds responses that the document does not allow, also along its links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from scaffolder.contracts.servers import Launch, running
from scaffolder.template import catalog
from scaffolder.verification import fuzzing
from scaffolder.verification.suite import launched
from tests.proofs.cells import skip_without_tools
from tests.support import PATH
from tests.tools.mutants import Mutant
from tests.tools.mutants.cells import broken, generated

without_fuzzer = pytest.mark.skipif(find_spec("schemathesis") is None, reason="needs scaffolder[fuzz]")
pytestmark = [pytest.mark.proof, without_fuzzer]

TOTALS = "app/tasks/overview.py"
ROUTES = "app/projects/routes.py"


@pytest.fixture(scope="module")
def project() -> Iterator[tuple[Path, Launch]]:
    """A generated project after setup, and how to start it."""
    skip_without_tools("fastapi")
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("PATH", PATH)
        folder = stack.enter_context(generated("task-manager", "fastapi"))
        yield folder, stack.enter_context(launched(catalog.load(), folder, url=None))


def failures(results: Iterable[fuzzing.Fuzzed]) -> dict[str, str]:
    return {each.name: each.details for each in results if each.outcome == "failed"}


def found(project: tuple[Path, Launch], fault: Mutant, **examples: int) -> dict[str, str]:
    folder, launch = project
    counts = {phase.replace("_", " "): count for phase, count in examples.items()}
    with broken(folder, fault), running(launch) as server:
        return failures(fuzzing.fuzz(replace(launch, urls=[server.url]), examples=counts))


def test_a_server_that_follows_its_document_passes(project: tuple[Path, Launch]) -> None:
    results = list(fuzzing.fuzz(project[1], examples={"each operation": 2, "walks": 2}))
    assert failures(results) == {}
    names = {each.name for each in results if each.outcome == "passed"}
    assert "POST /tasks stays within the document" in names
    assert "Walks along the links stay within the document" in names
    assert not any("healthz" in name for name in names)


def test_a_server_error_is_found(project: tuple[Path, Launch]) -> None:
    fault = Mutant("", "fastapi", TOTALS, "overdue=overdue,", "overdue=overdue // 0,")
    assert "Server error" in found(project, fault, each_operation=1)["GET /stats stays within the document"]


def test_an_error_that_is_only_reachable_along_links_is_found(project: tuple[Path, Launch]) -> None:
    whole = "ProjectDep) -> ProjectAnswer:\n    return ProjectAnswer.model_validate(project)"
    fault = Mutant("", "fastapi", ROUTES, whole, whole.replace("project)", "project.tasks)"))
    assert "Server error" in found(project, fault, walks=50)["Walks along the links stay within the document"]
