"""What `scaffolder new` says of a project that it made, or would make."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

from scaffolder.cli.output import shown

if TYPE_CHECKING:
    from scaffolder.generation import Project


def print_json(made: Project, *, dry_run: bool) -> None:
    document = {
        "folder": str(made.folder),
        "written": not dry_run,
        "version": made.source.version,
        "answers": dict(made.answers),
        "files": [
            {"path": path, "bytes": size, "template": made.templates.get(path)}
            for path, size in made.files.items()
        ],
        "notes": list(made.notes),
    }
    print(json.dumps(document, indent=2))


def print_files(made: Project, *, templates: bool) -> None:
    width = max(map(len, made.files)) if templates else 0
    for path, size in made.files.items():
        print(
            f"{size:>8}  {path:<{width}}  {made.templates.get(path, '')}"
            if templates
            else f"{size:>8}  {path}"
        )


def counted(made: Project) -> str:
    return f"{len(made.files)} files of {sum(made.files.values()) / 1024:.0f} KiB"


def print_next(made: Project, seconds: float) -> None:
    print(f"\nMade {shown(made.folder)} in {seconds:.1f} s: {len(made.files)} files. Next:\n")
    print(f"  cd {shlex.quote(shown(made.folder))}\n  make setup\n  make migrate\n  make run")
    print(f"\nThen open http://localhost:{made.facts['port']}/docs, or read README.md.")
