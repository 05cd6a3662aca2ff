"""All writes to a user's repository: moving its branch to a new commit, and back."""

from __future__ import annotations

import os
import shlex
import signal
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder import processes
from scaffolder.errors import ScaffolderError
from scaffolder.git import repository
from scaffolder.git.answers import answer
from scaffolder.git.trees import Change, Trees

if TYPE_CHECKING:
    from git import Git

# The reflog messages of the two moves, by which `undo` recognises them.
UPDATE = "scaffolder update"
UNDO = "scaffolder undo"


@dataclass(frozen=True)
class CleanBranch:
    """A clean work tree on a branch, which an update may change."""

    top: Path
    branch: str
    head: str


def ground(folder: Path) -> CleanBranch:
    """The branch of the project in `folder`; ScaffolderError if it cannot be updated."""
    with repository.git_in(folder) as git:
        top = repository.top_level(git)
        if top is None:
            raise _refusal(
                f"{folder} is not in a git repository. Create one with `git init` and commit.",
                code="no-repository",
            )
        branch = answer(git, "symbolic-ref", "--quiet", "HEAD")
        if branch is None:
            raise _refusal(
                f"{folder} has no branch checked out. `git switch` to the branch to update.",
                code="no-branch",
            )
        head = answer(git, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        if head is None:
            raise _refusal(f"{folder} has no commits yet. Commit your files first.", code="nothing-committed")
        if answer(git, "rev-parse", "--is-shallow-repository") == "true":
            raise _refusal(
                f"{folder} is a shallow clone. Complete it with `git fetch --unshallow`.",
                code="shallow-clone",
            )
        check_clean(git, folder)
    return CleanBranch(top, branch.removeprefix("refs/heads/"), head)


def check_clean(git: Git, folder: Path) -> None:
    """Raise if there are uncommitted changes. Untracked files are checked individually later."""
    words = [
        "git",
        "--no-optional-locks",
        "status",
        "--porcelain",
        "--untracked-files=no",
        "--ignore-submodules=dirty",
        "--",
        ".",
    ]
    changed = str(git.execute(words)).splitlines()
    if changed:
        names = ", ".join(line[3:] for line in changed[:3]) + (", ..." if len(changed) > 3 else "")
        raise _refusal(
            f"{folder} has uncommitted changes: {names}. Commit or stash them first.", code="uncommitted"
        )


def check_room(folder: Path, changes: Sequence[Change]) -> None:
    """Raise if untracked files would be overwritten."""
    taken = [
        change.path for change in changes if change.kind in "AR" and os.path.lexists(folder / change.path)
    ]
    if taken:
        raise _refusal(
            f"Untracked files would be overwritten: {', '.join(sorted(taken))}. Move or commit them first.",
            code="untracked-in-the-way",
        )


def land(
    trees: Trees, ground: CleanBranch, commit: str, changes: Sequence[Change], *, action: str = UPDATE
) -> None:
    """Move the branch and the work tree from the ground's head to `commit`, completely or not at all."""
    check_room(trees.project, changes)
    _hand_over(trees, commit, ground.head)
    result = _detached(
        ground.top, action, "merge", "--ff-only", "--quiet", "--no-overwrite-ignore", "--no-autostash", commit
    )
    if result:
        if left := _roll_back(trees, commit, changes):
            names = " ".join(map(shlex.quote, left))
            raise _refusal(
                f"git stopped in the middle: {result} Then it could not put back what it had written. "
                f"Run `git checkout HEAD -- {names}` in {trees.project}.",
                code="half-written",
            )
        raise _refusal(f"Nothing was changed in {trees.project}: {result}", code="git-failed")


def keep(trees: Trees, ground: CleanBranch, branch: str, commit: str) -> None:
    """Store `commit` in a new branch that records its target branch. Nothing else changes."""
    with repository.git_in(trees.project) as git:
        if answer(git, "rev-parse", "--verify", "--quiet", f"refs/heads/{branch}") is not None:
            raise _refusal(
                f"The branch {branch} already exists. Finish it, or delete it with `git branch -D {branch}`.",
                code="branch-exists",
            )
        _hand_over(trees, commit, ground.head)
        git.execute(["git", "branch", "--quiet", "--no-track", branch, commit])
        git.execute(["git", "branch", "--quiet", f"--set-upstream-to={ground.branch}", branch])


def finish(trees: Trees, ground: CleanBranch, target: str, onto: str, commit: str) -> None:
    """Move `target` from `onto` to `commit`, which equals the current work tree, and switch to it."""
    _hand_over(trees, commit, ground.head)
    with repository.git_in(ground.top) as git:
        git.execute(["git", "update-ref", "-m", f"{UPDATE}: finish", f"refs/heads/{target}", commit, onto])
        git.execute(["git", "symbolic-ref", "-m", UPDATE, "HEAD", f"refs/heads/{target}"])
        git.execute(["git", "branch", "--quiet", "-D", ground.branch])


def move_back(folder: Path, ground: CleanBranch, commit: str, changes: Sequence[Change]) -> None:
    """Move the branch back to `commit`; edits in other files are kept."""
    check_room(folder, changes)
    result = _detached(ground.top, UNDO, "reset", "--quiet", "--keep", commit)
    if result:
        raise _refusal(f"Nothing was changed in {ground.top}: {result}", code="git-failed")


def _hand_over(trees: Trees, commit: str, head: str) -> None:
    """Copy the new objects into the user's repository."""
    pack = trees.scratch / "objects.pack"
    with pack.open("wb") as file, tempfile.TemporaryFile() as wanted:
        wanted.write(f"{commit}\n^{head}\n".encode())
        wanted.seek(0)
        trees.git.execute(
            ["git", "pack-objects", "--revs", "--stdout", "--quiet"], istream=wanted, output_stream=file
        )
    with repository.git_in(trees.project) as git, pack.open("rb") as file:
        git.execute(["git", "unpack-objects", "-q"], istream=file)


def _detached(top: Path, action: str, *words: str) -> str:
    """Run git so that it finishes even if this process is killed; return its error, or nothing.

    It has no pipe that could break, and no terminal that could stop it.
    """
    with tempfile.TemporaryFile() as errors:
        environment = {
            **os.environ,
            **repository.harmless(top),
            "GIT_REFLOG_ACTION": action,
            "LC_ALL": "C",
        }
        command = ["git", "-c", "submodule.recurse=false", *words]
        with (
            # It is too late to stop now.
            processes.handled_by(signal.SIG_IGN),
            processes.started(command, folder=top, environment=environment, errors=errors) as process,
        ):
            status = process.wait()
        if status < 0:
            # A killed git leaves its lock behind; one that found another's lock has exited normally.
            with repository.git_in(top) as git:
                index = git.execute(
                    ["git", "rev-parse", "--path-format=absolute", "--git-path", "index.lock"]
                )
            Path(str(index)).unlink(missing_ok=True)
        errors.seek(0)
        said = " ".join(errors.read().decode(errors="replace").split())
    return "" if status == 0 else said or f"git ended with {status}"


def _roll_back(trees: Trees, commit: str, changes: Sequence[Change]) -> list[str]:
    """Undo only what an interrupted git has written, because the user may have written too.

    Return the files that could not be restored.
    """
    left = []
    entries = trees.entries(f"{commit}:{trees.prefix}")
    with repository.git_in(trees.project) as git:
        for change in changes:
            place = trees.project / change.path
            new = trees.content(entries[change.path][1]) if change.path in entries else None
            if new is None or not _is_begun(place, new):
                continue
            if change.kind in "AR":
                place.unlink(missing_ok=True)
            else:
                left += _not_restored(git, change.path, "--force")
        for change in changes:
            old = change.old or change.path
            if change.kind in "DR" and not os.path.lexists(trees.project / old):
                left += _not_restored(git, old)
    return left


def _not_restored(git: Git, path: str, *options: str) -> list[str]:
    words = ["git", "checkout", *options, "HEAD", "--", f"./{path}"]
    status, _, _ = git.execute(words, with_extended_output=True, with_exceptions=False)
    return [path] if status else []


def _is_begun(place: Path, content: bytes) -> bool:
    """Whether git has written the file, partly or completely, or deleted it."""
    if place.is_symlink() or place.is_dir():
        return False
    return not place.exists() or content.startswith(place.read_bytes())


def _refusal(sentence: str, *, code: str) -> ScaffolderError:
    return ScaffolderError(sentence, code=code, exit_code=1)
