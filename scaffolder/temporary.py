"""Temporary folders that are removed when their block ends, even by an error."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scaffolder.processes import uninterrupted

REMOVE_SECONDS = 10


@contextmanager
def folder() -> Iterator[Path]:
    """Create an empty folder."""
    made = Path(tempfile.mkdtemp(prefix="scaffolder-"))
    try:
        yield made
    finally:
        with uninterrupted():
            remove(made)


def remove(folder: Path) -> None:
    """Delete `folder`, even if a git process is still writing to it."""
    deadline = time.monotonic() + REMOVE_SECONDS
    shutil.rmtree(folder, ignore_errors=True)
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
        shutil.rmtree(folder, ignore_errors=True)
