"""`scaffolder show` and `explain`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scaffolder.cli.completion import PROJECT, STACK
from scaffolder.cli.output import TEMPLATE, Json, print_json, shown, wrapped
from scaffolder.cli.waiting import progress

if TYPE_CHECKING:
    from scaffolder.template.overview import Overview

Template = Annotated[str | None, typer.Option(metavar="URL|PATH|BUNDLE", help=TEMPLATE)]


def show(
    project: Annotated[str, typer.Argument(help="A project; see `scaffolder list`.", autocompletion=PROJECT)],
    stack: Annotated[
        str | None, typer.Option(help="Also show its commands and files.", autocompletion=STACK)
    ] = None,
    template: Template = None,
    as_json: Json = False,
) -> None:
    """Show a project's features, endpoints, commands and files."""
    from scaffolder.template import catalog, sources
    from scaffolder.template.overview import overview_of

    progress.passing("Rendering")
    with sources.opened(template) as opened:
        source = opened.source() if stack or template else None
        known = catalog.load(source.folder) if source else catalog.load()
        overview = overview_of(known, project, source, stack)
    progress.settle()
    if as_json:
        print_json(overview.as_json())
    else:
        _print_overview(overview)


def _print_overview(overview: Overview) -> None:
    print(f"{overview.title}{f' on {overview.stack}' if overview.stack else ''}")
    print(wrapped(overview.description, indent=2))
    print("\nFeatures")
    for feature in overview.features:
        print(f"  - {wrapped(feature, indent=4).strip()}")
    print("\nEndpoints")
    _print_columns((f"{each.method:<7}{each.path}", each.summary) for each in overview.endpoints)
    if overview.stack:
        print("\nCommands")
        _print_columns(overview.commands.items())
        print(f"\nFiles: {len(overview.files)}, {sum(overview.files.values()) / 1024:.0f} KiB")
        print("\n".join(f"  {line}" for line in _tree(overview.files)))
    else:
        print(f"\nStacks: {', '.join(overview.stacks)}")
        print(f"`scaffolder show {overview.project} --stack STACK` also shows its commands and files.")


def _tree(files: Iterable[str]) -> list[str]:
    """Files and folders on two levels; deeper files are only counted."""
    counts = Counter("/".join(path.split("/")[:2]) + "/" * (path.count("/") > 1) for path in files)
    lines: list[str] = []
    folder = ""
    for path, count in sorted(counts.items()):
        top, slash, rest = path.partition("/")
        if slash and top != folder:
            lines.append(f"{top}/")
        folder = top if slash else ""
        number = f"  ({count} file{'s' * (count > 1)})" if path.endswith("/") else ""
        lines.append(f"  {rest}{number}" if slash else path)
    return lines


def explain(
    path: Annotated[Path, typer.Argument(help="A generated project.")] = Path(),
    template: Template = None,
    as_json: Json = False,
) -> None:
    """Explain what each top-level file of a project is for.

    Also names the template layer of each file.
    """
    from scaffolder.project import explanation
    from scaffolder.template import sources

    progress.passing("Comparing")
    with sources.opened(template) as opened:
        project, entries = explanation.explain(path, opened)
    progress.settle()
    kind, stack = project.kind
    if as_json:
        document = {
            "folder": str(project.folder),
            "project": kind,
            "stack": stack,
            "version": project.version,
            "entries": [entry.as_json() for entry in entries],
        }
        print_json(document)
        return
    print(f"{shown(path)}: {kind} in {stack}, {project.version}\n")
    for entry in entries:
        print(entry.path)
        print(wrapped(entry.purpose, indent=4))
        for inside, what in entry.inside.items():
            print(wrapped(f"{inside}: {what}", indent=6))
        if entry.layers:
            print(wrapped(f"from {'; '.join(entry.layers)}", indent=4))


def _print_columns(rows: Iterable[tuple[str, str]]) -> None:
    """Two columns; in a narrow terminal, the second goes below the first."""
    import shutil

    found = list(rows)
    width = max((len(left) for left, _ in found), default=0) + 2
    below = width + max((len(right) for _, right in found), default=0) > shutil.get_terminal_size().columns
    for left, right in found:
        print(f"  {left}\n{wrapped(right, indent=6)}" if below else f"  {left:<{width}}{right}")
