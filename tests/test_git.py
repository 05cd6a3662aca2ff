"""What git says: no, a line, or that it failed."""

from __future__ import annotations

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


def test_no_is_no_answer_and_a_failure_is_none(project: Path) -> None:
    with repository.git_in(project) as command:
        assert answer(command, "rev-parse", "--verify", "--quiet", "nothing") is None
        assert answer(command, "rev-parse", "--is-bare-repository") == "false"
    error = refusal(project, "merge-base", "--is-ancestor", "HEAD", "nothing")
    assert (error.code, "Not a valid object name nothing" in str(error)) == ("git-failed", True)


def test_a_configuration_that_git_cannot_read_is_not_one_that_says_nothing(project: Path) -> None:
    with repository.git_in(project) as command:
        (project / ".git" / "config").write_text("[core\n")
        with pytest.raises(ScaffolderError, match="bad config line"):
            list(settings.without_programs(command))


def test_a_folder_outside_of_any_repository_has_none(tmp_path: Path) -> None:
    with repository.git_in(tmp_path) as command:
        assert repository.top_level(command) is None
        assert not repository.is_bare(command)
    with trees.opened(tmp_path) as opened:
        assert opened.prefix == ""


def test_a_repository_that_git_does_not_trust_is_not_taken_for_none(
    project: Path, run: Run, tmp_path: Path
) -> None:
    """Git refuses to work in a folder of somebody else."""
    environment = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "GIT_CONFIG_GLOBAL": str(tmp_path / "none")}
    result = run("new", "blog", project / "inside", "--stack", "fastapi", "--defaults", env=environment)
    assert (result.returncode, code_of(result)) == (1, "git-failed")
    assert "dubious ownership" in result.stderr
