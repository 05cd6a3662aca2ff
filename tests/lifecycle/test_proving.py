"""Before an update is applied: the project's own checks, and a renewed lock file."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.lifecycle.releases import release
from tests.support import Run, code_of, commit, everything, git

BREAKS = {"templates/layers/broken": "assert 1 == 2\n"}


def test_checks_that_only_fail_after_the_update_change_nothing(run: Run, mine: Path, template: Path) -> None:
    release(template, "v0.3.0", BREAKS)
    before = everything(mine)
    result = run("update", mine)
    assert result.returncode == 1
    assert "`make check` passes before it and fails after it" in result.stderr
    assert "assert 1 == 2" in result.stderr
    assert everything(mine) == before


def test_checks_that_failed_before_do_not_prevent_an_update(run: Run, mine: Path, template: Path) -> None:
    (mine / "broken").write_text("mine\n")
    commit(mine, "Mine")
    result = run("update", mine)
    assert result.returncode == 0, result.stderr
    assert "`make check` fails, as it did before the update" in result.stderr


def test_checks_can_be_skipped(run: Run, mine: Path, template: Path) -> None:
    release(template, "v0.3.0", BREAKS)
    assert run("update", "--no-check", mine).returncode == 0


def test_checks_run_on_a_copy_of_the_committed_files(run: Run, mine: Path) -> None:
    """Untracked files are not in the copy, and files that the checks write are not kept."""
    (mine / "Makefile").write_text(
        "setup:\ncheck:\n\t@touch litter; git log -1 --format=%s; test ! -f idea\n"
    )
    commit(mine, "Mine")
    (mine / "idea").write_text("precious\n")
    result = run("update", mine)
    assert result.returncode == 0, result.stderr
    assert "as it did before" not in result.stderr
    assert not (mine / "litter").exists()
    assert "litter" not in git(mine, "ls-files")


def test_a_missing_make_is_reported(run: Run, mine: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    for tool in ("git", "sh", "cp"):
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or tool)
    before = everything(mine)
    result = run("update", mine, env={"PATH": str(tmp_path / "bin")})
    assert (result.returncode, code_of(result)) == (2, "make-missing")
    assert everything(mine) == before


NEEDS = {"templates/layers/requirements.txt": "flask\nhttpx\n"}


def test_the_lock_file_is_renewed(run: Run, mine: Path, template: Path) -> None:
    release(template, "v0.3.0", NEEDS)
    (mine / "lock.txt").write_text("stale\n")
    commit(mine, "Mine")
    assert run("update", "--no-check", mine).returncode == 0
    assert (mine / "lock.txt").read_text() == "flask\nhttpx\n"
    assert git(mine, "status", "--porcelain") == ""


def test_a_failed_lock_is_reported(run: Run, mine: Path, template: Path, tmp_path: Path) -> None:
    release(template, "v0.3.0", NEEDS)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "cp").write_text("#!/bin/sh\necho no route >&2\nexit 1\n")
    (tmp_path / "bin" / "cp").chmod(0o755)
    result = run("update", "--no-check", mine, env={"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"})
    assert result.returncode == 0, result.stderr
    assert "failed: no route." in result.stderr
    assert (mine / "lock.txt").read_text() == "flask\n"


def test_a_missing_lock_file_is_not_created(run: Run, mine: Path, template: Path) -> None:
    release(template, "v0.3.0", NEEDS)
    (mine / "lock.txt").unlink()
    commit(mine, "Mine")
    assert run("update", "--no-check", mine).returncode == 0
    assert not (mine / "lock.txt").exists()
