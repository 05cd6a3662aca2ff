"""`scaffolder publish`."""

from __future__ import annotations

import shlex
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scaffolder.cli.output import Json, leaving, print_error, print_json, shown, silent, stop_on_signals
from scaffolder.cli.waiting import progress
from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from scaffolder.project.publication import Publication


class Host(StrEnum):
    """Where repositories are hosted."""

    github = "github"
    gitlab = "gitlab"


def publish(
    path: Annotated[Path, typer.Argument(help="A generated project.")] = Path(),
    name: Annotated[
        str | None,
        typer.Option(metavar="[OWNER/]NAME", help="The repository; the project's name by default."),
    ] = None,
    host: Annotated[
        Host | None, typer.Option(help="Where to create it; by default, where its CI runs.")
    ] = None,
    private: Annotated[bool, typer.Option("--private/--public", help="Who can see it.")] = True,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the commands without running them.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Create the remote repository of a project and push to it.

    Asks before it does anything. Uses gh or glab; without them, it only prints the commands. If the repository is public,
    the project's page gets a link to it.
    """
    from scaffolder.project.publication import plan, run

    stop_on_signals()
    publication = plan(path, name=name, host=host.value if host else None, private=private)
    published = None
    if not as_json:
        _print_plan(publication)
    if publication.program and not dry_run and (yes or (not as_json and _agreed())):
        (silent if as_json else progress)(f"Publishing {publication.name}")
        published = run(publication)
        progress.settle()
    if as_json:
        document = {
            "name": publication.name,
            "host": publication.host,
            "branch": publication.branch,
            "private": publication.private,
            "commands": [list(command) for command in publication.commands],
            "published": published,
        }
        print_json(document)
    elif published:
        print(f"Published {shown(publication.folder)} at {published}.")
    if not (dry_run or published):
        raise typer.Exit(1)


def _print_plan(publication: Publication) -> None:
    from scaffolder.project.publication import PROGRAMS

    sight = "private" if publication.private else "public"
    if publication.program:
        print(
            f"Creates the {sight} repository {publication.name} on {publication.host} and pushes {publication.branch}:\n"
        )
    else:
        program = PROGRAMS[publication.host]
        print(
            f"{program} is not installed. Create an empty {sight} repository on {publication.host}, then run:\n"
        )
    for command in publication.commands:
        print(f"  {shlex.join(command)}")
    print()


def _agreed() -> bool:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ScaffolderError(
            "There is no terminal to ask in. Give --yes to publish. Nothing was sent.", code="no-terminal"
        )
    with leaving("Nothing was sent."):
        answer = input("Go ahead? [y/N] ")
    if answer.strip().lower() not in ("y", "yes"):
        print_error("Nothing was sent.")
        return False
    return True
