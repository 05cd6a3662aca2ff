"""Development in containers: edits are synchronised, and two projects run side by side."""

from __future__ import annotations

import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from scaffolder.template import catalog
from tests.containers.stack import Stack, clone, running, wait_until
from tests.proofs.subject import Subject

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture(scope="module")
def checkout(subject: Subject, engine: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clone(tmp_path_factory.mktemp("checkout"), subject)


@pytest.fixture(scope="module")
def development(checkout: Path) -> Iterator[Stack]:
    with running(Stack(checkout)) as stack:
        yield stack


@contextmanager
def watching(stack: Stack, log: Path) -> Iterator[None]:
    """Together with `running`, this is `docker compose up --watch`."""
    with log.open("w") as output:
        process = subprocess.Popen(
            ["docker", "compose", "watch", "--no-up"],
            cwd=stack.folder,
            env=stack.environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(lambda: "atch" in log.read_text(), "watching")
        yield
    finally:
        process.terminate()
        process.wait(30)


def sent_by(stack: Stack, path: str) -> str:
    """The body of a page, or nothing while the container is being replaced."""
    with suppress(httpx.TransportError):
        return httpx.get(f"{stack.url}{path}", timeout=10, trust_env=False).text
    return ""


def test_an_edit_reaches_the_running_app(checkout: Path, development: Stack, tmp_path: Path) -> None:
    """The app itself sends the edited file: an image may contain nothing else that could read it."""
    answers = catalog.read_answers(checkout / ".copier-answers.yml")
    folder = catalog.load().about(answers["project"])["assets"][0]
    style = checkout / folder / "style.css"
    edited = f"/* {secrets.token_hex(8)} */"
    with watching(development, tmp_path / "log"):
        style.write_text(f"{style.read_text()}{edited}\n")
        wait_until(lambda: edited in sent_by(development, "/web/style.css"), "the edit", 180)
        wait_until(lambda: development.answers() == 200, "an answer")


def test_two_projects_run_side_by_side(checkout: Path, development: Stack) -> None:
    with running(Stack(checkout)) as other:
        assert (development.answers(), other.answers()) == (200, 200)
        apps = [stack.container("app") for stack in (development, other)]
        assert len({app["Name"] for app in apps}) == 2
        assert len({mount["Name"] for app in apps for mount in app["Mounts"]}) == 2, "they share a volume"
