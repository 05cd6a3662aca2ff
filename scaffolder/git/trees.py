"""Git trees of a project and of renders, created without writing to the project's repository."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder import temporary
from scaffolder.git import repository
from scaffolder.git.answers import OUTSIDE, answer

if TYPE_CHECKING:
    from git import Git


@dataclass(frozen=True)
class Change:
    """One path that differs between two trees. `kind` is A, D, M, R or T, as in git.

    `old` is the previous path of a renamed file.
    """

    kind: str
    path: str
    old: str = ""


@dataclass(frozen=True)
class Trees:
    """Git in a project, whose new objects and index are in the folder `scratch`.

    `directory` is the repository, `objects` its own objects, `prefix` where the project lies in it ("" or "blog/").
    """

    git: Git
    project: Path
    scratch: Path
    directory: Path
    objects: Path
    prefix: str

    def of_project(self) -> str:
        """The project's files as they are now, committed or not."""
        index = self.directory / "index"
        if index.is_file():
            # With the copied index, git only reads files again that have changed.
            shutil.copyfile(index, self.scratch / "index")
        self.run("add", "--all", "--", ".")
        return self.run("write-tree", f"--prefix={self.prefix}")

    def of_folder(self, folder: Path) -> str:
        """The files in a folder outside of the project."""
        with self.git.custom_environment(
            GIT_DIR=str(self.directory),
            GIT_WORK_TREE=str(folder),
            GIT_INDEX_FILE=str(self.scratch / f"{folder.name}.index"),
        ):
            # Ignored files and executable bits count too, because they come from the template.
            settings = ("-c", "core.fileMode=true", "-c", "core.sparseCheckout=false")
            self.run(*settings, "-C", str(folder), "add", "--all", "--force", "--", ".")
            return self.run("write-tree")

    def changes(self, old: str, new: str, *, renames: bool = False) -> list[Change]:
        options = ["-M"] if renames else ["--no-renames"]
        output = self.run("diff-tree", "-r", "-z", *options, "--name-status", old, new)
        fields = iter(output.removesuffix("\0").split("\0") if output else [])
        return [
            Change("R", old=next(fields), path=next(fields)) if kind[0] == "R" else Change(kind, next(fields))
            for kind in fields
        ]

    def entries(self, tree: str) -> dict[str, tuple[str, str]]:
        """Mode and object of each path."""
        output = self.run("ls-tree", "--full-tree", "-r", "-z", tree)
        lines = (line.split("\t", 1) for line in output.split("\0") if line)
        return {path: (words.split()[0], words.split()[2]) for words, path in lines}

    def edited(self, tree: str, entries: Mapping[str, tuple[str, str] | None]) -> str:
        """A copy of `tree` in which some paths have another mode and object, or are removed."""
        if not entries:
            return tree
        with self.git.custom_environment(GIT_INDEX_FILE=str(self.scratch / "edited.index")):
            self.run("read-tree", tree)
            # This mode removes a path.
            gone = ("0", "0" * len(tree))
            lines = [
                f"{mode} {name}\t{path}\0"
                for path, (mode, name) in ((path, entry or gone) for path, entry in entries.items())
            ]
            self.run(
                "update-index", "-z", "--index-info", given="".join(lines).encode(errors="surrogateescape")
            )
            return self.run("write-tree")

    def whole(self, head: str, tree: str) -> str:
        """The tree of the whole repository at `head`, with `tree` as the project."""
        if not self.prefix:
            return tree
        folder = self.prefix.rstrip("/")
        before = {path: None for path in self.entries(head) if path.startswith(self.prefix)}
        rest = self.edited(head, before)
        with self.git.custom_environment(GIT_INDEX_FILE=str(self.scratch / "edited.index")):
            self.run("read-tree", rest)
            self.run("read-tree", f"--prefix={folder}/", tree)
            return self.run("write-tree")

    def content(self, name: str) -> bytes:
        return bytes(
            self.git.execute(
                ["git", "cat-file", "blob", name], stdout_as_string=False, strip_newline_in_stdout=False
            )
        )

    def store(self, content: bytes) -> str:
        return self.run("hash-object", "-w", "--stdin", given=content)

    def commit(self, tree: str, message: str, *parents: str, sign: bool = False) -> str:
        """Create a commit object; with `sign`, it is signed if the user signs commits."""
        options = [word for parent in parents for word in ("-p", parent)]
        # Unlike `git commit`, `git commit-tree` does not look up whether the user signs.
        if sign and answer(self.git, "config", "--type=bool", "commit.gpgSign") == "true":
            options.append("-S")
        return self.run("commit-tree", *options, "-m", message, tree)

    def names(self, tree: str) -> list[str]:
        return [
            name
            for name in self.run("ls-tree", "--full-tree", "-r", "-z", "--name-only", tree).split("\0")
            if name
        ]

    def patch(self, old: str, new: str, *options: str, without: str = "") -> str:
        paths = ["--", f":(exclude,top){without}"] if without else []
        settings = ("--no-ext-diff", "--no-textconv", "--no-color")
        patch = self.run("diff", *settings, *options, old, new, *paths)
        return f"{patch}\n" if patch else ""

    def run(self, *words: str, given: bytes | None = None) -> str:
        if given is None:
            return str(self.git.execute(["git", *words]))
        with tempfile.TemporaryFile() as file:
            file.write(given)
            file.seek(0)
            return str(self.git.execute(["git", *words], istream=file))


@contextmanager
def opened(project: Path) -> Iterator[Trees]:
    """Trees of the project in `project`, which need not be a repository."""
    with temporary.folder() as scratch, repository.git_in(project) as git:
        prefix = answer(git, "rev-parse", "--show-prefix", unless=OUTSIDE)
        if prefix is None or answer(git, "check-ignore", "--quiet", ".", unless=OUTSIDE) is not None:
            prefix = ""
            git.execute(["git", "init", "--quiet", "--bare", "--template=", str(scratch / "none")])
            git.update_environment(GIT_DIR=str(scratch / "none"), GIT_WORK_TREE=str(project))
        directory = git.execute(["git", "rev-parse", "--absolute-git-dir"])
        with repository.scratch(git, scratch) as objects:
            yield Trees(git, project, scratch, Path(str(directory)), objects, prefix)
