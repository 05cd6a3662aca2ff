"""One version of a template, laid out in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scaffolder import temporary
from scaffolder.git import repository

# Where the project lives, and what answers files name when a checkout has no remote of its own.
HOME = "https://scaffolder.example/scaffolder.git"

_LEFT_OUT = ":(attr:export-ignore)"


@dataclass(frozen=True)
class TemplateVersion:
    """A template laid out in a folder: the address and version that answers files record.

    `modes` are git's, by path. `changed` when the folder differs from that version.
    """

    folder: Path
    url: str
    version: str
    modes: dict[str, int]
    changed: bool


@contextmanager
def exported(folder: Path, version: str | None = None) -> Iterator[TemplateVersion]:
    """The template of the repository in `folder`, laid out in a temporary folder, as of `version`.

    Without `version` it is what the work tree holds, uncommitted changes included. Only what git
    tracks or would track is there, so no cache reaches a project, and nothing that .gitattributes
    marks `export-ignore`. The repository itself is not written to: index and new objects go to the
    temporary folder.
    """
    with repository.git_in(folder, neutral=True) as git, temporary.folder() as scratched:
        changed = version is None and bool(
            git.execute(["git", "--no-optional-locks", "status", "--porcelain"])
        )
        with repository.scratch(git, scratched):
            git.execute(["git", "read-tree", version or "HEAD"])
            if changed:
                git.execute(["git", "add", "--all"])
            laid_out = scratched / "template"
            laid_out.mkdir()
            # A bare repository has no work tree of its own to check out.
            there = ["git", f"--work-tree={laid_out}"]
            git.execute(
                [*there, "rm", "-r", "--cached", "--force", "--quiet", "--ignore-unmatch", "--", _LEFT_OUT]
            )
            git.execute([*there, "checkout-index", "--all"])
            staged = str(git.execute(["git", "ls-files", "--stage", "-z"]))
        yield TemplateVersion(
            folder=laid_out,
            url=repository.address(git) or HOME,
            version=str(git.execute(["git", "describe", "--tags", "--always", version or "HEAD"])),
            modes=_modes(staged),
            changed=changed,
        )


def _modes(staged: str) -> dict[str, int]:
    lines = (line.split("\t", 1) for line in staged.split("\0") if line)
    return {path: int(description.split()[0], 8) for description, path in lines}
