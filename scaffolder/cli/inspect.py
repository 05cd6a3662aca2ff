"""`scaffolder status`, `diff` and `restore`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scaffolder.cli.output import TEMPLATE, Json, in_colour, print_failure, print_json, refuse_together, shown
from scaffolder.cli.waiting import progress

if TYPE_CHECKING:
    from scaffolder.project.inspection import State, Status

Template = Annotated[str | None, typer.Option(metavar="URL|PATH|BUNDLE", help=TEMPLATE)]


def status(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Generated projects.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Exit with 1 if a project is outdated or drifted, for CI.")
    ] = False,
    template: Template = None,
    as_json: Json = False,
) -> None:
    """Compare projects with the template they were generated from.

    Shows the version of each project and the state of its files. A file is pristine, customised, drifted (changed although the template owns it), missing or added.
    """
    from scaffolder.project import inspection
    from scaffolder.template import sources

    found: list[Status] = []
    failed = False
    progress.passing("Comparing")
    with sources.opened(template) as opened:
        for result in inspection.statuses(paths or [Path()], opened):
            progress.settle()
            if isinstance(result, tuple):
                if not paths or len(paths) == 1:
                    raise result[1]
                print_failure(result[1])
                failed = True
                continue
            found.append(result)
            if not as_json:
                _print_status(result)
    if as_json:
        print_json([result.as_json() for result in found])
    failed = failed or any(result.problem for result in found)
    if failed or (check and not all(result.fine for result in found)):
        raise typer.Exit(1)


def diff(
    path: Annotated[Path, typer.Argument(help="A generated project.")] = Path(),
    stat: Annotated[bool, typer.Option("--stat", help="Show how much changed, per file.")] = False,
    template: Template = None,
    as_json: Json = False,
) -> None:
    """Show what was changed in a project since it was generated."""
    from scaffolder.project import inspection, record
    from scaffolder.template import sources

    if stat:
        refuse_together("--stat", {"--json": as_json})
    progress.passing("Comparing")
    with sources.opened(template) as opened:
        project = record.read(path)
        with inspection.compared(project, opened) as comparison:
            progress.settle()
            if as_json:
                changed = {name: state for name, state in comparison.files().items() if state != "pristine"}
                document = {"version": project.version, "files": changed, "patch": comparison.patch()}
                print_json(document)
                return
            options = ["--stat"] if stat else []
            options += ["--color"] if in_colour() else []
            # A patch may contain bytes that are not text.
            sys.stdout.buffer.write(comparison.patch(*options).encode(errors="surrogateescape"))


def restore(
    file: Annotated[Path, typer.Argument(help="A file of a generated project.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite uncommitted changes.")] = False,
    template: Template = None,
    as_json: Json = False,
) -> None:
    """Restore one file to the version in the template."""
    from scaffolder.project import inspection
    from scaffolder.template import sources

    progress.passing("Comparing")
    with sources.opened(template) as opened:
        project = inspection.restore(file, opened, force=force)
    progress.settle()
    if as_json:
        print_json({"file": str(file), "version": project.version})
    else:
        print(f"Restored {file} from {project.version}.")


def _print_status(status: Status) -> None:
    news = f", {status.newest} is available" if status.behind else ""
    print(f"{shown(Path(status.folder))}: {status.project} in {status.stack}, {status.version}{news}")
    if status.problem:
        print(f"  {status.problem}")
        return
    states: tuple[State, ...] = ("drifted", "customised", "missing", "added")
    for state in states:
        for name in status.paths(state):
            print(f"  {state:<12}{name}")
    print(f"  {len(status.paths('pristine'))} files are unchanged")
