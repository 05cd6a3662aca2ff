"""What follows an update: completing one that was kept in a branch, and taking one back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffolder import catalog, landing, projects, proving, repository, trees
from scaffolder.errors import ScaffolderError
from scaffolder.landing import Ground
from scaffolder.projects import Generated
from scaffolder.sources import Template

if TYPE_CHECKING:
    from git import Git

_MARKER = r"^(<<<<<<< your project|>>>>>>> template )"


def finish(
    folder: Path, template: Template, *, check: bool, progress: Callable[[str], None]
) -> tuple[str, list[str]]:
    """Land what the current branch, left by --keep, holds; the branch it landed on, and notes."""
    project = projects.read(folder)
    ground = landing.ground(folder)
    notes: list[str] = []
    with trees.opened(folder.resolve()) as opened, repository.git_in(folder) as git:
        target, onto = _target(git, ground)
        _refuse_markers(git, ground)
        tree = f"{ground.head}:{opened.prefix}"
        changes = opened.changes(f"{onto}:{opened.prefix}", tree)
        with proving.bench(opened, target) as bench, repository.identified(opened.git):
            lock = _lock(project, template)
            if lock.get("file") in opened.names(tree) and projects.is_stale(lock, changes):
                progress(f"Resolving dependencies ({lock['command']})")
                bench.show(ground.head)
                tree = bench.locked(lock, tree, notes)
            whole = opened.whole(ground.head, tree)
            commit = opened.commit(whole, _message(git, onto), onto, sign=True)
            step = opened.commit(whole, "Make the lock file again", ground.head)
            if check and (reason := bench.is_worse(commit, onto, notes, progress)):
                raise ScaffolderError(f"{reason}\nNothing was changed.", exit_code=1)
        if locked := opened.changes(f"{ground.head}:{opened.prefix}", tree):
            landing.land(opened, ground, step, locked)
        landing.finish(opened, ground, target, onto, commit)
    return target, notes


def _lock(project: Generated, template: Template) -> Mapping[str, Any]:
    """The facts about its lock file; none when the template that the branch was made from is not at hand."""
    if template.find(project.version) is None:
        return {}
    return projects.lock(catalog.load(template.source(project.version).folder), project.answers)


def _message(git: Git, onto: str) -> str:
    """What the update said, without what was committed on top to put it right."""
    log = str(git.execute(["git", "log", "--reverse", "--format=%B%x00", f"{onto}..HEAD"]))
    return log.split("\0")[0].strip()


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
            raise ScaffolderError(
                "The last thing that happened to this branch is no update. `git revert` takes back an older one.",
                exit_code=1,
            )
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
