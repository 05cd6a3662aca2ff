"""The output of `scaffolder new` about the project that it created or would create."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scaffolder.cli.output import print_error, print_json, shown

if TYPE_CHECKING:
    from scaffolder.project.creation import Creation


def print_creation(
    made: Creation, seconds: float, *, dry_run: bool, quiet: bool, verbose: bool, as_json: bool
) -> None:
    for note in made.notes:
        print_error(f"Note: {note}")
    if as_json:
        print_json(_document(made, dry_run=dry_run))
    elif not quiet:
        if dry_run or verbose:
            _print_files(made, templates=verbose)
        if dry_run:
            print(
                f"\nNothing was written. Without --dry-run, {_counted(made)} would go to {shown(made.folder)}."
            )
        else:
            _print_next(made, seconds)


def _document(made: Creation, *, dry_run: bool) -> dict[str, object]:
    return {
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


def _print_files(made: Creation, *, templates: bool) -> None:
    width = max(map(len, made.files)) if templates else 0
    for path, size in made.files.items():
        print(
            f"{size:>8}  {path:<{width}}  {made.templates.get(path, '')}"
            if templates
            else f"{size:>8}  {path}"
        )


def _counted(made: Creation) -> str:
    return f"{len(made.files)} files of {sum(made.files.values()) / 1024:.0f} KiB"


def _print_next(made: Creation, seconds: float) -> None:
    first = f" (install {' and '.join(made.lacking)} first)" if made.lacking else ""
    print(f"\nCreated {shown(made.folder)} in {seconds:.1f} s: {len(made.files)} files. Next steps{first}:\n")
    print(f"  cd {shlex.quote(shown(made.folder))}\n  make setup     # install the dependencies")
    print("  make check     # lint, check types and test, as CI does")
    if port := _database_port(made):
        print(f"  DATABASE_PORT={port} docker compose up --detach --wait database")
    print("  make seed      # create the tables and a user to sign in as\n  make run")
    address = f"http://localhost:{made.facts['port']}"
    page = made.about.get("page")
    seen = f"{address} ({page}) or /docs (its API)" if page else f"{address}/docs"
    print(f"\nThen open {seen}, or read README.md.")


def _database_port(made: Creation) -> int | None:
    """The port of the development database; None if that is a file."""
    databases = made.facts.get("databases", {})
    found = databases.get(made.answers.get("database"), {})
    return urlsplit(str(found.get("url", ""))).port
