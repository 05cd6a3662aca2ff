"""Git itself, and the repository of a new project."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from scaffolder.errors import ScaffolderError
from scaffolder.git import answers, settings
from scaffolder.git.answers import OUTSIDE, answer

if TYPE_CHECKING:
    from git import Git

NO_REMOTE = 2
"""How `git remote get-url` ends when there is no such remote."""

REMOTE = re.compile(r"(https|ssh)://|git@[\w.-]+:")

# ssh://git@HOST:PORT/PATH or git@HOST:PATH
_SSH = re.compile(r"(?:ssh://)?(?:[\w.-]+@)?([\w.-]+)(?::\d+(?=/))?[:/](.+)")

Identity = tuple[str, str]

FALLBACK_NAME = "scaffolder"
FALLBACK_EMAIL = "scaffolder@localhost"
NOBODY = {
    "GIT_AUTHOR_NAME": FALLBACK_NAME,
    "GIT_AUTHOR_EMAIL": FALLBACK_EMAIL,
    "GIT_COMMITTER_NAME": FALLBACK_NAME,
    "GIT_COMMITTER_EMAIL": FALLBACK_EMAIL,
}

# Set by git for its hooks; any of these would redirect our commands to another repository.
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
    """The first commit of a project. `fallback` is set if git has no identity for the user."""

    author: str
    fallback: bool


def enclosing(folder: Path) -> Path | None:
    """The work tree that would contain `folder`, which need not exist and must not be ignored there."""
    with git_in(_existing(folder)) as git:
        top = top_level(git)
        ignored = top is not None and answer(git, "check-ignore", "--quiet", "--", str(folder)) is not None
    return None if ignored else top


def _existing(folder: Path) -> Path:
    return next(parent for parent in [folder, *folder.absolute().parents] if parent.is_dir())


def top_level(git: Git) -> Path | None:
    """The top of the work tree, or None outside of one; ScaffolderError if git refuses to answer."""
    top = answer(git, "rev-parse", "--show-toplevel", unless=OUTSIDE)
    return Path(top) if top is not None else None


def is_bare(git: Git) -> bool:
    return answer(git, "rev-parse", "--is-bare-repository", unless=OUTSIDE) == "true"


def user_name(folder: Path) -> str | None:
    """The user's name for a repository in `folder`, which need not exist."""
    place = _existing(folder)
    with git_in(place) as git:
        if answer(git, "config", "--get-regexp", r"^includeif\.gitdir") is None:
            return answer(git, "config", "--get", "user.name")
    # Conditional includes only apply inside of a repository, so one is created for the query.
    with (
        suppress(OSError),
        tempfile.TemporaryDirectory(prefix=".scaffolder-", dir=place) as inside,
        git_in(Path(inside)) as git,
    ):
        git.execute(["git", "init", "--quiet", "--template="])
        return answer(git, "config", "--get", "user.name")
    return None


def commit_changes(folder: Path, message: str) -> None:
    """Commit the changes to files that git knows."""
    with git_in(folder, neutral=True) as git, identified(git):
        git.execute(["git", "add", "--update"])
        _commit(git, message)


def commit_all(folder: Path, message: str) -> Commit:
    """Create a repository in `folder` with one commit on main."""
    with git_in(folder, neutral=True) as git:
        git.execute(["git", "init", "--quiet", "--initial-branch=main"])
        with identified(git) as fallback:
            git.execute(["git", "add", "--all"])
            _commit(git, message)
            author = git.execute(["git", "log", "-1", "--format=%an <%ae>"])
            return Commit(author=str(author), fallback=fallback)


def _commit(git: Git, message: str) -> None:
    words = ["git", "commit", "--quiet", "--message", message]
    status, _, errors = git.execute(words, with_extended_output=True, with_exceptions=False)
    if status != 0:
        signs = answer(git, "config", "--type=bool", "commit.gpgSign") == "true"
        way_out = (
            " Your commits are signed: fix the signing, or give --no-git and commit yourself."
            if signs
            else ""
        )
        raise ScaffolderError(
            f"git could not commit: {answers.in_one_line(str(errors))}.{way_out}",
            code="commit-refused",
            exit_code=1,
        )


@contextmanager
def identified(git: Git) -> Iterator[bool]:
    """Let git commit as the user; yields True if it has no identity and a fallback is used."""
    author, committer = (_identity(git, role) for role in ("AUTHOR", "COMMITTER"))
    with git.custom_environment(**_completed(author, committer)):
        yield author is None and committer is None


def _completed(author: Identity | None, committer: Identity | None) -> dict[str, str]:
    """Settings for a missing author or committer, because only one of them may be configured."""
    known = author or committer or (FALLBACK_NAME, FALLBACK_EMAIL)
    lacking = [role for role, found in (("AUTHOR", author), ("COMMITTER", committer)) if found is None]
    return {
        f"GIT_{role}_{part}": value
        for role in lacking
        for part, value in zip(("NAME", "EMAIL"), known, strict=True)
    }


@contextmanager
def scratch(git: Git, folder: Path) -> Iterator[Path]:
    """Let git write objects and index to `folder`, and read those of the repository. Yields its objects."""
    objects = str(git.execute(["git", "rev-parse", "--path-format=absolute", "--git-path", "objects"]))
    (folder / "objects").mkdir(exist_ok=True)
    with git.custom_environment(
        GIT_INDEX_FILE=str(folder / "index"),
        GIT_OBJECT_DIRECTORY=str(folder / "objects"),
        GIT_ALTERNATE_OBJECT_DIRECTORIES=objects,
    ):
        yield Path(objects)


def address(git: Git) -> str | None:
    """The address of a repository's origin if other machines can reach it."""
    origin = answer(git, "remote", "get-url", "origin", no=NO_REMOTE)
    if origin is None or not REMOTE.match(origin):
        return None
    origin = without_credentials(origin)
    return origin if origin.endswith(".git") else f"{origin.rstrip('/')}.git"


def page(origin: str) -> str:
    """The address of a remote in a browser."""
    found = None if origin.startswith("https://") else _SSH.fullmatch(origin)
    return (f"https://{found[1]}/{found[2]}" if found else origin).removesuffix(".git")


def without_credentials(url: str) -> str:
    """An address that can be shown to everyone. The user of an ssh address is part of it."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _identity(git: Git, role: str) -> Identity | None:
    """Name and email of the AUTHOR or COMMITTER, or None if git would have to guess."""
    words = ("-c", "user.useConfigOnly=true", "var", f"GIT_{role}_IDENT")
    ident = answer(git, *words, unless=("tell me who you are", "auto-detection is disabled", "empty ident"))
    if ident is None:
        return None
    name, _, rest = ident.partition(" <")
    return name, rest.rpartition(">")[0]


@contextmanager
def git_in(folder: Path, *, neutral: bool = False) -> Iterator[Git]:
    """Git in `folder`, with failures as sentences. If `neutral`, the user's settings for files do not apply."""
    if shutil.which("git") is None:
        raise ScaffolderError(
            "git is not installed or not on PATH. Install it and try again.", code="git-missing"
        )
    for variable in _HOOK_VARIABLES:
        os.environ.pop(variable, None)
    import git

    try:
        command = git.Git(folder)
        command.update_environment(**harmless(folder, neutral=neutral))
        yield command
    except git.GitCommandError as error:
        said = answers.in_one_line(error.stderr.replace("stderr:", ""))
        raise answers.failure(command, said, error.status) from None


@cache
def harmless(folder: Path, *, neutral: bool = False) -> dict[str, str]:
    """An environment in which git starts no program from the configuration of the repository."""
    import git

    wanted = (
        settings.HARMLESS | settings.SINGLE_THREADED | settings.PLAIN | (settings.NEUTRAL if neutral else {})
    )
    return settings.given(wanted | settings.without_programs(git.Git(folder)))
