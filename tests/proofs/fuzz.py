"""Schemathesis, with every check, finds no answer of a cell that its document does not allow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.proofs.verifying import broken, verify


@pytest.mark.usefixtures("database")
def test_fuzzing_finds_nothing(cell: Path, record_property: Callable[[str, object], None]) -> None:
    """The one behaviour that is selected is quick; what counts is what comes after it."""
    behaviours = verify(cell, "--fuzz", "-k", "healthz_and_readyz")
    assert not (words := broken(behaviours)), words
    fuzzed = [each for each in behaviours if each["sentence"].endswith("within the document")]
    assert len(fuzzed) > 10
    record_property("fuzzed", len(fuzzed))
