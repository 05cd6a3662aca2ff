"""What follows an update: completing one that was kept in a branch, and taking one back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder import landing, projects, proving, repository, trees
from scaffolder.errors import ScaffolderError
from scaffolder.landing import Ground

if TYPE_CHECKING:
    from git import Git

_MARKER = r"^(<<<<<<< your project|>>>>>>> template )"


def finish(folder: Path, *, check: bool, progress: Callable[[str], None]) -> tuple[str, list[str]]:
    """Land what the current branch, left by --keep, holds; the branch it landed on, and notes."""
    projects.read(folder)
    ground = landing.ground(folder)
    notes: list[str] = []
    with trees.opened(folder.resolve()) as opened, repository.git_in(folder) as git:
        target, onto = _target(git, ground)
        _refuse_markers(git, ground)
        message = str(git.execute(["git", "log", "--reverse", "--format=%B%x00", f"{onto}..HEAD"])).split(
            "\0"
        )[0]
        with repository.identified(opened.git):
            commit = opened.commit(f"{ground.head}^{{tree}}", message.strip(), onto, sign=True)
        if check:
            with proving.bench(opened, target) as bench:
                reason = bench.is_worse(commit, onto, notes, progress)
            if reason:
                raise ScaffolderError(f"{reason}\nNothing was changed.", exit_code=1)
        landing.finish(opened, ground, target, onto, commit)
    return target, notes


def _target(git: Git, ground: Ground) -> tuple[str, str]:
    """The branch that a kept update is to land on, and its commit."""
    upstream = repository.answer(git, "rev-parse", "--symbolic-full-name", "@{upstream}") or ""
    if not ground.branch.startswith("scaffolder/") or not upstream.startswith("refs/heads/"):
        raise ScaffolderError(
            f"{ground.branch} holds no update to finish. `git switch` to the branch that --keep left.",
            exit_code=1,
        )
    target = upstream.removeprefix("refs/heads/")
    onto = str(git.execute(["git", "rev-parse", upstream]))
    if repository.answer(git, "merge-base", "--is-ancestor", onto, "HEAD") is None:
        raise ScaffolderError(f"{target} has moved since. `git rebase {target}`, then finish.", exit_code=1)
    return target, onto


def _refuse_markers(git: Git, ground: Ground) -> None:
    found = repository.answer(git, "grep", "--name-only", "-I", "-E", _MARKER, ground.head)
    if found:
        names = ", ".join(line.partition(":")[2] for line in found.splitlines())
        raise ScaffolderError(f"Conflicts are left in {names}. Put them right and commit.", exit_code=1)


def undo(folder: Path, *, dry_run: bool = False) -> str:
    """Take the last update of the current branch back; the subject of its commit."""
    projects.read(folder)
    with repository.git_in(folder) as git:
        branch = repository.answer(git, "symbolic-ref", "--quiet", "HEAD") or ""
        log = (
            repository.answer(git, "log", "--walk-reflogs", "-2", "--format=%H %gs", branch, "--")
            if branch
            else ""
        )
        moves = (log or "").splitlines()
        if len(moves) < 2 or not re.match(rf"\w+ {landing.UPDATE}\b", moves[0]):
            raise ScaffolderError("The last thing that happened to this branch is no update.", exit_code=1)
        head, before = (move.split()[0] for move in moves)
        if repository.answer(git, "rev-parse", f"{head}^") != before:
            raise ScaffolderError("The commit before the update is not where it was.", exit_code=1)
        if pushed := repository.answer(git, "branch", "--remotes", "--contains", head):
            where = ", ".join(pushed.split())
            raise ScaffolderError(
                f"It is published in {where}. `git revert HEAD` takes it back.", exit_code=1
            )
        subject = str(git.execute(["git", "log", "-1", "--format=%s", head]))
        top = Path(str(git.execute(["git", "rev-parse", "--show-toplevel"])))
    if dry_run:
        return subject
    with trees.opened(top) as opened:
        changes = opened.changes(head, before)
        landing.move_back(top, Ground(top, branch, head), before, changes)
    return subject
