"""Generate, set up, check and verify one project of each language whose tools are installed; the ledger covers the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder.template import catalog
from tests.pipelines.running import succeed
from tests.proofs import cells
from tests.proofs.subject import Subject
from tests.proofs.verifying import failures, verify


def first_cells() -> list[Subject]:
    known = catalog.load()
    languages = {
        known.facts(stack)["language"]: (project, stack) for project, stack in reversed(known.cells())
    }
    return [Subject(stack, project, "sqlite") for project, stack in languages.values()]


@pytest.fixture(params=first_cells(), ids=str)
def folder(request: pytest.FixtureRequest) -> Path:
    """The project, set up by the first test that needs it. Other workers wait."""
    subject: Subject = request.param
    cells.skip_without_tools(subject.stack)
    return cells.shared(subject)


def test_a_project_passes_its_own_checks(folder: Path) -> None:
    succeed(folder, "make check")


def test_a_project_passes_its_contract(folder: Path) -> None:
    """Without tests that start separate servers: these take minutes, and the ledger covers them."""
    behaviours = verify(folder, "-k", "not not_by_url")
    assert not (found := failures(behaviours, "needs several processes")), found
    assert len(behaviours) > 100
