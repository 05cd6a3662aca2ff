"""Export one version of a template to a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scaffolder import temporary
from scaffolder.git import repository

# The address of this project, which answers files store if a checkout has no remote.
HOME = "https://scaffolder.example/scaffolder.git"

_LEFT_OUT = ":(attr:export-ignore)"


@dataclass(frozen=True)
class TemplateVersion:
    """A template exported to a folder, with the address and version for answers files.

    `modes` are git's file modes by path. `changed` is set if the folder differs from that version.
    """

    folder: Path
    url: str
    version: str
    modes: dict[str, int]
    changed: bool


@contextmanager
def exported(folder: Path, version: str | None = None) -> Iterator[TemplateVersion]:
    """Export the template of the repository in `folder` at `version` to a temporary folder.

    Without `version`, the work tree is exported, including uncommitted changes. Ignored files, such
    as caches, and files that .gitattributes marks `export-ignore` are left out. The repository
    itself is not changed: index and new objects are written to the temporary folder.
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
            # A bare repository has no work tree.
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
