"""`.ci/release` creates a release in one step, and rejects invalid ones."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scaffolder import __version__
from tests.support import clone_of_this_repository, commit, git

VERSION = "7.0.0"


def release(clone: Path, *words: str) -> subprocess.CompletedProcess[str]:
    identity = {f"GIT_{role}_{key}": "alice" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    return subprocess.run(
        [".ci/release", *words],
        cwd=clone,
        env={**os.environ, **identity, "PYTHON": sys.executable, "PIP_NO_INDEX": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = clone_of_this_repository(tmp_path_factory.mktemp("release") / "clone")
    git(folder, "switch", "--quiet", "--force-create", "main")
    # Longer than the buffer of a pipe.
    changelog = folder / "CHANGELOG.md"
    many = "## Unreleased\n\n### Added\n\n" + "- A change.\n" * 10_000
    changelog.write_text(changelog.read_text().replace("## Unreleased\n\n### Added\n\n", many, 1))
    commit(folder)
    return folder


def test_only_a_next_version_is_accepted(clone: Path) -> None:
    head = git(clone, "rev-parse", "HEAD")
    git(clone, "tag", "v6.9.10")
    for version, sentence in (
        ("", "Give the version"),
        ("v7", "Give the version"),
        ("6.9.9", "is newer than"),
    ):
        result = release(clone, version)
        assert (result.returncode, sentence in result.stderr) == (2, True), result.stderr
    (clone / "README.md").write_text("changed\n")
    assert "Commit your changes first." in release(clone, VERSION).stderr
    git(clone, "checkout", "--quiet", "README.md")
    assert git(clone, "rev-parse", "HEAD") == head


def test_it_sets_the_version_closes_the_changelog_tags_and_builds(clone: Path) -> None:
    result = release(clone, VERSION)
    assert result.returncode == 0, result.stderr
    assert (clone / "dist" / f"scaffolder-{VERSION}-py3-none-any.whl").is_file()
    assert f'__version__ = "{VERSION}"' in (clone / "scaffolder" / "__init__.py").read_text()
    assert git(clone, "describe", "--exact-match") == f"v{VERSION}"
    changelog = (clone / "CHANGELOG.md").read_text()
    assert (
        changelog.index("## Unreleased") < changelog.index(f"## {VERSION} - 2") < changelog.index("### Added")
    )
    assert git(clone, "status", "--porcelain") == ""
    commit(clone, "Nothing new")
    assert "no unreleased changes" in release(clone, "7.0.1").stderr
    assert __version__ != VERSION
