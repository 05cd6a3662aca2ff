"""A temporary shell that measures the commands of a user."""

from __future__ import annotations

import os
import re
import resource
import shlex
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from scaffolder.contracts.servers import PROJECT_VARIABLES, READY_SECONDS, STOP_SECONDS, Server, free_port
from scaffolder.template import versions
from tests.support import PATH, ROOT

COMMAND_SECONDS = 900

# Variables for the caches of pip, uv and npm, and for the configuration and data of programs.
CACHES = ("PIP_CACHE_DIR", "UV_CACHE_DIR", "npm_config_cache")
USER_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")

_REMOVED_VARIABLES = {*PROJECT_VARIABLES, "PYTHONDONTWRITEBYTECODE", "SCAFFOLDER_TEMPLATE"}
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Step:
    """A command, with the lines of its output and the seconds after which each was printed.

    `processor` is its CPU time in seconds, which hardly depends on the load of the machine.
    """

    typed: str
    seconds: float = 0.0
    processor: float = 0.0
    exit_code: int = 0
    lines: tuple[tuple[float, str], ...] = ()

    @property
    def keystrokes(self) -> int:
        return len(self.typed) + len("\n")

    @property
    def output(self) -> str:
        return "\n".join(line for _, line in self.lines)


@dataclass
class Shell:
    folder: Path
    variables: dict[str, str]
    steps: list[Step] = field(default_factory=list)

    def type(self, command: str) -> Step:
        words = shlex.split(command)
        if words[0] == "cd":
            self.folder = (self.folder / words[1]).resolve()
            step = Step(command)
        else:
            step = self._run(command)
        self.steps.append(step)
        return step

    @contextmanager
    def serving(self, command: str, path: str, *, port: int | None = None) -> Iterator[Server]:
        """Start a server with `command`, and wait until `path` responds with 200. Raises BootError."""
        port = port or free_port()
        log = self.folder.parent / f"{self.folder.name}.log"
        began = time.monotonic()
        with log.open("wb") as output:
            process = self._start(command, output.fileno(), {"PORT": str(port)})
        server = Server(f"http://127.0.0.1:{port}", process, log)
        try:
            server.wait_until_ready(path, READY_SECONDS)
            self.steps.append(Step(command, time.monotonic() - began))
            yield server
        finally:
            _end(process)

    def _run(self, command: str) -> Step:
        began, computed = time.monotonic(), _processor_time()
        process = self._start(command, subprocess.PIPE, {})
        deadline = threading.Timer(COMMAND_SECONDS, _end, [process])
        deadline.start()
        try:
            assert process.stdout is not None
            lines = tuple(
                (time.monotonic() - began, _COLOURS.sub("", line.decode(errors="replace")).rstrip())
                for line in process.stdout
            )
            exit_code = process.wait()
            computed = _processor_time() - computed
            return Step(command, time.monotonic() - began, computed, exit_code, lines)
        finally:
            deadline.cancel()
            _end(process)

    def _start(self, command: str, output: int, more: dict[str, str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.variables | more,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


@contextmanager
def opened(*, cold: bool) -> Iterator[Shell]:
    """A shell in an empty folder with all tools; with `cold`, their caches are empty."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        own = Path(name)
        (own / "work").mkdir()
        variables = {key: value for key, value in os.environ.items() if key not in _REMOVED_VARIABLES}
        variables |= {"PATH": PATH, **_git_settings()}
        variables |= {key: str(own / key) for key in (*USER_FOLDERS, *(CACHES if cold else ()))}
        yield Shell(own / "work", variables)


def _git_settings() -> dict[str, str]:
    """Alice's identity, and this repository instead of its public address."""
    settings = {
        f"url.{ROOT}.insteadOf": versions.HOME,
        "user.name": "alice",
        "user.email": "alice@example.com",
        "safe.directory": "*",
    }
    numbered = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (key, value) in enumerate(settings.items()):
        numbered |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return numbered


def _processor_time() -> float:
    """The CPU time of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop the process group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
