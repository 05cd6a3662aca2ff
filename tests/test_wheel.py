"""The wheel, in an empty environment outside the checkout and without a network."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

from scaffolder import __version__
from scaffolder.template import versions
from tests.support import ROOT, clone_of_this_repository, commit, git

OLDER = "v0.0.1"
PURPOSES = "templates/files.yml"
OFFLINE = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "PIP_NO_INDEX": "1"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`scaffolder` from a wheel, installed in a new environment. The clone that it was built from no longer exists.

    The wheel also contains an older release with a shorter .editorconfig and without templates/files.yml.
    """
    folder = tmp_path_factory.mktemp("wheel")
    clone = clone_of_this_repository(folder / "clone")
    git(clone, "rm", "--quiet", PURPOSES)
    commit(clone, "Remove the purposes of files")
    git(clone, "tag", OLDER)
    git(clone, "checkout", "--quiet", "HEAD~", "--", PURPOSES)
    with (clone / "templates" / "layers" / ".editorconfig").open("a") as file:
        file.write("# newer\n")
    commit(clone, "Change a template")
    git(clone, "tag", f"v{__version__}")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--no-index", "--wheel-dir", folder, clone], check=True)
    clone.rename(folder / "gone")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    bin_ = folder / "venv" / "bin"
    pip = [sys.executable, "-m", "pip", "--python", str(bin_ / "python"), "install", "--quiet"]
    wheel = next(folder.glob("*.whl"))
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True)
    # Use the dependencies of this environment. Its own scaffolder comes last.
    site = next((folder / "venv").glob("lib/python*/site-packages"))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return bin_ / "scaffolder"


def run(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = OFFLINE | {"PATH": "/usr/bin:/bin", "HOME": str(folder)}
    return subprocess.run(
        [installed, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_it_lists_all_choices(installed: Path, tmp_path: Path) -> None:
    result = run(installed, tmp_path, "list")
    assert result.returncode == 0, result.stderr
    assert "task-manager" in result.stdout


def test_it_contains_the_data_of_other_commands(installed: Path, tmp_path: Path) -> None:
    assert "ok       git" in run(installed, tmp_path, "doctor").stdout
    assert "typing" in run(installed, tmp_path, "show", "chat").stdout
    shown = run(installed, tmp_path, "show", "chat", "--stack", "fastapi")
    assert "make check" in shown.stdout, shown.stderr
    words = ("new", "blog", "b", "--stack", "fastapi", "--defaults", "--no-lock", "-q", "--to", OLDER)
    assert run(installed, tmp_path, *words).returncode == 0
    explained = run(installed, tmp_path, "explain", "b").stdout
    assert "stack fastapi" in explained
    assert yaml.safe_load((ROOT / PURPOSES).read_text())["Makefile"] in " ".join(explained.split())


def test_it_creates_a_project_of_its_version(installed: Path, tmp_path: Path) -> None:
    result = run(installed, tmp_path, "new", "blog", "made", "--stack", "fastapi", "--defaults", "--no-lock")
    assert result.returncode == 0, result.stderr
    answers = yaml.safe_load((tmp_path / "made" / ".copier-answers.yml").read_text())
    assert (answers["_commit"], answers["_src_path"]) == (f"v{__version__}", versions.HOME)
    assert git(tmp_path / "made", "status", "--porcelain") == ""


def test_it_updates_an_older_project_to_its_version(installed: Path, tmp_path: Path) -> None:
    words = ("new", "blog", "made", "--stack", "fastapi", "--defaults", "--no-lock", "--to", OLDER)
    assert run(installed, tmp_path, *words).returncode == 0
    with (tmp_path / "made" / "README.md").open("a") as file:
        file.write("mine\n")
    commit(tmp_path / "made")
    behind = run(installed, tmp_path, "status", "--check", "made")
    assert behind.returncode == 1
    assert f"{OLDER}, v{__version__} is available" in behind.stdout
    result = run(installed, tmp_path, "update", "--no-check", "made")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "made" / ".editorconfig").read_text().endswith("# newer\n")
    assert (tmp_path / "made" / "README.md").read_text().endswith("mine\n")
    assert run(installed, tmp_path, "status", "--check", "made").returncode == 0


def test_it_contains_no_template_that_pip_would_compile(installed: Path) -> None:
    package = next(installed.parents[1].glob("lib/python*/site-packages/scaffolder"))
    assert {path.suffix for path in (package / "templates").rglob("*") if path.is_file()} == {
        ".yml",
        ".bundle",
    }
