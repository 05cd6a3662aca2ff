"""Questions that git answers with yes, no or a line; a git that fails has not said no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from git import Git

OUTSIDE = ("not a git repository", "must be run in a work tree")
"""What git says where there is no work tree."""


def answer(git: Git, *words: str, no: int = 1, unless: Sequence[str] = ()) -> str | None:
    """What git prints; None when it ends with the status `no`, or with words of `unless` in its error.

    ScaffolderError with git's own words when it fails in another way.
    """
    status, output, errors = git.execute(["git", *words], with_extended_output=True, with_exceptions=False)
    if status == 0:
        return str(output)
    said = in_one_line(str(errors))
    if status == no or any(each in said for each in unless):
        return None
    raise failure(git, said or f"`git {words[0]}` ended with {status}")


def failure(git: Git, said: str) -> ScaffolderError:
    return ScaffolderError(f"git failed in {git.working_dir}: {said}", code="git-failed", exit_code=1)


def in_one_line(errors: str) -> str:
    return " ".join(errors.split()).strip("' ")
