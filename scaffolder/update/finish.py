"""Complete an update that was kept in a branch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffolder.errors import ScaffolderError
from scaffolder.git import branches, repository, trees
from scaffolder.git.answers import answer
from scaffolder.git.branches import CleanBranch
from scaffolder.project import record
from scaffolder.project.record import Project
from scaffolder.template import catalog
from scaffolder.template.sources import TemplateRepository
from scaffolder.update.check import worktree

if TYPE_CHECKING:
    from scaffolder.git import Git

_MARKER = r"^(<<<<<<< your project|>>>>>>> template )"


def finish(
    folder: Path, template: TemplateRepository, *, check: bool, progress: Callable[[str], None]
) -> tuple[str, list[str]]:
    """Apply the update in the current branch, created by --keep; return the target branch and notes."""
    project = record.read(folder)
    ground = branches.ground(folder)
    notes: list[str] = []
    with trees.opened(folder.resolve()) as opened, repository.git_in(folder) as git:
        target, onto = _target(git, ground)
        _refuse_markers(git, ground)
        tree = f"{ground.head}:{opened.prefix}"
        changes = opened.changes(f"{onto}:{opened.prefix}", tree)
        with worktree(opened, target) as copy, repository.identified(opened.git):
            lock = _lock(project, template)
            if lock.get("file") in opened.names(tree) and record.is_stale(lock, changes):
                copy.show(ground.head)
                tree = copy.locked(lock, tree, notes, progress)
            whole = opened.whole(ground.head, tree)
            commit = opened.commit(whole, _message(git, onto), onto, sign=True)
            step = opened.commit(whole, "Make the lock file again", ground.head)
            if check and (reason := copy.is_worse(commit, onto, notes, progress)):
                raise ScaffolderError(f"{reason}\nNothing was changed.", code="check-failed", exit_code=1)
        if locked := opened.changes(f"{ground.head}:{opened.prefix}", tree):
            branches.land(opened, ground, step, locked)
        branches.finish(opened, ground, target, onto, commit)
    return target, notes


def _lock(project: Project, template: TemplateRepository) -> Mapping[str, Any]:
    """The facts about its lock file; empty if the template version is not available."""
    if template.find(project.version) is None:
        return {}
    return record.lock(catalog.load(template.source(project.version).folder), project.answers)


def _message(git: Git, onto: str) -> str:
    """The message of the update, without those of later commits that fix it."""
    log = str(git.execute(["git", "log", "--reverse", "--format=%B%x00", f"{onto}..HEAD"]))
    return log.split("\0")[0].strip()


def _target(git: Git, ground: CleanBranch) -> tuple[str, str]:
    """The target branch of a kept update, and its commit."""
    upstream = str(
        git.execute(["git", "for-each-ref", "--format=%(upstream)", f"refs/heads/{ground.branch}"])
    )
    if not ground.branch.startswith("scaffolder/") or not upstream.startswith("refs/heads/"):
        raise ScaffolderError(
            f"{ground.branch} is not an update to finish. `git switch` to the branch that --keep created.",
            code="nothing-to-finish",
            exit_code=1,
        )
    target = upstream.removeprefix("refs/heads/")
    onto = str(git.execute(["git", "rev-parse", upstream]))
    if answer(git, "merge-base", "--is-ancestor", onto, "HEAD") is None:
        raise ScaffolderError(
            f"{target} has new commits. `git rebase {target}`, then finish.", code="branch-moved", exit_code=1
        )
    return target, onto


def _refuse_markers(git: Git, ground: CleanBranch) -> None:
    found = answer(git, "grep", "--name-only", "-I", "-E", _MARKER, ground.head)
    if found:
        names = ", ".join(line.partition(":")[2] for line in found.splitlines())
        raise ScaffolderError(
            f"There are unresolved conflicts in {names}. Resolve them and commit.",
            code="conflicts-left",
            exit_code=1,
        )
