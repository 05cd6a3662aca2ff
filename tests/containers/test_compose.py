"""`docker compose up` in a fresh clone of a generated project, with a real engine and no file edited by hand."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from scaffolder import catalog
from scaffolder.contracts.client import Client
from scaffolder.contracts.document import document
from scaffolder.contracts.plugin import CONTRACTS, wire_of
from scaffolder.contracts.wire import Wire
from tests.containers.images import provide
from tests.support import run_in

SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CELLS = catalog.load().cells()
DATABASES = [choice.name for choice in catalog.load().choices("database")]
# Every database under one cell, and every other cell on a database with a server of its own.
COMBINATIONS = [(*CELLS[0], database) for database in DATABASES] + [
    (*cell, "postgresql") for cell in CELLS[1:]
]

pytestmark = [pytest.mark.docker, pytest.mark.timeout(600)]


@dataclass
class Stack:
    """One compose project. Its name is its own, so that stacks run side by side."""

    folder: Path
    env: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.name = f"scaffolder-test-{secrets.token_hex(4)}"
        self.http = free_port()
        self.https = free_port()

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

    def up(self) -> float:
        """Build and start everything; return the seconds from start to healthy."""
        self.compose("build")
        begun = time.monotonic()
        self.compose("up", "--detach", "--wait", "--wait-timeout", "180")
        return time.monotonic() - begun

    def container(self, service: str) -> dict[str, Any]:
        return inspect(self.compose("ps", "--all", "--quiet", service).strip())


def inspect(name: str) -> dict[str, Any]:
    document = json.loads(subprocess.check_output(["docker", "inspect", name], text=True))[0]
    assert isinstance(document, dict)
    return document


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        assert isinstance(port, int)
        return port


def provide_base_images(*stacks: Stack) -> None:
    """Pull, or build stand-ins for, every image that the compose files and the Dockerfile start from."""
    images = set()
    for stack in stacks:
        for service in stack.configuration()["services"].values():
            if "build" not in service:
                images.add(service["image"])
            else:
                dockerfile = Path(service["build"]["context"]) / "Dockerfile"
                images.update(re.findall(r"^FROM (\S+:\S+)", dockerfile.read_text(), re.MULTILINE))
    provide(*sorted(images))


def clone(folder: Path, project: str, stack: str, database: str) -> Path:
    """A fresh `git clone` of a generated repository."""
    words = ("new", project, "my-tasks", "--stack", stack, "--database", database, "--defaults", "--no-lock")
    result = run_in(folder)(*words)
    assert result.returncode == 0, result.stderr
    subprocess.run(["git", "clone", "--quiet", "my-tasks", "clone"], cwd=folder, check=True)
    return folder / "clone"


@pytest.fixture(
    scope="module",
    params=COMBINATIONS,
    ids="-".join,
)
def checkout(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clone(tmp_path_factory.mktemp("checkout"), *request.param)


@pytest.fixture(scope="module")
def development(checkout: Path) -> Iterator[Stack]:
    stack = Stack(checkout)
    provide_base_images(stack)
    try:
        seconds = stack.up()
        size = inspect(stack.configuration()["services"]["app"]["image"])["Size"] / 1e6
        print(f"\n{checkout.parent.name}: image {size:.0f} MB, healthy after {seconds:.1f} s")
        yield stack
    finally:
        stack.compose("down", "--volumes", check=False)


@pytest.fixture(scope="module")
def wire(checkout: Path) -> Wire:
    return wire_of(project_of(checkout))


def project_of(checkout: Path) -> str:
    name: str = catalog.read_answers(checkout / ".copier-answers.yml")["project"]
    return name.replace("-", "_")


def api_of(checkout: Path, client: httpx.Client) -> Client:
    contract = document(CONTRACTS / project_of(checkout) / "openapi.yaml")
    return Client(client, document=contract, urls=[str(client.base_url).rstrip("/")], prefix=contract.prefix)


def test_a_fresh_clone_comes_up_ready(development: Stack) -> None:
    assert httpx.get(f"http://127.0.0.1:{development.http}/readyz").status_code == 200
    assert development.container("migrate")["State"]["ExitCode"] == 0


def test_it_stops_cleanly_in_time_and_remembers(checkout: Path, development: Stack, wire: Wire) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{development.http}", timeout=20) as client:
        api = api_of(checkout, client)
        alice = wire.sign_up(api)
        begun = time.monotonic()
        development.compose("stop", "app")
        took = time.monotonic() - begun
        assert development.container("app")["State"]["ExitCode"] == 0
        assert took < 10
        development.compose("up", "--detach", "--wait", "--wait-timeout", "180", "--force-recreate")
        wire.sign_in(api, alice.email, alice.password, expect=200)


def test_the_app_runs_as_a_number_that_is_not_root(development: Stack) -> None:
    user = development.container("app")["Config"]["User"]
    assert re.fullmatch(r"[1-9]\d*(:\d+)?", user)


def test_no_compiler_and_no_local_file_is_in_the_image(development: Stack) -> None:
    image = development.configuration()["services"]["app"]["image"]
    look = "for name in cc gcc make git; do command -v $name; done; ls -A; true"
    said = subprocess.check_output(
        ["docker", "run", "--rm", "--entrypoint", "sh", image, "-c", look], text=True
    )
    assert not {".git", ".env", "compose.yaml", "deploy", "tests"} & set(said.split())
    assert not re.search(r"^/\S*/(cc|gcc|make|git)$", said, re.MULTILINE)


@pytest.fixture(scope="module")
def production(checkout: Path) -> Iterator[Stack]:
    names = {"DOMAIN": "localhost", "SECRET_KEY": secrets.token_hex(32), "DATABASE_PASSWORD": "of-a-test"}
    stack = Stack(checkout / "deploy" / "docker", env=names)
    provide_base_images(stack)
    try:
        stack.up()
        wait_for_the_certificate(stack)
        yield stack
    finally:
        stack.compose("down", "--volumes", check=False)


def through_caddy(production: Stack) -> httpx.Client:
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    return httpx.Client(base_url=f"https://localhost:{production.https}", verify=trusting, timeout=20)


def wait_for_the_certificate(production: Stack) -> None:
    """Caddy listens a moment before it has made its certificate."""
    for _ in range(60):
        with contextlib.suppress(httpx.ConnectError), through_caddy(production) as client:
            client.get("/healthz")
            return
        time.sleep(0.5)
    pytest.fail(production.compose("logs", "caddy", "--no-color"))


def test_production_answers_through_tls_from_a_read_only_container(
    checkout: Path, production: Stack, wire: Wire
) -> None:
    with through_caddy(production) as client:
        assert client.get("/readyz").status_code == 200
        alice = wire.sign_up(api_of(checkout, client))
        alice.post(wire.sample_path, json=wire.sample("Stay"), expect=201)
    app = production.container("app")
    assert app["HostConfig"]["ReadonlyRootfs"]
    assert not any(app["NetworkSettings"]["Ports"].values())


def shell_after(heading: str, page: Path) -> str:
    """The first shell block after a heading (or a bold start of paragraph) of a document."""
    text = page.read_text()
    found = SHELL.search(text, text.index(heading))
    assert found, f"{page.name} has no shell after {heading}"
    return found[1]


def test_the_tour_of_the_readme_shows_what_it_says(checkout: Path, development: Stack) -> None:
    readme = (checkout / "README.md").read_text()
    tour = readme[readme.index("## See it in a minute") : readme.index("## Endpoints")]
    promised = re.findall(r"`(\d{3})`", tour)
    script = "".join(SHELL.findall(tour)).replace("127.0.0.1:8000", f"127.0.0.1:{development.http}")
    shown = subprocess.check_output(["sh", "-ec", script], text=True)
    assert len(promised) > 5
    assert re.findall(r"^(\d{3})$", shown, re.MULTILINE) == promised, shown


def test_a_backup_brings_back_what_was_lost(checkout: Path, production: Stack, wire: Wire) -> None:
    page = checkout / "docs" / "deployment.md"
    folder, environment = production.folder, production.environment()
    with through_caddy(production) as client:
        api = api_of(checkout, client)
        before = wire.sign_up(api)
        subprocess.run(
            ["sh", "-ec", shell_after("**Backup.**", page)], cwd=folder, env=environment, check=True
        )
        after = wire.sign_up(api)
        subprocess.run(
            ["sh", "-ec", shell_after("**Restore.**", page)], cwd=folder, env=environment, check=True
        )
        wire.sign_in(api, before.email, before.password, expect=200)
        wire.sign_in(api, after.email, after.password, expect=401)


def test_down_leaves_nothing(development: Stack) -> None:
    development.compose("down", "--volumes")
    project = f"label=com.docker.compose.project={development.name}"
    for kind in ("container", "volume", "network"):
        words = ["docker", kind, "ls", "--quiet", "--filter", project]
        assert subprocess.check_output(words, text=True) == ""
