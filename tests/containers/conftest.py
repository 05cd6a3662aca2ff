"""A container engine for the tests in here."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.containers.images import engine_answers


@pytest.fixture(scope="session", autouse=True)
def engine() -> None:
    """A container engine: the one that answers, or in CI one that is installed here."""
    if engine_answers():
        return
    if not os.environ.get("CI"):
        pytest.skip("no container engine answers; tests/containers/engine installs one")
    subprocess.run([Path(__file__).with_name("engine")], check=True)
