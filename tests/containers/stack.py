"""A compose project of a generated repository, in a fresh clone of it."""

from __future__ import annotations

import json
import os
import re
import secrets
import shlex
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from scaffolder import catalog
from scaffolder.contracts.client import Client
from scaffolder.contracts.document import document
from scaffolder.contracts.plugin import CONTRACTS, wire_of
from scaffolder.contracts.wire import Wire
from scaffolder.servers import free_port
from tests.containers.images import inspect, provide
from tests.support import run_in

READY_SECONDS = 60


# As CI does it; a test compares.
BOOT = ("docker compose build app", "docker compose up --detach --wait --wait-timeout 180")


@dataclass
class Stack:
    """One compose project. Its name is its own, so that stacks run side by side."""

    folder: Path
    env: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.name = f"scaffolder-test-{secrets.token_hex(4)}"
        self.http = free_port()
        self.https = free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http}"

    def environment(self) -> dict[str, str]:
        own = {"COMPOSE_PROJECT_NAME": self.name, "PORT": str(self.http)}
        return {**os.environ, **own, "HTTP_PORT": str(self.http), "HTTPS_PORT": str(self.https), **self.env}

    def compose(self, *words: str, check: bool = True) -> str:
        result = subprocess.run(
            ["docker", "compose", *words],
            cwd=self.folder,
            env=self.environment(),
            text=True,
            capture_output=True,
            check=False,
        )
        assert not check or result.returncode == 0, (
            f"docker compose {' '.join(words)}\n{result.stdout}\n{result.stderr}\n"
            + self.compose("logs", "--no-color", check=False)[-4000:]
        )
        return result.stdout

    def configuration(self) -> dict[str, Any]:
        document = json.loads(self.compose("config", "--format", "json"))
        assert isinstance(document, dict)
        return document

    @property
    def image(self) -> str:
        return str(self.configuration()["services"]["app"]["image"])

    def up(self, *words: str) -> None:
        """Build and start everything, and wait until it is healthy."""
        build, boot = BOOT
        self.compose(*shlex.split(build)[2:])
        self.compose(*shlex.split(boot)[2:], *words)

    def container(self, service: str) -> dict[str, Any]:
        return inspect(self.compose("ps", "--all", "--quiet", service).strip())

    def answers(self, path: str = "/readyz") -> int:
        """The status of a page, or 0 while nobody answers."""
        with suppress(httpx.TransportError):
            return httpx.get(f"{self.url}{path}", timeout=10, trust_env=False).status_code
        return 0


@contextmanager
def running(stack: Stack, *words: str) -> Iterator[Stack]:
    """Start it from images that are at hand, and see that `down` leaves nothing of it but them."""
    provide_base_images(stack)
    try:
        stack.up(*words)
        yield stack
    finally:
        stack.compose("down", "--volumes", check=False)
    assert left_over(stack) == []


def left_over(stack: Stack) -> list[str]:
    project = f"label=com.docker.compose.project={stack.name}"
    listed = [
        subprocess.check_output(["docker", kind, "ls", "--filter", project, "--quiet"], text=True).split()
        for kind in ("container", "volume", "network")
    ]
    return [name for names in listed for name in names]


def provide_base_images(stack: Stack) -> None:
    """Pull, or build stand-ins for, every image that the compose file and the Dockerfile start from."""
    images = set()
    for service in stack.configuration()["services"].values():
        if "build" in service:
            images.update(base_images(Path(service["build"]["context"]) / "Dockerfile"))
        else:
            images.add(service["image"])
    provide(*sorted(images))


def base_images(dockerfile: Path) -> set[str]:
    return set(re.findall(r"^FROM (\S+:\S+)", dockerfile.read_text(), re.MULTILINE))


def clone(folder: Path, project: str, stack: str, database: str) -> Path:
    """A fresh `git clone` of a generated repository. Its name, which its image has, is that of no other."""
    words = ("--stack", stack, "--database", database, "--defaults", "--no-lock")
    made = run_in(folder)("new", project, f"my-{project}-{stack}-{database}", *words)
    assert made.returncode == 0, made.stderr
    subprocess.run(["git", "clone", "--quiet", next(folder.iterdir()), "clone"], cwd=folder, check=True)
    return folder / "clone"


def wire_at(checkout: Path) -> Wire:
    return wire_of(project_at(checkout))


def project_at(checkout: Path) -> str:
    name: str = catalog.read_answers(checkout / ".copier-answers.yml")["project"]
    return name.replace("-", "_")


def api_at(checkout: Path, client: httpx.Client) -> Client:
    contract = document(CONTRACTS / project_at(checkout) / "openapi.yaml")
    return Client(client, document=contract, urls=[str(client.base_url).rstrip("/")], prefix=contract.prefix)


def wait_until(happened: Callable[[], bool], what: str, seconds: float = READY_SECONDS) -> float:
    """How long it took, in seconds."""
    begun = time.monotonic()
    while not happened():
        assert time.monotonic() - begun < seconds, f"{what} did not happen within {seconds:.0f} s"
        time.sleep(0.1)
    return time.monotonic() - begun
