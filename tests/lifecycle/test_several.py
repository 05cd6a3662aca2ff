"""Updating several projects, and updates that are interrupted or killed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.lifecycle.releases import lines
from tests.support import PATH, Run, commit, git, tree

KILLS = int(os.environ.get("SCAFFOLDER_KILLS", "12"))


def test_each_project_has_a_line_and_failures_do_not_stop_others(
    run: Run, mine: Path, tmp_path: Path
) -> None:
    for name in ("conflicting", "dirty", "current", "fine"):
        shutil.copytree(mine, tmp_path / "all" / name)
    (tmp_path / "all" / "nothing").mkdir()
    (tmp_path / "all" / "conflicting" / "app.txt").write_text(lines(line5="mine"))
    commit(tmp_path / "all" / "conflicting", "Mine")
    (tmp_path / "all" / "dirty" / "app.txt").write_text("mine\n")
    assert run("update", "--no-check", tmp_path / "all" / "current").returncode == 0
    result = run("update", "--no-check", *sorted((tmp_path / "all").iterdir()))
    assert result.returncode == 1
    found = {
        Path(line.split()[0]).name: line for line in result.stdout.splitlines() if line.startswith("all/")
    }
    assert found["fine"].endswith("v0.1.0 -> v0.2.0, 8 files")
    assert found["current"].endswith("v0.2.0, up to date")
    assert "not updated: There are conflicts in app.txt." in found["conflicting"]
    assert "uncommitted changes: app.txt" in found["dirty"]
    assert "is not a generated project" in found["nothing"]
    assert result.stdout.endswith("\n1 updated, 1 up to date, 3 not updated.\n")


def test_projects_in_one_repository_are_updated_one_after_the_other(
    run: Run, mine: Path, tmp_path: Path
) -> None:
    shutil.rmtree(mine / ".git")
    git(tmp_path, "init", "--quiet", "big")
    for name in ("one", "two", "three"):
        shutil.copytree(mine, tmp_path / "big" / name)
    commit(tmp_path / "big")
    result = run("update", "--no-check", *[tmp_path / "big" / name for name in ("one", "two", "three")])
    assert result.returncode == 0, result.stdout
    assert git(tmp_path / "big", "rev-list", "--count", "HEAD") == "4"
    assert git(tmp_path / "big", "status", "--porcelain") == ""


def test_a_dry_run_of_several_writes_nothing(run: Run, mine: Path, tmp_path: Path) -> None:
    shutil.copytree(mine, tmp_path / "other")
    before = tree(mine), git(mine, "rev-parse", "HEAD")
    result = run("update", "--dry-run", mine, tmp_path / "other")
    assert result.returncode == 0
    assert "2 would be updated, 0 up to date, 0 not updated." in result.stdout
    assert before == (tree(mine), git(mine, "rev-parse", "HEAD"))


@pytest.mark.parametrize("alone", [True, False], ids=["the process", "its group"])
def test_an_interrupted_run_leaves_no_traceback_and_no_partial_update(
    alone: bool, mine: Path, template: Path, tmp_path: Path
) -> None:
    for number in range(4):
        shutil.copytree(mine, tmp_path / "all" / str(number))
        (tmp_path / "all" / str(number) / "Makefile").write_text("setup:\ncheck:\n\t@sleep 30\n")
        commit(tmp_path / "all" / str(number), "Wait")
    before = {folder: (tree(folder), git(folder, "for-each-ref")) for folder in (tmp_path / "all").iterdir()}
    process = subprocess.Popen(
        [sys.executable, "-m", "scaffolder", "update", *before],
        env=os.environ | {"PATH": PATH, "SCAFFOLDER_TEMPLATE": str(template), "TMPDIR": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("scaffolder-*/worktree/Makefile")) and time.monotonic() < deadline:
        time.sleep(0.05)
    (os.kill if alone else os.killpg)(process.pid, signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, b"Traceback" in errors) == (130, False), errors.decode()
    assert before == {folder: (tree(folder), git(folder, "for-each-ref")) for folder in before}
    assert left_behind(tmp_path) == []


@pytest.mark.proof
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda sign: sign.name)
def test_interrupted_at_any_moment_the_update_is_complete_or_absent(
    sign: signal.Signals, run: Run, mine: Path, template: Path, tmp_path: Path
) -> None:
    """The process is killed with its group, SCAFFOLDER_KILLS times."""
    command = [sys.executable, "-m", "scaffolder", "update", str(tmp_path / "copy")]
    (tmp_path / "temporary").mkdir()
    environment = os.environ | {
        "PATH": PATH,
        "SCAFFOLDER_TEMPLATE": str(template),
        "TMPDIR": str(tmp_path / "temporary"),
    }
    started = time.monotonic()
    assert run("update", shutil.copytree(mine, tmp_path / "whole")).returncode == 0
    seconds = time.monotonic() - started
    outcomes = [(tree(folder), git(folder, "ls-files", "--stage")) for folder in (mine, tmp_path / "whole")]
    seed = random.randrange(1 << 30)
    moments = random.Random(seed)
    for _ in range(KILLS):
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        shutil.copytree(mine, tmp_path / "copy")
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        time.sleep(0.15 + moments.random() * seconds)
        os.killpg(process.pid, sign)
        _, errors = process.communicate(timeout=60)
        settle(tmp_path / "copy")
        left = tree(tmp_path / "copy"), git(tmp_path / "copy", "ls-files", "--stage")
        assert left in outcomes, f"seed {seed}: {errors.decode()}"
        assert git(tmp_path / "copy", "status", "--porcelain") == "", f"seed {seed}"
        assert git(tmp_path / "copy", "branch", "--format=%(refname:short)") == "main"
        assert git(tmp_path / "copy", "fsck", "--no-progress", "--no-dangling") == ""
        assert b"Traceback" not in errors, f"seed {seed}: {errors.decode()}"
        assert sign == signal.SIGKILL or left_behind(tmp_path / "temporary") == []


def test_killed_during_the_commit_the_update_is_complete(mine: Path, template: Path, tmp_path: Path) -> None:
    """A stand-in for git waits at the one command that writes until all other processes are killed."""
    (tmp_path / "bin").mkdir()
    real = shutil.which("git")
    (tmp_path / "bin" / "git").write_text(
        f'#!/bin/sh\ncase "$*" in *--ff-only*) touch {tmp_path}/landing; sleep 1;; esac\nexec {real} "$@"\n'
    )
    (tmp_path / "bin" / "git").chmod(0o755)
    process = subprocess.Popen(
        [sys.executable, "-m", "scaffolder", "update", "--no-check", mine],
        env=os.environ
        | {
            "PATH": f"{tmp_path / 'bin'}{os.pathsep}{PATH}",
            "SCAFFOLDER_TEMPLATE": str(template),
            "TMPDIR": str(tmp_path),
        },
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not (tmp_path / "landing").exists():
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    settle(mine)
    assert git(mine, "log", "-1", "--format=%s") == "Update the templates to v0.2.0"
    assert git(mine, "status", "--porcelain") == ""


def left_behind(folder: Path) -> list[Path]:
    """Temporary folders that are not empty: a new one may not have been registered for removal yet."""
    return [path for path in folder.glob("scaffolder-*") if any(path.iterdir())]


def settle(project: Path) -> None:
    """Wait for the one git process that finishes even if all others are killed."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        running = [
            process
            for process in Path("/proc").iterdir()
            if process.name.isdigit() and _works_in(process, project)
        ]
        if not running:
            return
        time.sleep(0.02)


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").readlink() == folder
    except OSError:
        return False
