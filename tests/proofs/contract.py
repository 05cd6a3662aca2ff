"""A cell on a database keeps its contract, with one process and with two."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolder.template import catalog
from tests.containers.images import engine_answers
from tests.proofs.subject import Subject
from tests.proofs.verifying import broken, held, verify

Record = Callable[[str, object], None]


@pytest.mark.usefixtures("database")
def test_its_contract_holds(cell: Path, record_property: Record) -> None:
    behaviours = verify(cell)
    assert not (words := broken(behaviours, "needs several processes", "only SQLite has a file to lock")), (
        words
    )
    assert len(behaviours) > 100
    record_property("held", held(behaviours))


def test_what_several_processes_share_holds_too(
    cell: Path, subject: Subject, record_property: Record
) -> None:
    redis = catalog.load().about(subject.project)["redis"]
    if redis and not (shutil.which("redis-server") or engine_answers()):
        pytest.skip("redis-server is not installed, and no container engine answers")
    selected = "several_processes or presence or catching_up" if redis else "concurrent"
    behaviours = verify(cell, "--processes", "2", "-k", selected)
    assert not (words := broken(behaviours)), words
    record_property("held", held(behaviours))
