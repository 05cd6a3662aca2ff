"""`scaffolder update` and `undo`."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scaffolder.cli.completion import SETTING
from scaffolder.cli.output import (
    TEMPLATE,
    Json,
    can_ask,
    leaving,
    print_error,
    print_json,
    refuse_together,
    shown,
    silent,
    stop_on_signals,
)
from scaffolder.cli.plans import line, print_plan
from scaffolder.cli.waiting import progress

if TYPE_CHECKING:
    from scaffolder.template.sources import TemplateRepository
    from scaffolder.template.versions import TemplateVersion
    from scaffolder.update.plan import Plan, UpdateRequest


def update(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Generated projects.")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(metavar="VERSION", help="The version to update to; the newest release by default."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the plan and write nothing.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print what would change, as a patch.")] = False,
    check: Annotated[
        bool, typer.Option("--check/--no-check", help="Run the project's make check on the update first.")
    ] = True,
    keep: Annotated[
        bool, typer.Option("--keep", help="If the update fails, keep it in a branch where you can fix it.")
    ] = False,
    finish: Annotated[
        bool, typer.Option("--finish", help="Complete the update in the current branch, left by --keep.")
    ] = False,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="KEY=VALUE", help="Answer a question. Repeatable.", autocompletion=SETTING
        ),
    ] = None,
    defaults: Annotated[
        bool, typer.Option("--defaults", help="Answer new questions with their defaults.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="VERSION",
            help="The version it was generated from, if the recorded one is gone.",
        ),
    ] = None,
    template: Annotated[str | None, typer.Option(metavar="URL|PATH|BUNDLE", help=TEMPLATE)] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only errors, notes and failed updates.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Update projects to a newer version of the templates.

    The update is planned, tested on a copy and committed as one commit. If it conflicts, or if the
    project's checks pass before it and fail after it, nothing is changed and the exit code is 1.
    """
    from scaffolder.cli.new import parse_settings
    from scaffolder.template import sources
    from scaffolder.update.plan import UpdateRequest

    stop_on_signals()
    folders = paths or [Path()]
    if finish:
        refuse_together(
            "--finish",
            {
                "several projects": len(folders) > 1,
                "--to": to,
                "--from": since,
                "--set": settings,
                "--dry-run": dry_run,
                "--diff": diff,
                "--keep": keep,
            },
        )
    if dry_run:
        refuse_together("--dry-run", {"--keep": keep})
    if diff:
        refuse_together("--diff", {"--json": as_json, "several projects": len(folders) > 1})
    request = UpdateRequest(
        to=to,
        since=since,
        answers=parse_settings(settings or []),
        ask=_ask if can_ask() and len(folders) == 1 and not (defaults or as_json) else None,
        check=check,
        keep=keep,
        dry_run=dry_run,
    )
    with leaving("Each project is as it was, or fully updated."), sources.opened(template) as opened:
        if finish:
            _finish(folders[0], opened, check=check, quiet=quiet, as_json=as_json)
            return
        if as_json:
            fine = _as_json(folders, opened, request)
        elif len(folders) == 1:
            fine = _one(folders[0], opened, request, diff=diff, quiet=quiet)
        else:
            fine = _many(folders, opened, request, quiet=quiet)
    if not fine:
        raise typer.Exit(1)


def undo(
    path: Annotated[Path, typer.Argument(help="A generated project.")] = Path(),
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be undone and write nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Undo the last update, if nothing was committed after it."""
    from scaffolder.update.undo import undo as undo_update

    stop_on_signals()
    subject = undo_update(path, dry_run=dry_run)
    if as_json:
        print_json({"folder": str(path.resolve()), "subject": subject, "undone": not dry_run})
        return
    print(f"{'Would undo' if dry_run else 'Undone'}: {subject}.")


def _ask(source: TemplateVersion, answers: Mapping[str, Any]) -> dict[str, Any]:
    from scaffolder.cli import wizard

    progress.settle()
    return wizard.complete(source, answers)


def _finish(folder: Path, template: TemplateRepository, *, check: bool, quiet: bool, as_json: bool) -> None:
    from scaffolder.update.apply import Result
    from scaffolder.update.finish import finish

    target, notes = finish(folder, template, check=check, progress=silent if quiet else progress)
    progress.settle()
    if as_json:
        result = Result(folder, f"finished on {target}", landed=True, notes=notes)
        print_json([result.as_json()])
        return
    for note in notes:
        print_error(f"Note: {note}")
    if not quiet:
        print(f"Updated {shown(folder)} on {target}. {_way_back(folder)}")


def _way_back(folder: Path) -> str:
    where = shown(folder)
    command = "scaffolder undo" if where == "." else f"scaffolder undo {shlex.quote(where)}"
    return f"`{command}` reverts it."


def _as_json(folders: list[Path], template: TemplateRepository, request: UpdateRequest) -> bool:
    from scaffolder.update import many

    results = list(many.update(folders, template, request))
    print_json([result.as_json() for result in results])
    return all(result.fine for result in results)


def _one(
    folder: Path, template: TemplateRepository, request: UpdateRequest, *, diff: bool, quiet: bool
) -> bool:
    from scaffolder.update import apply

    def seen(plan: Plan) -> None:
        progress.settle()
        if diff or not quiet:
            print_plan(folder, plan, diff=diff)

    progress.passing("Planning")
    steps = silent if quiet else progress
    result = apply.update(folder, template, request, seen=seen, progress=steps)
    progress.settle()
    if quiet and result.fine:
        pass
    elif result.current:
        print(f"{shown(folder)}: {result.title}.")
    elif result.landed:
        print(f"\nUpdated {shown(folder)}: {result.changes} files in one commit. {_way_back(folder)}")
    elif result.reason:
        print_error(f"\nNot updated. {result.reason}")
    for note in result.notes:
        print_error(f"Note: {note}")
    return result.fine


def _many(folders: list[Path], template: TemplateRepository, request: UpdateRequest, *, quiet: bool) -> bool:
    from scaffolder.update import many

    width = max(len(shown(folder)) for folder in folders)
    results = []
    for result in many.update(folders, template, request):
        results.append(result)
        if not (quiet and result.fine):
            print(f"{shown(result.folder):<{width}}  {line(result)}", flush=True)
    landed = sum(result.landed for result in results)
    current = sum(result.current for result in results)
    failed = sum(not result.fine for result in results)
    planned = (
        f"{sum(result.planned for result in results)} would be updated"
        if request.dry_run
        else f"{landed} updated"
    )
    if not quiet:
        print(f"\n{planned}, {current} up to date, {failed} not updated.")
    return failed == 0
