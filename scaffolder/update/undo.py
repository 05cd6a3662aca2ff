"""Undo the last update."""

from __future__ import annotations

import re
from pathlib import Path

from scaffolder.errors import ScaffolderError
from scaffolder.git import branches, repository, trees
from scaffolder.git.answers import answer
from scaffolder.git.branches import CleanBranch
from scaffolder.project import record


def undo(folder: Path, *, dry_run: bool = False) -> str:
    """Undo the last update of the current branch; return the subject of its commit."""
    record.read(folder)
    with repository.git_in(folder) as git:
        branch = answer(git, "symbolic-ref", "--quiet", "HEAD") or ""
        exists = branch and answer(git, "rev-parse", "--verify", "--quiet", branch)
        log = ["git", "log", "--walk-reflogs", "-2", "--format=%H %gs", branch, "--"]
        moves = str(git.execute(log)).splitlines() if exists else []
        if len(moves) < 2 or not re.match(rf"\w+ {branches.UPDATE}\b", moves[0]):
            raise ScaffolderError(
                "The last change to this branch is not an update. Use `git revert` for an older one.",
                code="nothing-to-undo",
                exit_code=1,
            )
        head, before = (move.split()[0] for move in moves)
        if answer(git, "rev-parse", "--verify", "--quiet", f"{head}^") != before:
            raise ScaffolderError(
                "The branch was rewritten since the update. Use `git revert`.",
                code="history-changed",
                exit_code=1,
            )
        if pushed := str(git.execute(["git", "branch", "--remotes", "--contains", head])):
            where = ", ".join(pushed.split())
            raise ScaffolderError(
                f"The update was already pushed to {where}. Use `git revert HEAD`.",
                code="already-pushed",
                exit_code=1,
            )
        subject = str(git.execute(["git", "log", "-1", "--format=%s", head]))
        top = Path(str(git.execute(["git", "rev-parse", "--show-toplevel"])))
    if dry_run:
        return subject
    with trees.opened(top) as opened:
        changes = opened.changes(head, before)
        branches.move_back(top, CleanBranch(top, branch, head), before, changes)
    return subject
