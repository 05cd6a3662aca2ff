"""`scaffolder new`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scaffolder.cli.completion import CI, DATABASE, DEPLOY, PROJECT, SETTING, STACK
from scaffolder.cli.creation import print_creation
from scaffolder.cli.output import (
    TEMPLATE,
    Json,
    can_ask,
    leaving,
    print_error,
    refuse_together,
    silent,
    stop_on_signals,
)
from scaffolder.cli.waiting import progress
from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from scaffolder.template.catalog import Catalog
    from scaffolder.template.toolchains import Tool

NOTHING = "Nothing was written."


def new(
    project: Annotated[
        str | None,
        typer.Argument(help="What to build; see `scaffolder list`.", autocompletion=PROJECT),
    ] = None,
    path: Annotated[Path | None, typer.Argument(help="The folder to create; an empty one may exist.")] = None,
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
        str | None, typer.Option(help="The CI service that runs the checks.", autocompletion=CI)
    ] = None,
    deploy: Annotated[
        list[str] | None,
        typer.Option(
            help="Where it will run, separated by commas. Repeatable.",
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
    defaults: Annotated[bool, typer.Option("--defaults", help="Use the defaults instead of asking.")] = False,
    git: Annotated[
        bool, typer.Option("--git/--no-git", help="Create a git repository with one commit.")
    ] = True,
    message: Annotated[str | None, typer.Option(help="The message of the first commit.")] = None,
    lock: Annotated[bool, typer.Option("--lock/--no-lock", help="Create the stack's lock file.")] = True,
    template: Annotated[str | None, typer.Option(metavar="URL|PATH|BUNDLE", help=TEMPLATE)] = None,
    to: Annotated[
        str | None,
        typer.Option(metavar="VERSION", help="The template's version; HEAD is the newest."),
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
        "name": name,
        "description": description,
        "author": author,
        "database": database,
        "ci": ci,
        "deploy": split(",".join(deploy)) if deploy else None,
    }
    started = time.monotonic()
    with leaving(NOTHING), sources.opened(template) as opened:
        given = (catalog.read_answers(answers) if answers else {}) | parse_settings(settings or [])
        given |= {key: value for key, value in flags.items() if value is not None}
        source = opened.source(to)
        known = catalog.load(source.folder)
        known.check(given)
        if defaults or as_json or not can_ask():
            _refuse_missing(known, given, path, defaults=defaults)
        else:
            from scaffolder.cli import wizard

            chosen = wizard.ask(source, given, path)
            if chosen is None:
                print(NOTHING)
                return
            given, path = chosen
        from scaffolder.project import creation

        made = creation.generate(
            source,
            path,
            given,
            dry_run=dry_run,
            git=git,
            lock=lock,
            message=message or creation.FIRST_COMMIT,
            lacks=_warn,
            progress=silent if quiet else progress,
        )
    progress.settle()
    seconds = time.monotonic() - started
    print_creation(made, seconds, dry_run=dry_run, quiet=quiet, verbose=verbose, as_json=as_json)


def _warn(tools: Sequence[Tool]) -> None:
    for tool in tools:
        print_error(f"Note: {tool.advice}")


def parse_settings(settings: list[str]) -> dict[str, Any]:
    parsed: dict[str, Any] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key:
            raise ScaffolderError(f'--set takes KEY=VALUE, not "{setting}".', code="setting-invalid")
        parsed[key] = split(value) if key == "deploy" else value
    return parsed


def split(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


def _refuse_missing(known: Catalog, given: dict[str, Any], path: Path | None, *, defaults: bool) -> None:
    flags = [question.flag for question in known.missing(given, defaults=defaults)]
    if "name" not in given:
        # Without a given name, a project is named after its folder.
        flags = [*(["PATH"] if path is None else []), *(flag for flag in flags if flag != "--name")]
    if flags:
        hint = "" if defaults else " Give them, or --defaults for those that have a default."
        reason = "--defaults asks no questions" if defaults else "There is no terminal to ask in"
        raise ScaffolderError(f"{reason}. Missing: {', '.join(flags)}.{hint}", code="answers-missing")
