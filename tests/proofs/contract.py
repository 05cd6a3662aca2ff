"""The contract tests of a cell on a database, with one process and with two."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolder.template import catalog
from tests.containers.images import engine_answers
from tests.proofs.subject import Subject
from tests.proofs.verifying import failures, passed, verify

Record = Callable[[str, object], None]


@pytest.mark.usefixtures("database")
def test_the_contract_tests_pass(cell: Path, record_property: Record) -> None:
    behaviours = verify(cell)
    allowed = ("needs several processes", "only SQLite has a file to lock")
    assert not (found := failures(behaviours, *allowed)), found
    assert len(behaviours) > 100
    record_property("behaviours", passed(behaviours))


def test_contract_tests_of_shared_state_pass_with_two_processes(
    cell: Path, subject: Subject, record_property: Record
) -> None:
    redis = catalog.load().about(subject.project)["redis"]
    if redis and not (shutil.which("redis-server") or engine_answers()):
        pytest.skip("redis-server is not installed, and no container engine answers")
    selected = "several_processes or presence or catching_up" if redis else "concurrent"
    behaviours = verify(cell, "--processes", "2", "-k", selected)
    assert not (found := failures(behaviours)), found
    record_property("behaviours", passed(behaviours))
