"""A temporary copy of a project, to lock its dependencies and run its own checks."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffolder import processes
from scaffolder.errors import ScaffolderError
from scaffolder.git.trees import Trees
from scaffolder.project import locking

CHECK_SECONDS = 3600
SHOWN_LINES = 20


@dataclass(frozen=True)
class Outcome:
    """The result of a command; `words` are its last lines."""

    command: str
    passed: bool
    words: str


@dataclass(frozen=True)
class Worktree:
    """A repository that shares the objects of the user's, with the project in `folder`."""

    trees: Trees
    top: Path

    @property
    def folder(self) -> Path:
        return self.top / self.trees.prefix

    def show(self, commit: str) -> None:
        """Check out `commit`; ignored files such as installed dependencies are kept for the next one."""
        self._git("reset", "--quiet", "--hard", commit)
        self._git("clean", "--quiet", "-d", "--force")

    def check(self, commit: str) -> Outcome:
        """Run the project's own checks at `commit`."""
        self.show(commit)
        setup = _run("make setup", self.folder)
        return _run("make check", self.folder) if setup.passed else setup

    def is_worse(self, commit: str, before: str, notes: list[str], progress: Callable[[str], None]) -> str:
        """Why `commit` must not replace `before` according to the checks, or nothing."""
        if shutil.which("make") is None:
            raise ScaffolderError(
                "The checks need make, which is not installed. Install it, or skip them with --no-check.",
                code="make-missing",
            )
        progress("Running make check")
        after = self.check(commit)
        if after.passed:
            return ""
        progress("It fails. Running it without the update")
        if not self.check(before).passed:
            notes.append(f"`{after.command}` fails, as it did before the update: run it to see why.")
            return ""
        return f"`{after.command}` passes before it and fails after it:\n{after.words}"

    def locked(
        self, lock: Mapping[str, Any], tree: str, notes: list[str], progress: Callable[[str], None]
    ) -> str:
        """The checked-out `tree` with a new lock file; adds a note if locking fails."""
        file = self.folder / lock["file"]
        if problem := locking.lock(self.folder, lock, progress):
            notes.append(f"{problem} Run `{lock['command']}` before you rely on {lock['file']}.")
            return tree
        mode = self.trees.entries(tree)[lock["file"]][0]
        return self.trees.edited(tree, {lock["file"]: (mode, self.trees.store(file.read_bytes()))})

    def _git(self, *words: str) -> None:
        with self.trees.git.custom_environment(
            GIT_DIR=str(self.top / ".git"),
            GIT_WORK_TREE=str(self.top),
            GIT_INDEX_FILE=str(self.top / ".git" / "index"),
        ):
            self.trees.run("-C", str(self.top), *words)


@contextmanager
def worktree(trees: Trees, branch: str) -> Iterator[Worktree]:
    """A worktree with a branch of the same name as the user's. It is always removed afterwards."""
    top = trees.scratch / "worktree"
    names = trees.run("rev-parse", "--show-object-format")
    options = ("--quiet", "--template=", f"--object-format={names}", f"--initial-branch={branch}")
    trees.run("init", *options, str(top))
    lent = [trees.scratch / "objects", trees.objects]
    (top / ".git" / "objects" / "info").mkdir(parents=True, exist_ok=True)
    (top / ".git" / "objects" / "info" / "alternates").write_text("".join(f"{path}\n" for path in lent))
    try:
        yield Worktree(trees, top)
    finally:
        shutil.rmtree(top, ignore_errors=True)


def _run(command: str, folder: Path) -> Outcome:
    """Run a command, and stop all processes that it started."""
    environment = {name: value for name, value in os.environ.items() if name not in locking.FOREIGN}
    try:
        done = processes.finish(
            shlex.split(command), folder=folder, environment=environment, seconds=CHECK_SECONDS, merged=True
        )
    except ScaffolderError as error:
        return Outcome(command, False, str(error))
    return Outcome(command, done.passed, "\n".join(done.output.splitlines()[-SHOWN_LINES:]))
