"""The image of each stack: its content, and that it runs with minimal privileges."""

from __future__ import annotations

import json
import re
import secrets
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from scaffolder.template import catalog
from tests.containers.images import STOP_SECONDS, inspect, provide
from tests.containers.stack import base_images, clone, wait_until
from tests.proofs.subject import Subject

BUILD_TOOLS = "cc gcc c++ make git uv cargo go"
CHECKING_TOOLS = "pytest ruff mypy vitest eslint prettier tsc"

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture(scope="module")
def checkout(subject: Subject, engine: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = clone(tmp_path_factory.mktemp("checkout"), subject)
    provide(*base_images(folder / "Dockerfile"))
    return folder


@pytest.fixture(scope="module")
def secret(checkout: Path) -> str:
    """A secret in every place where a developer may have put one."""
    value = secrets.token_hex(16)
    for name in (".env", ".env.production", "deploy/docker/.env", "app.db", "server.log"):
        (checkout / name).write_text(f"SECRET_KEY={value}\n")
    return value


@pytest.fixture(scope="module")
def image(checkout: Path, subject: Subject, secret: str) -> Iterator[str]:
    name = f"scaffolder-test/hardening-{subject.project}-{subject.stack}"
    build(checkout, "--tag", name, "--build-arg", "VERSION=1.2.3")
    yield name
    subprocess.run(["docker", "image", "rm", name], stdout=subprocess.DEVNULL, check=True)


def build(checkout: Path, *words: str) -> subprocess.CompletedProcess[str]:
    done = attempt(checkout, *words)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-6000:]
    return done


def attempt(checkout: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = ["docker", "buildx", "build", *words, "."]
    return subprocess.run(command, cwd=checkout, text=True, capture_output=True, check=False)


@pytest.fixture(scope="module")
def files(image: str) -> list[tarfile.TarInfo]:
    """What is in the image, read from outside, since it may have no shell."""
    container = subprocess.check_output(["docker", "create", image], text=True).strip()
    try:
        with (
            subprocess.Popen(["docker", "export", container], stdout=subprocess.PIPE) as export,
            tarfile.open(fileobj=export.stdout, mode="r|") as archive,
        ):
            return list(archive)
    finally:
        subprocess.run(["docker", "rm", container], stdout=subprocess.DEVNULL, check=True)


def test_the_image_has_a_numeric_user_that_is_not_root(image: str, container: str) -> None:
    user = inspect(image)["Config"]["User"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    running = subprocess.check_output(["docker", "top", container, "-eo", "pid,uid"], text=True)
    assert {line.split()[1] for line in running.splitlines()} == {"UID", user.split(":")[0]}


def test_the_image_has_labels(checkout: Path, image: str) -> None:
    answers = catalog.read_answers(checkout / ".copier-answers.yml")
    labels = inspect(image)["Config"]["Labels"]
    prefix = "org.opencontainers.image."
    assert labels[f"{prefix}title"] == answers["name"]
    assert labels[f"{prefix}description"] == answers["description"]
    assert labels[f"{prefix}version"] == "1.2.3"
    assert labels[f"{prefix}licenses"] == "MIT"


def test_the_image_only_contains_runtime_files(image: str, files: list[tarfile.TarInfo]) -> None:
    paths = {PurePosixPath("/", file.name) for file in files}
    here = {path.name for path in paths if path.parent == workdir(image)}
    assert here
    assert not here & {".git", ".env", "tests", "docs", "deploy", "Makefile", "Dockerfile", "compose.yaml"}
    variables = dict(line.split("=", 1) for line in inspect(image)["Config"]["Env"])
    folders = {PurePosixPath(folder) for folder in variables["PATH"].split(":")}
    programs = {
        path.name for path in paths if path.parent in folders | {PurePosixPath("/srv/node_modules/.bin")}
    }
    assert not programs & {*BUILD_TOOLS.split(), *CHECKING_TOOLS.split()}


def test_the_user_of_the_image_cannot_modify_the_app(image: str, files: list[tarfile.TarInfo]) -> None:
    user, group = map(int, inspect(image)["Config"]["User"].split(":"))
    app = [file for file in files if PurePosixPath("/", file.name).is_relative_to(workdir(image))]
    assert app
    writable = {file.name.rstrip("/") for file in app if not file.issym() and is_writable(file, user, group)}
    assert writable <= {"data"}


def workdir(image: str) -> PurePosixPath:
    return PurePosixPath(inspect(image)["Config"]["WorkingDir"] or "/")


def is_writable(file: tarfile.TarInfo, user: int, group: int) -> bool:
    permission = 0o200 if file.uid == user else 0o020 if file.gid == group else 0o002
    return bool(file.mode & permission)


def test_the_image_contains_no_secret(checkout: Path, image: str, secret: str, tmp_path: Path) -> None:
    archive = tmp_path / "image.tar"
    subprocess.run(["docker", "save", "--output", archive, image], check=True)
    title = next(iter((checkout / "openapi.yaml").read_text().splitlines()))
    assert contains(archive, title), (
        "layers cannot be searched like this, so a secret would not be found either"
    )
    assert not contains(archive, secret)
    below = base_images(checkout / "Dockerfile").pop()
    own = history(image)[: -len(history(below))]
    kept = json.dumps([inspect(image)["Config"], own])
    assert secret not in kept
    assert not re.search(r"(SECRET_KEY|PASSWORD|TOKEN)=", kept)


def contains(archive: Path, words: str) -> bool:
    return subprocess.run(["grep", "--quiet", "--fixed-strings", words, archive], check=False).returncode == 0


def history(image: str) -> list[str]:
    words = ["docker", "history", "--no-trunc", "--format", "{{.CreatedBy}}", image]
    return subprocess.check_output(words, text=True).splitlines()


@pytest.fixture
def container(image: str) -> Iterator[str]:
    """A container with a read-only file system, a volume for data and no capabilities."""
    limits = ["--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"]
    settings = {"ENVIRONMENT": "production", "SECRET_KEY": secrets.token_hex(32)}
    settings["DATABASE_URL"] = "sqlite:////data/app.db"
    variables = [word for name, value in settings.items() for word in ("--env", f"{name}={value}")]
    words = ["docker", "run", "--detach", "--network", "none", "--volume", "/data"]
    name = subprocess.check_output([*words, *limits, *variables, image], text=True).strip()
    yield name
    subprocess.run(["docker", "rm", "--force", "--volumes", name], stdout=subprocess.DEVNULL, check=True)


def state(container: str) -> dict[str, Any]:
    found: dict[str, Any] = inspect(container)["State"]
    return found


def test_a_read_only_container_becomes_healthy_and_stops_immediately(container: str) -> None:
    wait_until(lambda: state(container)["Health"]["Status"] == "healthy", "health")
    assert "migrat" not in log_of(container).lower(), "migrations are a separate step"
    stop = ["docker", "stop", "--time", str(STOP_SECONDS), container]
    subprocess.run(stop, stdout=subprocess.DEVNULL, check=True)
    assert state(container)["ExitCode"] == 0


def log_of(container: str) -> str:
    return subprocess.check_output(["docker", "logs", container], text=True, stderr=subprocess.STDOUT)


def test_a_server_that_hangs_becomes_unhealthy(container: str) -> None:
    wait_until(lambda: state(container)["Health"]["Status"] == "healthy", "health")
    subprocess.run(["docker", "kill", "--signal", "STOP", container], stdout=subprocess.DEVNULL, check=True)
    wait_until(lambda: state(container)["Health"]["Status"] == "unhealthy", "bad health", 90)
    subprocess.run(["docker", "kill", "--signal", "CONT", container], stdout=subprocess.DEVNULL, check=True)


def test_the_test_stage_fails_if_make_check_fails(checkout: Path, image: str) -> None:
    stage = ("--target", "test", "--output", "type=cacheonly")
    build(checkout, *stage)
    makefile = checkout / "Makefile"
    makefile.write_text(makefile.read_text().replace("check: lint", "broken:\n\t@exit 3\ncheck: broken lint"))
    done = attempt(checkout, *stage)
    assert done.returncode != 0
    assert "make: *** [Makefile" in done.stderr
