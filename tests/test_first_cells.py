"""Generate, set up, check and verify one project of each language whose tools are installed; the ledger covers the others.

The web clients are the same in all stacks, so each is tested once.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolder.template import catalog, toolchains
from tests.cells import browser
from tests.pipelines.running import succeed
from tests.proofs import cells
from tests.proofs.subject import Subject
from tests.proofs.verifying import failures, verify
from tests.support import PATH, ROOT
from tests.tools.prove.kinds import KINDS
from tests.tools.prove.running import command


def first_cells() -> list[Subject]:
    """The blog, whose contract takes the least time, on the first stack of each language."""
    known = catalog.load()
    stacks = [stack for project, stack in known.cells() if project == "blog"]
    languages = {known.facts(stack)["language"]: stack for stack in reversed(stacks)}
    return [Subject(stack, "blog", "sqlite") for stack in languages.values()]


def cells_with_clients() -> list[Subject]:
    """A cell of each project, with the stacks of the first cells in turn."""
    stacks = [subject.stack for subject in first_cells()]
    projects = dict.fromkeys(project for project, _ in catalog.load().cells())
    return [Subject(stacks[at % len(stacks)], project, "sqlite") for at, project in enumerate(projects)]


@pytest.fixture
def skip_without_tools(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    monkeypatch.setenv("PATH", PATH)

    def skip(stack: str) -> None:
        cells.skip_without_tools(stack)
        for tool in toolchains.lacking(catalog.load(), stack):
            pytest.skip(tool.advice or f"{tool.command} is missing")

    return skip


@pytest.fixture(params=first_cells(), ids=str)
def folder(request: pytest.FixtureRequest, skip_without_tools: Callable[[str], None]) -> Path:
    """The project, set up by the first test that needs it. Other workers wait."""
    subject: Subject = request.param
    skip_without_tools(subject.stack)
    return cells.shared(subject)


def test_a_project_passes_its_own_checks(folder: Path) -> None:
    succeed(folder, "make check")


def test_a_project_passes_its_contract(folder: Path) -> None:
    """Without tests that start separate servers: these take minutes, and the ledger covers them."""
    behaviours = verify(folder, "-k", "not not_by_url")
    assert not (found := failures(behaviours, "needs several processes")), found
    assert len(behaviours) > 100


@pytest.mark.parametrize("subject", cells_with_clients(), ids=str)
def test_a_web_client_passes_its_tests_in_a_browser(
    subject: Subject, skip_without_tools: Callable[[str], None]
) -> None:
    """Without the third-party clients of the chat, which the ledger covers."""
    skip_without_tools(subject.stack)
    if reason := browser.missing():
        pytest.skip(reason)
    [kind] = (kind for kind in KINDS if kind.name == "clients")
    words = [*command(kind, subject), "-k", "not pusher and not pysher"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=1800, check=False)
    assert done.returncode == 0, done.stdout
    assert " skipped" not in done.stdout.splitlines()[-1], done.stdout
