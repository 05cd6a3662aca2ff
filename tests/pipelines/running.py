"""Running what a pipeline runs, on this machine and beside real servers."""

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

# What an audit says when there is something to say.
FINDINGS = re.compile(r"Found \d+ known vulnerabilit|\d+ .*vulnerabilit(y|ies)")


def run(folder: Path, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """As a CI provider does, which has no terminal."""
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
def beside(job: Job, database: DatabaseServer) -> Iterator[dict[str, str]]:
    """Where the services of a job are: real servers, empty and thrown away."""
    with ExitStack() as stack:
        start = {"database": database.make, "redis": lambda: stack.enter_context(databases.redis())}
        found = {f"TEST_{name.upper()}_URL": start[name]() for name in job.services}
        assert found.keys() == job.urls.keys()
        yield found


def audit(folder: Path, command: str, *, unreachable: str) -> None:
    """Warn of findings, which are the day's news and not a fault of a template, and of a service that is `unreachable`."""
    done = run(folder, command)
    said = done.stdout + done.stderr
    if done.returncode and unreachable in said:
        warnings.warn(f"`{command}` could not reach its service.", stacklevel=2)
    elif done.returncode:
        assert FINDINGS.search(said), f"{command}\n{said}"
        warnings.warn(f"`{command}` found:\n{said}", stacklevel=2)
