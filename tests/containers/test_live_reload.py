"""Development in containers: an edit is followed, and two projects run side by side."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scaffolder import catalog
from tests.containers.images import inspect
from tests.containers.stack import Stack, clone, running, wait_until

STACKS = [choice.name for choice in catalog.load().choices("stack")]
PROJECT = catalog.load().cells()[0][0]

pytestmark = [pytest.mark.docker, pytest.mark.timeout(600)]


@pytest.fixture(scope="module", params=STACKS)
def checkout(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clone(tmp_path_factory.mktemp("checkout"), PROJECT, request.param, "sqlite")


@contextmanager
def watching(stack: Stack, log: Path) -> Iterator[None]:
    """`docker compose up --watch` is this and what `running` has done."""
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


def test_an_edit_reaches_the_running_app(checkout: Path, tmp_path: Path) -> None:
    answers = catalog.read_answers(checkout / ".copier-answers.yml")
    folder = catalog.load().facts(answers["stack"])["image"]["watch"][0]
    with running(Stack(checkout)) as stack, watching(stack, tmp_path / "log"):
        (checkout / folder / "edited.txt").write_text("An edit.\n")
        inside = ("exec", "-T", "app", "cat", f"{folder}/edited.txt")
        wait_until(lambda: stack.compose(*inside, check=False) == "An edit.\n", "the edit", 120)
        wait_until(lambda: stack.answers() == 200, "an answer")


def test_two_projects_run_side_by_side(checkout: Path) -> None:
    with running(Stack(checkout)) as one, running(Stack(checkout)) as other:
        assert (one.answers(), other.answers()) == (200, 200)
        apps = [inspect(stack.compose("ps", "--quiet", "app").strip())["Name"] for stack in (one, other)]
        assert len(set(apps)) == 2
