"""Every mutant of a generated project is detected by the tests that it names."""

from __future__ import annotations

from collections.abc import Callable

from tests.proofs import cells
from tests.proofs.subject import Subject
from tests.tools.mutants.__main__ import line, verdicts


def test_every_mutant_is_detected(subject: Subject, record_property: Callable[[str, object], None]) -> None:
    cells.skip_without_tools(subject.stack)
    found = verdicts(subject.project, subject.stack)
    missed = [line(subject.project, verdict) for verdict in found if not verdict.holds]
    assert not missed, "\n".join(missed)
    assert found
    record_property("mutants", len(found))
