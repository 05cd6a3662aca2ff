"""Git trees of a project and of renders, made without writing to the project's repository."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder import repository

if TYPE_CHECKING:
    from git import Git


@dataclass(frozen=True)
class Change:
    """One path that differs between two trees: `kind` is A, D, M or T, as git has it."""

    kind: str
    path: str


@dataclass(frozen=True)
class Trees:
    """Git in a project, whose new objects and index are in the folder `scratch`.

    `directory` is the repository, `prefix` where the project lies in it ("" or "blog/").
    """

    git: Git
    project: Path
    scratch: Path
    directory: Path
    prefix: str

    def of_project(self) -> str:
        """The project's files as they are now, committed or not."""
        index = self.directory / "index"
        if index.is_file():
            # With its times, git reads again only what has changed.
            shutil.copyfile(index, self.scratch / "index")
        self._git("add", "--all", "--", ".")
        return self._git("write-tree", f"--prefix={self.prefix}")

    def of_folder(self, folder: Path) -> str:
        """The files in a folder outside of the project."""
        with self.git.custom_environment(
            GIT_DIR=str(self.directory),
            GIT_WORK_TREE=str(folder),
            GIT_INDEX_FILE=str(self.scratch / f"{folder.name}.index"),
        ):
            # Ignored files count, and so does the executable bit: the template made both.
            settings = ("-c", "core.fileMode=true", "-c", "core.sparseCheckout=false")
            self._git(*settings, "-C", str(folder), "add", "--all", "--force", "--", ".")
            return self._git("write-tree")

    def changes(self, old: str, new: str) -> list[Change]:
        fields = self._git("diff-tree", "-r", "-z", "--no-renames", "--name-status", old, new).split("\0")
        return [Change(kind, path) for kind, path in zip(fields[::2], fields[1::2], strict=False) if path]

    def names(self, tree: str) -> list[str]:
        return [name for name in self._git("ls-tree", "-r", "-z", "--name-only", tree).split("\0") if name]

    def patch(self, old: str, new: str, *options: str, without: str = "") -> str:
        paths = ["--", f":(exclude,top){without}"] if without else []
        settings = ("--no-ext-diff", "--no-textconv", "--no-color")
        patch = self._git("diff", *settings, *options, old, new, *paths)
        return f"{patch}\n" if patch else ""

    def _git(self, *words: str) -> str:
        return str(self.git.execute(["git", *words]))


@contextmanager
def opened(project: Path) -> Iterator[Trees]:
    """Trees of the project in `project`, which need not be a repository."""
    with tempfile.TemporaryDirectory(prefix="scaffolder-") as temporary, repository.git_in(project) as git:
        scratch = Path(temporary)
        prefix = repository.answer(git, "rev-parse", "--show-prefix")
        if prefix is None or repository.answer(git, "check-ignore", "--quiet", ".") is not None:
            prefix = ""
            git.execute(["git", "init", "--quiet", "--bare", "--template=", str(scratch / "none")])
            git.update_environment(GIT_DIR=str(scratch / "none"), GIT_WORK_TREE=str(project))
        directory = git.execute(["git", "rev-parse", "--absolute-git-dir"])
        with repository.scratch(git, scratch):
            yield Trees(git, project, scratch, Path(str(directory)), prefix)
