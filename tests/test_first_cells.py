"""Generate, set up, check and verify one project of each language whose tools are installed; the ledger covers the others."""

from __future__ import annotations

import pytest

from scaffolder.template import catalog
from tests.pipelines.running import succeed
from tests.proofs import cells
from tests.proofs.subject import Subject
from tests.proofs.verifying import broken, verify


def first_cells() -> list[Subject]:
    known = catalog.load()
    languages = {
        known.facts(stack)["language"]: (project, stack) for project, stack in reversed(known.cells())
    }
    return [Subject(stack, project, "sqlite") for project, stack in languages.values()]


@pytest.mark.parametrize("subject", first_cells(), ids=str)
def test_a_project_is_set_up_checked_and_verified(subject: Subject) -> None:
    """Without the tests that start their own servers, which takes minutes: the ledger covers those."""
    cells.skip_without_tools(subject.stack)
    folder = cells.shared(subject)
    succeed(folder, "make check")
    behaviours = verify(folder, "-k", "not not_by_url")
    assert not (words := broken(behaviours, "needs several processes")), words
    assert len(behaviours) > 100
