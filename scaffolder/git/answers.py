"""Queries to git that distinguish a negative answer from a failure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from git import Git

OUTSIDE = ("not a git repository", "must be run in a work tree")
"""What git says where there is no work tree."""


def answer(git: Git, *words: str, no: int = 1, unless: Sequence[str] = ()) -> str | None:
    """The output of git; None if it exits with the status `no`, or with a text of `unless` in its error.

    ScaffolderError with git's own message if it fails in another way.
    """
    status, output, errors = git.execute(["git", *words], with_extended_output=True, with_exceptions=False)
    if status == 0:
        return str(output)
    said = in_one_line(str(errors))
    if status == no or any(each in said for each in unless):
        return None
    raise failure(git, said, status)


def failure(git: Git, said: str, status: object) -> ScaffolderError:
    """The error for a git command. Without a message, for example after a signal, it names the exit status."""
    reason = said or f"it ended with status {status}"
    return ScaffolderError(f"git failed in {git.working_dir}: {reason}", code="git-failed", exit_code=1)


def in_one_line(errors: str) -> str:
    return " ".join(errors.split()).strip("' ")
