"""Schemathesis, with all its checks, finds no response of a cell that its OpenAPI document does not allow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.proofs.verifying import failures, verify


@pytest.mark.usefixtures("database")
def test_fuzzing_finds_nothing(cell: Path, record_property: Callable[[str, object], None]) -> None:
    """Fuzzing runs after the selected contract test, which is a quick one."""
    behaviours = verify(cell, "--fuzz", "-k", "healthz_and_readyz")
    assert not (found := failures(behaviours)), found
    fuzzed = [each for each in behaviours if each["sentence"].endswith("within the document")]
    assert len(fuzzed) > 10
    record_property("fuzzed", len(fuzzed))
