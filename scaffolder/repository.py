"""Everything git: the checkout that templates come from, and the repository of a new project."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from git import Git

# Where the project lives, and what answers files name when a checkout has no remote of its own.
HOME = "https://scaffolder.example/scaffolder.git"

FALLBACK_NAME = "scaffolder"
FALLBACK_EMAIL = "scaffolder@localhost"

# Set by git for its hooks; any of these would send our commands to another repository.
_HOOK_VARIABLES = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_NAMESPACE",
)


@dataclass(frozen=True)
class Commit:
    """The first commit of a project. `fallback` when git knows no identity for the user."""

    author: str
    fallback: bool


def enclosing(folder: Path) -> Path | None:
    """The work tree that `folder`, which need not exist, would be inside of."""
    existing = next(parent for parent in [folder, *folder.parents] if parent.is_dir())
    with _git(existing) as git:
        status, top, _ = git.execute(
            ["git", "rev-parse", "--show-toplevel"], with_extended_output=True, with_exceptions=False
        )
    return Path(str(top)) if status == 0 else None


def user_name() -> str | None:
    """The user's name as git knows it."""
    with _git(Path.home()) as git:
        status, name, _ = git.execute(
            ["git", "config", "--get", "user.name"], with_extended_output=True, with_exceptions=False
        )
    return str(name) if status == 0 else None


def commit_all(folder: Path, message: str) -> Commit:
    """Make a repository of `folder` with one commit on main."""
    with _git(folder) as git:
        git.execute(["git", "init", "--quiet", "--initial-branch=main"])
        fallback = _identity(git) is None
        if fallback:
            git.update_environment(
                GIT_AUTHOR_NAME=FALLBACK_NAME,
                GIT_AUTHOR_EMAIL=FALLBACK_EMAIL,
                GIT_COMMITTER_NAME=FALLBACK_NAME,
                GIT_COMMITTER_EMAIL=FALLBACK_EMAIL,
            )
        git.execute(["git", "add", "--all"])
        # --no-verify: hooks from a template folder of the user's know nothing of this commit.
        git.execute(["git", "commit", "--quiet", "--no-verify", "--message", message])
        return Commit(author=_identity(git) or FALLBACK_NAME, fallback=fallback)


@dataclass(frozen=True)
class Source:
    """A template laid out in a folder: the address and version that answers files record.

    `modes` are git's, by path. `changed` when the folder differs from that version.
    """

    folder: Path
    url: str
    version: str
    modes: dict[str, int]
    changed: bool


@contextmanager
def exported(checkout: Path) -> Iterator[Source]:
    """The template of `checkout` in a temporary folder, uncommitted changes included.

    Only what git tracks or would track is there, so no cache reaches a project. The checkout
    itself is not written to: index and new objects go to the temporary folder.
    """
    with _git(checkout) as git, tempfile.TemporaryDirectory(prefix="scaffolder-") as temporary:
        objects = str(git.execute(["git", "rev-parse", "--path-format=absolute", "--git-path", "objects"]))
        changed = bool(git.execute(["git", "status", "--porcelain"]))
        Path(temporary, "objects").mkdir()
        scratch = {
            "GIT_INDEX_FILE": str(Path(temporary, "index")),
            "GIT_OBJECT_DIRECTORY": str(Path(temporary, "objects")),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": objects,
        }
        with git.custom_environment(**scratch):
            git.execute(["git", "read-tree", "HEAD"])
            if changed:
                git.execute(["git", "add", "--all"])
            git.execute(["git", "checkout-index", "--all", f"--prefix={temporary}/template/"])
            staged = str(git.execute(["git", "ls-files", "--stage", "-z"]))
        yield Source(
            folder=Path(temporary, "template"),
            url=_address(git),
            version=str(git.execute(["git", "describe", "--tags", "--always"])),
            modes=_modes(staged),
            changed=changed,
        )


def _modes(staged: str) -> dict[str, int]:
    lines = (line.split("\t", 1) for line in staged.split("\0") if line)
    return {path: int(description.split()[0], 8) for description, path in lines}


def _address(git: Git) -> str:
    """The address of a checkout's origin without credentials, or ours."""
    status, origin, _ = git.execute(
        ["git", "remote", "get-url", "origin"], with_extended_output=True, with_exceptions=False
    )
    if status != 0 or not re.match(r"(https|ssh)://|git@[\w.-]+:", str(origin)):
        return HOME
    parts = urlsplit(str(origin))
    if parts.scheme == "https":
        origin = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return str(origin) if str(origin).endswith(".git") else f"{str(origin).rstrip('/')}.git"


def _identity(git: Git) -> str | None:
    """The user as `Name <email>`, or None when git would have to guess."""
    status, ident, _ = git.execute(
        ["git", "-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT"],
        with_extended_output=True,
        with_exceptions=False,
    )
    return str(ident).rpartition(">")[0] + ">" if status == 0 else None


@contextmanager
def _git(folder: Path) -> Iterator[Git]:
    """Git in `folder`, whose failures are sentences."""
    if shutil.which("git") is None:
        raise ScaffolderError("git is not installed, or not on PATH. Install it, then try again.")
    for variable in _HOOK_VARIABLES:
        os.environ.pop(variable, None)
    import git

    try:
        yield git.Git(folder)
    except git.GitCommandError as error:
        words = " ".join(error.stderr.replace("stderr:", "").split()).strip("' ")
        raise ScaffolderError(f"git could not work in {folder}: {words}", exit_code=1) from None
