"""The lock file of a project, created with the tool of its stack."""

from __future__ import annotations

import os
import re
import shlex
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from scaffolder import processes
from scaffolder.errors import ScaffolderError
from scaffolder.processes import Finished, Patience

STALLED_SECONDS = 30
# Seconds without output before the user is told.
PAUSE_SECONDS = 3

# Set by another project's virtual environment, or by the make that runs this.
FOREIGN = ("VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")

_HOST = re.compile(r"https?://(?:[^/\s@]*@)?([\w.:-]+)")
_NOISE = re.compile(r"\s*(TRACE|DEBUG|INFO)\b")


def lock(folder: Path, facts: Mapping[str, Any], progress: Callable[[str], None]) -> str:
    """Create the lock file of the project in `folder`; return a sentence about a failure, or nothing.

    In `facts`, `environment` makes the tool verbose, and `progress` is a text in the lines that show progress.
    """
    progress(f"Resolving dependencies ({facts['command']})")
    environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    waiting = _Waiting(progress, facts["command"])
    patience = Patience(
        STALLED_SECONDS,
        is_progress=lambda line: re.search(facts.get("progress", ""), line) is not None,
        waiting=waiting,
    )
    try:
        done = processes.finish(
            shlex.split(facts["command"]),
            folder=folder,
            environment=environment | facts.get("environment", {}),
            patience=patience,
        )
    except ScaffolderError as error:
        host = f" It was waiting for {waiting.host}." if error.code == "program-stalled" else ""
        return f"{error}{host}"
    if not done.passed:
        return f"{facts['command']} failed: {_reason(done)}"
    if not (folder / facts["file"]).is_file():
        return f"{facts['command']} succeeded without writing {facts['file']}."
    return ""


class _Waiting:
    """Reports once that a tool is waiting, and for which host."""

    def __init__(self, progress: Callable[[str], None], command: str) -> None:
        self._progress, self._command = progress, command
        self._line, self._since = "", time.monotonic()
        self._told = ""
        self.host = "the package registry"

    def __call__(self, line: str) -> None:
        now = time.monotonic()
        if line != self._line:
            self._line, self._since = line, now
        if found := _HOST.search(line):
            self.host = found[1]
        if now - self._since >= PAUSE_SECONDS and self._told != self.host:
            self._told = self.host
            self._progress(f"Resolving dependencies ({self._command}), waiting for {self.host}")


def _reason(done: Finished) -> str:
    """The line of the output that explains a failure: the first that starts with error, or else the last."""
    printed = (done.errors.strip() or done.output).splitlines()
    lines = [line.strip() for line in printed if line.strip() and not _NOISE.match(line)] or ["no output"]
    return next((line for line in lines if "error" in line.lower()), lines[-1]).rstrip(".") + "."
