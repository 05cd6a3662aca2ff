"""A running project that can be restarted at the same address."""

from __future__ import annotations

import os
import secrets
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from scaffolder.contracts.servers import free_port
from scaffolder.template import catalog
from tests.pipelines.running import succeed
from tests.proofs import cells
from tests.proofs.subject import Subject
from tests.support import PATH


@dataclass
class Server:
    folder: Path
    log: Path
    serve: str
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                shlex.split(self.serve),
                cwd=self.folder,
                env=os.environ | {"PATH": PATH, "PORT": str(self.port)} | self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                # `uv run` is the parent of the server.
                process_group=0,
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/readyz", trust_env=False).status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def stop(self) -> int:
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(20)

    def restart(self, **settings: str) -> None:
        self.environment |= settings
        self.stop()
        self.start()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Accept connections and do not answer."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.process.pid, signal.SIGCONT)


@contextmanager
def running_cell(subject: Subject, folder: Path, **settings: str) -> Iterator[Server]:
    """Run the cell of a subject on a new SQLite database in `folder`, whatever the subject's database."""
    cells.skip_without_tools(subject.stack)
    cell = cells.shared(Subject(subject.stack, subject.project, "sqlite"))
    with running(cell, subject.stack, folder, **settings) as server:
        yield server


@contextmanager
def running(project: Path, stack: str, folder: Path, **settings: str) -> Iterator[Server]:
    """Run a project, with its log and a new SQLite database in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        "DATABASE_URL": f"sqlite:///{folder}/web.db",
        "SECRET_KEY": secrets.token_hex(32),
        **settings,
    }
    succeed(project, "make migrate", **environment)
    serve = catalog.load().facts(stack)["commands"]["serve"]
    server = Server(project, folder / "server.log", serve=serve, environment=environment)
    server.start()
    try:
        yield server
    finally:
        if server.process is not None and server.process.poll() is None:
            server.stop()
