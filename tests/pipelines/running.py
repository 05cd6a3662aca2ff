"""Running a pipeline's commands on this machine, with real servers as its services."""

from __future__ import annotations

import os
import re
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from scaffolder.contracts.servers import DatabaseServer
from scaffolder.verification import databases
from tests import support
from tests.pipelines.reading import Job
from tests.support import PATH

# The output of an audit that found something.
FINDINGS = re.compile(r"Found \d+ known vulnerabilit|\d+ .*vulnerabilit(y|ies)")


def run(folder: Path, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command without a terminal, as CI providers do."""
    return subprocess.run(
        ["sh", "-e", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": PATH, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def succeed(folder: Path, command: str, **environment: str) -> str:
    return support.succeed("sh", "-e", "-c", command, cwd=folder, env={"PATH": PATH, **environment})


@contextmanager
def services_of(job: Job, database: DatabaseServer) -> Iterator[dict[str, str]]:
    """Start temporary servers for the services of a job, and yield their addresses."""
    with ExitStack() as stack:
        start = {"database": database.make, "redis": lambda: stack.enter_context(databases.redis())}
        found = {f"TEST_{name.upper()}_URL": start[name]() for name in job.services}
        assert found.keys() == job.urls.keys()
        yield found


def audit(folder: Path, command: str, *, unreachable: str) -> None:
    """Only warn of findings, since new ones are not a fault of the templates, and of a service that is `unreachable`."""
    done = run(folder, command)
    printed = done.stdout + done.stderr
    if done.returncode and unreachable in printed:
        warnings.warn(f"`{command}` could not reach its service.", stacklevel=2)
    elif done.returncode:
        assert FINDINGS.search(printed), f"{command}\n{printed}"
        warnings.warn(f"`{command}` found:\n{printed}", stacklevel=2)
