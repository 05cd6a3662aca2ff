"""The command line: parses, calls, prints. The only module that prints or exits."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from scaffolder import __version__
from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from scaffolder.catalog import Catalog
    from scaffolder.verification import Behaviour

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def run() -> None:
    """Run the command line; every failure ends as a sentence and an exit code."""
    try:
        # Typer imports pydantic to read any option, which would double the time of this one.
        if sys.argv[1:] in (["list"], ["list", "--json"]):
            list_choices(as_json="--json" in sys.argv)
        else:
            app(prog_name="scaffolder")
    except ScaffolderError as error:
        _fail(str(error), error.exit_code)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _fail(f"{where}{error.strerror or error}. Nothing was written.", 1)
    except Exception as error:
        if os.environ.get("SCAFFOLDER_DEBUG"):
            raise
        _fail(
            f"This is a bug in scaffolder: {type(error).__name__}: {error}. SCAFFOLDER_DEBUG=1 shows where.",
            1,
        )


def _show_version(value: bool) -> None:
    if value:
        print(f"scaffolder {__version__}")
        raise typer.Exit


@app.callback()
def scaffolder(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Complete, tested, secure backend projects, one behaviour in every stack."""


@app.command()
def new(
    project: Annotated[str | None, typer.Argument(help="What to build, as `scaffolder list` has it.")] = None,
    path: Annotated[
        Path | None, typer.Argument(help="The folder to make; it may exist when it is empty.")
    ] = None,
    stack: Annotated[str | None, typer.Option(help="What to build it with.")] = None,
    name: Annotated[str | None, typer.Option(help="The project's name; the folder's by default.")] = None,
    description: Annotated[str | None, typer.Option(help="One sentence that opens the README.")] = None,
    author: Annotated[
        str | None, typer.Option(help="The name in the licence; git's user.name by default.")
    ] = None,
    database: Annotated[str | None, typer.Option(help="The database it runs on.")] = None,
    ci: Annotated[str | None, typer.Option(help="Who runs the checks on every push.")] = None,
    deploy: Annotated[
        str | None, typer.Option(help="Where it will run: several with commas, or an empty string.")
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Answer any question. Repeatable.")
    ] = None,
    answers: Annotated[Path | None, typer.Option(help="A YAML file of answers.")] = None,
    defaults: Annotated[bool, typer.Option("--defaults", help="Ask nothing: take the defaults.")] = False,
    git: Annotated[bool, typer.Option("--git/--no-git", help="Make a repository with one commit.")] = True,
    lock: Annotated[bool, typer.Option("--lock/--no-lock", help="Make the stack's lock file.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors and warnings only.")] = False,
) -> None:
    """Generate a project. Asks for what is missing when there is a terminal.

    Of several answers to one question a flag wins over --set, and --set over --answers.
    """
    import shlex
    import signal
    import time

    from scaffolder import catalog

    signal.signal(signal.SIGTERM, _stop)
    known = catalog.load()
    flags = {
        "project": project,
        "stack": stack,
        "name": name or (path.absolute().name if path else None),
        "description": description,
        "author": author,
        "database": database,
        "ci": ci,
        "deploy": None if deploy is None else [part.strip() for part in deploy.split(",") if part.strip()],
    }
    given = (catalog.read_answers(answers) if answers else {}) | _parse_settings(settings or [])
    if name is None and "name" in given:
        del flags["name"]
    given |= {key: value for key, value in flags.items() if value is not None}
    known.check(given)
    interactive = not defaults and sys.stdin.isatty() and sys.stdout.isatty()
    if not interactive:
        _refuse_missing(known, given, path, defaults=defaults)

    from scaffolder import generation

    started = time.monotonic()
    try:
        made = generation.generate(
            known,
            path,
            given,
            interactive=interactive,
            git=git,
            lock=lock,
            progress=_silent if quiet else _progress,
        )
    except KeyboardInterrupt:
        raise ScaffolderError("Stopped. Nothing was written.", exit_code=130) from None
    for note in made.notes:
        _print_error(f"Note: {note}")
    if not quiet:
        print(f"\nMade {made.folder} in {time.monotonic() - started:.1f} s: {made.files} files. Next:\n")
        print(f"  cd {shlex.quote(_shown(made.folder))}\n  make setup\n  make migrate\n  make run")
        print(f"\nThen open http://localhost:{made.facts['port']}/docs, or read README.md.")


@app.command()
def verify(
    path: Annotated[Path, typer.Argument(help="The generated project.")] = Path(),
    url: Annotated[
        str | None, typer.Option(help="Check the server that runs here instead of starting one.")
    ] = None,
    select: Annotated[
        str, typer.Option("-k", metavar="EXPRESSION", help="Check what matches, as in pytest.")
    ] = "",
    processes: Annotated[
        int, typer.Option(min=1, max=16, help="Run as several processes behind one contract.")
    ] = 1,
    database_url: Annotated[
        str | None, typer.Option(help="An empty database to use instead of a throw-away one; it is filled.")
    ] = None,
    junit: Annotated[Path | None, typer.Option(help="Write a JUnit XML report here.")] = None,
    fuzz: Annotated[
        bool, typer.Option("--fuzz", help="Send made-up requests, too; needs scaffolder[fuzz].")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Hold a generated project, or a running server, against its contract.

    Starts the project on a free port with a throw-away database and stops it again. Exits with 1
    when a behaviour of the contract does not hold.
    """
    import json
    import shlex
    import signal
    import time

    from scaffolder import catalog, verification

    signal.signal(signal.SIGTERM, _stop)
    started = time.monotonic()
    try:
        report = verification.verify(
            catalog.load(),
            path,
            url=url,
            database_url=database_url,
            processes=processes,
            select=select,
            junit=junit,
            fuzz=fuzz,
            seen=_silent if as_json else _print_behaviour,
        )
    except KeyboardInterrupt:
        raise ScaffolderError("Stopped. What was started is gone.", exit_code=130) from None
    if as_json:
        print(json.dumps(report.as_json(), indent=2))
    else:
        again = f"scaffolder verify {shlex.quote(str(path))}" + (f" --url {shlex.quote(url)}" if url else "")
        for behaviour in report.behaviours:
            if behaviour.outcome == "failed":
                print(
                    f"\n{behaviour.sentence}\n{_indented(behaviour.detail)}\n  Repeat it: {again} -k {behaviour.test}"
                )
        counts = f"{report.count('passed')} hold, {report.count('failed')} do not, {report.count('skipped')} not checked"
        print(f"\n{report.project} contract: {counts}, in {time.monotonic() - started:.0f} s.")
    if not report.holds:
        raise typer.Exit(1)


@app.command("list")
def list_choices(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Show what can be chosen: projects and stacks, databases, CI providers, deploy targets."""
    import json

    from scaffolder import catalog

    known = catalog.load()
    groups = {
        "projects": "project",
        "stacks": "stack",
        "databases": "database",
        "ci": "ci",
        "deploy": "deploy",
    }
    if as_json:
        document: dict[str, Any] = {
            "cells": [{"project": project, "stack": stack} for project, stack in known.cells()]
        }
        for title, key in groups.items():
            document[title] = [{"name": choice.name, "help": choice.help} for choice in known.choices(key)]
        print(json.dumps(document, indent=2))
        return
    for title, key in groups.items():
        print(title)
        for choice in known.choices(key):
            print(f"  {choice.name:<16}{choice.help}")
        print()
    print("Every project comes in every stack: scaffolder new PROJECT PATH --stack STACK")


def _parse_settings(settings: list[str]) -> dict[str, Any]:
    parsed: dict[str, Any] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key:
            raise ScaffolderError(f'--set takes KEY=VALUE, not "{setting}".')
        parsed[key] = (
            [part.strip() for part in value.split(",") if part.strip()] if key == "deploy" else value
        )
    return parsed


def _refuse_missing(known: Catalog, given: dict[str, Any], path: Path | None, *, defaults: bool) -> None:
    flags = [question.flag for question in known.missing(given, defaults=defaults)]
    if path is None and "name" not in given:
        flags = ["PATH", *(flag for flag in flags if flag != "--name")]
    if flags:
        hint = "" if defaults else " --defaults takes the defaults of those that have one."
        reason = "--defaults asks nothing" if defaults else "There is no terminal to ask on"
        raise ScaffolderError(f"{reason}, and these are missing: {', '.join(flags)}.{hint}")


def _stop(signum: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _shown(folder: Path) -> str:
    """The folder as one would type it from here."""
    relative = os.path.relpath(folder)
    return relative if not relative.startswith("..") else str(folder)


def _progress(step: str) -> None:
    _print_error(f"{step} ...")


def _print_behaviour(behaviour: Behaviour) -> None:
    mark = {"passed": "ok", "failed": "FAILS", "skipped": "skipped"}[behaviour.outcome]
    reason = f" ({behaviour.detail})" if behaviour.outcome == "skipped" else ""
    print(f"{mark:<8}{behaviour.sentence}{reason}", flush=True)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def _silent(step: object) -> None:
    pass


def _print_error(line: str) -> None:
    print(line, file=sys.stderr)


def _fail(sentence: str, code: int) -> NoReturn:
    _print_error(f"Error: {sentence}")
    sys.exit(code)
