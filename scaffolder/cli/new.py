"""`scaffolder new`."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scaffolder.cli.completion import CI, DATABASE, DEPLOY, PROJECT, SETTING, STACK
from scaffolder.cli.creation import counted, print_files, print_json, print_next
from scaffolder.cli.output import TEMPLATE, Json, print_error, refuse_together, shown, silent, stop_on_signals
from scaffolder.cli.waiting import progress
from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from scaffolder.template.catalog import Catalog
    from scaffolder.template.toolchains import Tool


def new(
    project: Annotated[
        str | None,
        typer.Argument(help="What to build, as `scaffolder list` has it.", autocompletion=PROJECT),
    ] = None,
    path: Annotated[
        Path | None, typer.Argument(help="The folder to make; it may exist when it is empty.")
    ] = None,
    stack: Annotated[str | None, typer.Option(help="What to build it with.", autocompletion=STACK)] = None,
    name: Annotated[str | None, typer.Option(help="The project's name; the folder's by default.")] = None,
    description: Annotated[str | None, typer.Option(help="One sentence that opens the README.")] = None,
    author: Annotated[
        str | None, typer.Option(help="The name in the licence; git's user.name by default.")
    ] = None,
    database: Annotated[
        str | None, typer.Option(help="The database it runs on.", autocompletion=DATABASE)
    ] = None,
    ci: Annotated[
        str | None, typer.Option(help="Who runs the checks on every push.", autocompletion=CI)
    ] = None,
    deploy: Annotated[
        list[str] | None,
        typer.Option(
            help="Where it will run: several with commas, or an empty string. Repeatable.",
            autocompletion=DEPLOY,
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="Answer any question. Repeatable.",
            autocompletion=SETTING,
        ),
    ] = None,
    answers: Annotated[Path | None, typer.Option(help="A YAML file of answers.")] = None,
    defaults: Annotated[bool, typer.Option("--defaults", help="Ask nothing: take the defaults.")] = False,
    git: Annotated[bool, typer.Option("--git/--no-git", help="Make a repository with one commit.")] = True,
    message: Annotated[str | None, typer.Option(help="The message of the first commit.")] = None,
    lock: Annotated[bool, typer.Option("--lock/--no-lock", help="Make the stack's lock file.")] = True,
    template: Annotated[str | None, typer.Option(metavar="URL|PATH|BUNDLE", help=TEMPLATE)] = None,
    to: Annotated[
        str | None,
        typer.Option(metavar="VERSION", help="Which version of the template; `--to HEAD` is the newest."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List the files with their sizes and write nothing.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors and warnings only.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="List every file and the template it came from.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Generate a project.

    Asks for what is missing if there is a terminal. Flags override --set, which overrides --answers.
    """
    import time

    from scaffolder.template import catalog, sources

    stop_on_signals()
    if quiet:
        refuse_together("--quiet", {"--verbose": verbose})
    if message:
        refuse_together("--message", {"--no-git": not git})
    if as_json:
        refuse_together("--json", {"--verbose": verbose})
    flags = {
        "project": project,
        "stack": stack,
        "name": name or (path.absolute().name if path else None),
        "description": description,
        "author": author,
        "database": database,
        "ci": ci,
        "deploy": split(",".join(deploy)) if deploy else None,
    }
    given = (catalog.read_answers(answers) if answers else {}) | parse_settings(settings or [])
    if name is None and "name" in given:
        del flags["name"]
    given |= {key: value for key, value in flags.items() if value is not None}
    interactive = not (defaults or as_json) and sys.stdin.isatty() and sys.stdout.isatty()

    started = time.monotonic()
    try:
        with sources.opened(template) as opened:
            source = opened.source(to)
            known = catalog.load(source.folder)
            known.check(given)
            if not interactive:
                _refuse_missing(known, given, path, defaults=defaults)
            from scaffolder.project import creation

            made = creation.generate(
                source,
                path,
                given,
                interactive=interactive,
                dry_run=dry_run,
                git=git,
                lock=lock,
                message=message or creation.FIRST_COMMIT,
                lacks=_warn,
                progress=silent if quiet else progress,
            )
    except KeyboardInterrupt:
        raise ScaffolderError("Stopped. Nothing was written.", exit_code=130) from None
    except ScaffolderError as error:
        if (
            path is not None
            and name is None
            and given.get("name") == path.absolute().name
            and str(error).startswith("'name': ")
        ):
            raise ScaffolderError(f"{error} It was taken from the folder{_other(path)}.") from None
        raise
    progress.settle()
    for note in made.notes:
        print_error(f"Note: {note}")
    if as_json:
        print_json(made, dry_run=dry_run)
    elif not quiet:
        if dry_run or verbose:
            print_files(made, templates=verbose)
        if dry_run:
            print(f"\nNothing was written. Without --dry-run, {counted(made)} go to {shown(made.folder)}.")
        else:
            print_next(made, time.monotonic() - started)


def _warn(tools: Sequence[Tool]) -> None:
    for tool in tools:
        print_error(f"Note: {tool.advice}")


def _other(path: Path) -> str:
    """A name like the folder's that can be one."""
    words = re.findall("[a-z0-9]+", path.absolute().name.lower())
    name = "-".join(words) if words and words[0][0].isalpha() else "my-project"
    if name == path.absolute().name:
        name = f"my-{name}"
    return f"; --name {name} would do"


def parse_settings(settings: list[str]) -> dict[str, Any]:
    parsed: dict[str, Any] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key:
            raise ScaffolderError(f'--set takes KEY=VALUE, not "{setting}".')
        parsed[key] = split(value) if key == "deploy" else value
    return parsed


def split(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


def _refuse_missing(known: Catalog, given: dict[str, Any], path: Path | None, *, defaults: bool) -> None:
    flags = [question.flag for question in known.missing(given, defaults=defaults)]
    if path is None and "name" not in given:
        flags = ["PATH", *(flag for flag in flags if flag != "--name")]
    if flags:
        hint = "" if defaults else " --defaults takes the defaults of those that have one."
        reason = "--defaults asks nothing" if defaults else "There is no terminal to ask on"
        raise ScaffolderError(f"{reason}, and these are missing: {', '.join(flags)}.{hint}")
