"""A generated chat that runs, and can be stopped and started again at the same address."""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from scaffolder.contracts.servers import free_port
from scaffolder.template import catalog
from tests.support import PATH, run_in

STACKS = [stack for project, stack in catalog.load().cells() if project == "chat"]


@dataclass
class ChatServer:
    folder: Path
    serve: str
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                shlex.split(self.serve),
                cwd=self.folder,
                env=os.environ | {"PATH": PATH, "PORT": str(self.port)} | self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/readyz", trust_env=False).status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError((self.folder / "server.log").read_text())

    def stop(self) -> int:
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(20)


@contextmanager
def running_chat(stack: str, folder: Path) -> Iterator[ChatServer]:
    """Generate the chat of a stack into `folder` and run it on a new SQLite database."""
    facts = catalog.load().facts(stack)
    for program in ("make", *(tool["command"] for tool in facts["tools"])):
        if shutil.which(program, path=PATH) is None:
            pytest.skip(f"{program} is not installed")
    made = run_in(folder.parent)(
        *("new", "chat", folder, "--stack", stack, "--defaults", "--no-git", "--no-lock", "--quiet")
    )
    assert made.returncode == 0, made.stderr
    environment = {"DATABASE_URL": f"sqlite:///{folder}/chat.db", "SECRET_KEY": secrets.token_hex(32)}
    for door in ("setup", "migrate"):
        done = subprocess.run(
            ["make", door],
            cwd=folder,
            env=os.environ | {"PATH": PATH} | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"make {door}\n{done.stdout}{done.stderr}"
    server = ChatServer(folder, serve=facts["commands"]["serve"], environment=environment)
    server.start()
    try:
        yield server
    finally:
        if server.process is not None and server.process.poll() is None:
            server.stop()
