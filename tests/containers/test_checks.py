"""`make setup` and `make check` in a container that has git, make and what the stack's image brings, nothing else."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from scaffolder import catalog
from tests.containers.images import provide
from tests.support import run_in

# Where more has to be installed first, the devcontainer's set-up says so.
CELLS = [
    (project, stack)
    for project, stack in catalog.load().cells()
    if catalog.load().facts(stack)["devcontainer"]["setup"] == "make setup"
]

pytestmark = [pytest.mark.docker, pytest.mark.timeout(900)]


def image_with_git_and_make(base: str) -> str:
    provide(base)
    name = f"scaffolder-test/checks-{base.replace(':', '-')}"
    packages = "apt-get update && apt-get install --yes --no-install-recommends git make"
    subprocess.run(
        ["docker", "build", "--quiet", "--tag", name, "-"],
        input=f"FROM {base}\nRUN {packages}\n",
        text=True,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return name


@pytest.mark.parametrize(("project", "stack"), CELLS, ids=["-".join(cell) for cell in CELLS])
def test_a_fresh_clone_passes_its_own_checks(tmp_path: Path, project: str, stack: str) -> None:
    made = run_in(tmp_path)("new", project, "made", "--stack", stack, "--defaults", "--no-lock")
    assert made.returncode == 0, made.stderr
    image = image_with_git_and_make(catalog.load().facts(stack)["image"]["base"])
    script = "git clone --quiet /made clone && cd clone && make setup && make check"
    words = ["docker", "run", "--rm", "--volume", f"{tmp_path / 'made'}:/made:ro", "--workdir", "/srv"]
    done = subprocess.run(
        [*words, image, "sh", "-ec", script],
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
