"""Queries to git: a negative answer, a line, or a failure."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from scaffolder.errors import ScaffolderError
from scaffolder.git import repository, settings, trees
from scaffolder.git.answers import answer
from tests.support import Run, code_of, commit, git


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    git(folder, "init", "--quiet")
    (folder / "file").write_text("text\n")
    commit(folder)
    return folder


def refusal(folder: Path, *words: str) -> ScaffolderError:
    with repository.git_in(folder) as command, pytest.raises(ScaffolderError) as caught:
        answer(command, *words)
    return caught.value


def test_a_negative_answer_is_none_and_a_failure_is_an_error(project: Path) -> None:
    with repository.git_in(project) as command:
        assert answer(command, "rev-parse", "--verify", "--quiet", "nothing") is None
        assert answer(command, "rev-parse", "--is-bare-repository") == "false"
    error = refusal(project, "merge-base", "--is-ancestor", "HEAD", "nothing")
    assert (error.code, "Not a valid object name nothing" in str(error)) == ("git-failed", True)


def test_a_git_that_a_signal_ends_is_reported_with_its_status(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    fragile = tmp_path / "bin" / "git"
    fragile.write_text(
        f'#!/bin/sh\n[ "$1" = write-tree ] && kill -SEGV $$\nexec {shutil.which("git")} "$@"\n'
    )
    fragile.chmod(0o755)
    monkeypatch.setenv("PATH", str(fragile.parent), prepend=os.pathsep)
    with (
        pytest.raises(ScaffolderError, match=r"git failed in .*: it ended with status -11"),
        repository.git_in(project) as command,
    ):
        command.execute(["git", "write-tree"])


def test_git_uses_no_threads(project: Path) -> None:
    with repository.git_in(project) as command:
        assert [answer(command, "config", key) for key in ("core.preloadIndex", "index.threads")] == [
            "false",
            "1",
        ]


def test_an_unreadable_configuration_is_an_error(project: Path) -> None:
    with repository.git_in(project) as command:
        (project / ".git" / "config").write_text("[core\n")
        with pytest.raises(ScaffolderError, match="bad config line"):
            list(settings.without_programs(command))


def test_a_folder_outside_of_a_repository_is_recognised(tmp_path: Path) -> None:
    with repository.git_in(tmp_path) as command:
        assert repository.top_level(command) is None
        assert not repository.is_bare(command)
    with trees.opened(tmp_path) as opened:
        assert opened.prefix == ""


def test_an_untrusted_repository_is_reported(project: Path, run: Run, tmp_path: Path) -> None:
    """Git refuses to work in a folder that belongs to someone else."""
    environment = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "GIT_CONFIG_GLOBAL": str(tmp_path / "none")}
    result = run("new", "blog", project / "inside", "--stack", "fastapi", "--defaults", env=environment)
    assert (result.returncode, code_of(result)) == (1, "git-failed")
    assert "dubious ownership" in result.stderr
