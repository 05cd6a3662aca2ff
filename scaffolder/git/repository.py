"""Git itself, and the repository of a new project."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from scaffolder.errors import ScaffolderError
from scaffolder.git import settings

if TYPE_CHECKING:
    from git import Git

REMOTE = re.compile(r"(https|ssh)://|git@[\w.-]+:")

FALLBACK_NAME = "scaffolder"
FALLBACK_EMAIL = "scaffolder@localhost"
NOBODY = {
    "GIT_AUTHOR_NAME": FALLBACK_NAME,
    "GIT_AUTHOR_EMAIL": FALLBACK_EMAIL,
    "GIT_COMMITTER_NAME": FALLBACK_NAME,
    "GIT_COMMITTER_EMAIL": FALLBACK_EMAIL,
}

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
    with git_in(existing) as git:
        return top_level(git)


def top_level(git: Git) -> Path | None:
    """The work tree that git works in, or None outside of one; ScaffolderError when git refuses to say."""
    words = ["git", "rev-parse", "--show-toplevel"]
    status, output, errors = git.execute(words, with_extended_output=True, with_exceptions=False)
    if status == 0:
        return Path(str(output))
    if "not a git repository" in str(errors) or "must be run in a work tree" in str(errors):
        return None
    raise ScaffolderError(f"git could not work in {git.working_dir}: {_words(str(errors))}", exit_code=1)


def user_name() -> str | None:
    """The user's name as git knows it."""
    with git_in(Path.home()) as git:
        return answer(git, "config", "--get", "user.name")


def commit_all(folder: Path, message: str) -> Commit:
    """Make a repository of `folder` with one commit on main."""
    with git_in(folder, neutral=True) as git:
        git.execute(["git", "init", "--quiet", "--initial-branch=main"])
        with identified(git) as fallback:
            git.execute(["git", "add", "--all"])
            git.execute(["git", "commit", "--quiet", "--message", message])
            return Commit(author=_identity(git) or FALLBACK_NAME, fallback=fallback)


@contextmanager
def identified(git: Git) -> Iterator[bool]:
    """Commit as the user, or as nobody when git knows no identity: then this is true."""
    fallback = _identity(git) is None
    with git.custom_environment(**(NOBODY if fallback else {})):
        yield fallback


@contextmanager
def scratch(git: Git, folder: Path) -> Iterator[Path]:
    """Let git write objects and index to `folder`, and read those of the repository, whose place this is."""
    objects = str(git.execute(["git", "rev-parse", "--path-format=absolute", "--git-path", "objects"]))
    (folder / "objects").mkdir(exist_ok=True)
    with git.custom_environment(
        GIT_INDEX_FILE=str(folder / "index"),
        GIT_OBJECT_DIRECTORY=str(folder / "objects"),
        GIT_ALTERNATE_OBJECT_DIRECTORIES=objects,
    ):
        yield Path(objects)


def address(git: Git) -> str | None:
    """The address of a repository's origin, where any machine can reach it."""
    origin = answer(git, "remote", "get-url", "origin")
    if origin is None or not REMOTE.match(origin):
        return None
    origin = without_credentials(origin)
    return origin if origin.endswith(".git") else f"{origin.rstrip('/')}.git"


def without_credentials(url: str) -> str:
    """An address that can be shown to everyone. The user of an ssh address is part of it."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _identity(git: Git) -> str | None:
    """The user as `Name <email>`, or None when git would have to guess."""
    ident = answer(git, "-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT")
    return ident.rpartition(">")[0] + ">" if ident is not None else None


def answer(git: Git, *words: str) -> str | None:
    """What git prints, or None when it fails."""
    status, output, _ = git.execute(["git", *words], with_extended_output=True, with_exceptions=False)
    return str(output) if status == 0 else None


@contextmanager
def git_in(folder: Path, *, neutral: bool = False) -> Iterator[Git]:
    """Git in `folder`, whose failures are sentences. When `neutral`, the user's taste in files does not count."""
    if shutil.which("git") is None:
        raise ScaffolderError("git is not installed, or not on PATH. Install it, then try again.")
    for variable in _HOOK_VARIABLES:
        os.environ.pop(variable, None)
    import git

    try:
        command = git.Git(folder)
        command.update_environment(**harmless(folder, neutral=neutral))
        yield command
    except git.GitCommandError as error:
        words = _words(error.stderr.replace("stderr:", ""))
        raise ScaffolderError(f"git could not work in {folder}: {words}", exit_code=1) from None


@cache
def harmless(folder: Path, *, neutral: bool = False) -> dict[str, str]:
    """The environment in which git starts no program that the repository of `folder` names."""
    import git

    wanted = settings.HARMLESS | settings.PLAIN | (settings.NEUTRAL if neutral else {})
    return settings.given(wanted | settings.without_programs(git.Git(folder)))


def _words(errors: str) -> str:
    return " ".join(errors.split()).strip("' ")
