"""A project of a tiny template at v0.1.0, of which v0.2.0 has been released."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.lifecycle.releases import SECOND, first_release, release
from tests.support import Run, run_in


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The template and a project, which tests copy before they change them."""
    folder = tmp_path_factory.mktemp("published")
    template = first_release(folder / "template")
    words = ("new", "notes", "mine", "--stack", "plain", "--defaults", "--template", template)
    result = run_in(folder)(*words)
    assert result.returncode == 0, result.stderr
    release(template, "v0.2.0", SECOND)
    return template, folder / "mine"


@pytest.fixture
def template(published: tuple[Path, Path], tmp_path: Path) -> Path:
    shutil.copytree(published[0], tmp_path / "template")
    return tmp_path / "template"


@pytest.fixture
def mine(published: tuple[Path, Path], tmp_path: Path) -> Path:
    shutil.copytree(published[1], tmp_path / "mine", symlinks=True)
    return tmp_path / "mine"


@pytest.fixture
def run(tmp_path: Path, template: Path) -> Run:
    """`scaffolder` with SCAFFOLDER_TEMPLATE on the template."""
    return run_in(tmp_path, {"SCAFFOLDER_TEMPLATE": str(template)})


@pytest.fixture(scope="session", autouse=True)
def identity(tmp_path_factory: pytest.TempPathFactory) -> None:
    config = tmp_path_factory.mktemp("home") / "gitconfig"
    config.write_text("[user]\n\tname = Alice Liddell\n\temail = alice@example.com\n")
    os.environ["GIT_CONFIG_GLOBAL"] = str(config)
