"""`scaffolder portfolio`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scaffolder.cli.output import (
    Json,
    leaving,
    print_error,
    print_failure,
    print_json,
    shown,
    stop_on_signals,
)
from scaffolder.cli.waiting import progress
from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from scaffolder.portfolio.site import Portfolio


def portfolio(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Generated projects, or folders that hold some.")
    ],
    folder: Annotated[Path, typer.Option(help="The folder to write the site into.")] = Path("portfolio"),
    name: Annotated[str | None, typer.Option(help="Your name; git's user.name by default.")] = None,
    sentence: Annotated[str | None, typer.Option(help="A sentence about you.")] = None,
    links: Annotated[
        list[str] | None,
        typer.Option("--link", metavar="LABEL=ADDRESS", help="A link to you, or an e-mail. Repeatable."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a static site that shows your projects, for GitHub Pages.

    Also prints a table for the README of your GitHub profile. The first run creates portfolio.yml in the folder, with the
    texts and addresses; change them there and run it again. Files that you changed by hand are never overwritten.
    """
    from scaffolder.portfolio import cards, site

    stop_on_signals()
    progress.passing("Reading the projects")
    with leaving("Nothing was written."):
        given = _links(links or [])
        projects, problems = cards.read_projects(paths, besides=folder)
        for problem in problems:
            print_failure(problem)
        if not projects:
            raise ScaffolderError(
                "There is no project to show. Nothing was written.", code="projects-missing", exit_code=1
            )
        written = site.write(projects, folder, name=name, sentence=sentence, links=given)
    progress.settle()
    for path in written.kept:
        print_error(f"Note: {shown(folder / path)} was changed by hand, so it was kept.")
    for unused in written.unused:
        print_error(f"Note: portfolio.yml has texts for {unused}, which is not among these projects.")
    if as_json:
        print_json(_document(written))
    else:
        _print(written)
    if problems:
        raise typer.Exit(1)


def _links(words: list[str]) -> dict[str, str]:
    links = {}
    for word in words:
        label, equals, address = word.partition("=")
        if not equals or not label:
            raise ScaffolderError(f'--link takes LABEL=ADDRESS, not "{word}".', code="setting-invalid")
        links[label] = address
    return links


def _print(written: Portfolio) -> None:
    from scaffolder.portfolio.site import PAGE
    from scaffolder.portfolio.texts import FILE

    count = len(written.cards)
    print(f"Wrote {shown(written.folder / PAGE)} with {count} project{'s' * (count > 1)}.")
    print(f"Texts and live addresses are in {shown(written.folder / FILE)}: change them and run this again.")
    print("To publish it, push the folder to GitHub, and choose GitHub Actions as the source of Pages there.")
    print(f"\nFor the README of your GitHub profile:\n\n{written.table}", end="")


def _document(written: Portfolio) -> dict[str, Any]:
    return {
        "folder": str(written.folder),
        "projects": [
            {
                "name": card.name,
                "title": card.title,
                "stack": card.stack,
                "text": card.text,
                "repository": card.repository,
                "live": card.live,
                "api": card.api,
            }
            for card in written.cards
        ],
        "kept": list(written.kept),
        "table": written.table,
    }
