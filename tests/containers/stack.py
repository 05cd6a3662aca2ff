"""A compose project in a fresh clone of a generated repository."""

from __future__ import annotations

import json
import os
import re
import secrets
import shlex
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from pytest_docker.plugin import DockerComposeExecutor, get_docker_services

from scaffolder.contracts.client import Client
from scaffolder.contracts.document import document
from scaffolder.contracts.plugin import CONTRACTS, wire_of
from scaffolder.contracts.servers import free_port
from scaffolder.contracts.wire import Wire
from scaffolder.template import catalog
from tests.containers.images import inspect, provide
from tests.proofs.subject import Subject
from tests.support import run_in

READY_SECONDS = 60

# The same commands as in CI; a test compares them.
BOOT = ("docker compose build app", "docker compose up --detach --wait --wait-timeout 180")


@dataclass
class Stack:
    """A compose project with a unique name, so that several can run side by side."""

    folder: Path
    env: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.name = f"scaffolder-test-{secrets.token_hex(4)}"
        self.http, self.https = free_port(), free_port()
        ports = {"PORT": self.http, "HTTP_PORT": self.http, "HTTPS_PORT": self.https}
        self.variables = {name: str(value) for name, value in {**ports, **self.env}.items()}
        # pytest-docker runs this in a shell and has no other way to set a variable.
        settings = [f"{name}={value}" for name, value in self.variables.items()]
        self.command = shlex.join(["env", *settings, "docker", "compose"])
        self.file = str(self.folder / "compose.yaml")
        self.executor = DockerComposeExecutor(self.command, self.file, self.name)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http}"

    def environment(self) -> dict[str, str]:
        """The environment for calling `docker compose` in the folder directly."""
        return {**os.environ, "COMPOSE_PROJECT_NAME": self.name, **self.variables}

    def compose(self, *words: str) -> None:
        """Run a Compose command. Errors include the end of the services' logs."""
        try:
            self.executor.execute(shlex.join(words))
        except Exception as error:
            error.add_note(self.output("logs", "--no-color")[-4000:])
            raise

    def output(self, *words: str, codes: Iterable[int] = (0,)) -> str:
        """Run a Compose command and return its output, without warnings."""
        printed: bytes = self.executor.execute(shlex.join(words), success_codes=codes, ignore_stderr=True)
        return printed.decode()

    def configuration(self) -> dict[str, Any]:
        document = json.loads(self.output("config", "--format", "json"))
        assert isinstance(document, dict)
        return document

    @property
    def image(self) -> str:
        return str(self.configuration()["services"]["app"]["image"])

    def up(self, *words: str) -> None:
        """Build and start everything, and wait until it is healthy."""
        build, boot = (shlex.split(command)[2:] for command in BOOT)
        self.compose(*build)
        self.compose(*boot, *words)

    def replace(self, service: str) -> None:
        """Replace a container by a new one, which only keeps named volumes."""
        anew = ("--force-recreate", "--renew-anon-volumes")
        self.compose("up", "--detach", "--no-build", "--no-deps", *anew, service)

    def container(self, service: str) -> dict[str, Any]:
        return inspect(self.output("ps", "--all", "--quiet", service).strip())

    def answers(self, path: str = "/readyz") -> int:
        """The status code of a page, or 0 without a response."""
        with suppress(httpx.TransportError):
            return httpx.get(f"{self.url}{path}", timeout=10, trust_env=False).status_code
        return 0


@contextmanager
def running(stack: Stack, *words: str) -> Iterator[Stack]:
    """Start a stack from local images, and check that `down` removes everything else."""
    provide_base_images(stack)
    # Start it here: pytest-docker does not clean up if its own setup command fails.
    with get_docker_services(stack.command, stack.file, stack.name, [], "down --volumes"):
        stack.up(*words)
        yield stack
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


def clone(folder: Path, subject: Subject) -> Path:
    """A fresh clone of a generated repository. Its name is unique, since the image is named after it."""
    name = f"my-{subject.project}-{subject.stack}-{subject.database}"
    words = ("--stack", subject.stack, "--database", subject.database, "--defaults", "--no-lock")
    result = run_in(folder)("new", subject.project, name, *words)
    assert result.returncode == 0, result.stderr
    subprocess.run(["git", "clone", "--quiet", folder / name, "clone"], cwd=folder, check=True)
    return folder / "clone"


def wire_at(checkout: Path) -> Wire:
    return wire_of(project_at(checkout))


def project_at(checkout: Path) -> str:
    name: str = catalog.read_answers(checkout / ".copier-answers.yml")["project"]
    return name.replace("-", "_")


def api_at(checkout: Path, client: httpx.Client) -> Client:
    contract = document(CONTRACTS / project_at(checkout) / "openapi.yaml")
    return Client(client, document=contract, urls=[str(client.base_url).rstrip("/")], prefix=contract.prefix)


def wait_until(condition: Callable[[], bool], what: str, seconds: float = READY_SECONDS) -> float:
    """Return the seconds that it took."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds, f"{what} did not happen within {seconds:.0f} s"
        time.sleep(0.1)
    return time.monotonic() - begun
