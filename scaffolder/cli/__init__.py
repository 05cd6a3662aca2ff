"""The command line: parses, calls, prints. The only package that prints or exits."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from scaffolder import __version__
from scaffolder.cli.choices import list_choices
from scaffolder.cli.doctor import doctor
from scaffolder.cli.inspect import diff, restore, status
from scaffolder.cli.new import new
from scaffolder.cli.output import can_ask, fail
from scaffolder.cli.portfolio import portfolio
from scaffolder.cli.publish import publish
from scaffolder.cli.show import explain, show
from scaffolder.cli.update import undo, update
from scaffolder.cli.verify import verify
from scaffolder.errors import ScaffolderError, refused_by_system

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def run() -> None:
    """Run the command line; every failure is printed as a sentence and sets the exit code."""
    debug = _takes_debug(sys.argv)
    try:
        _dispatch(sys.argv[1:])
    except Exception as error:
        if debug and not (isinstance(error, ScaffolderError) and error.__cause__ is None):
            raise
        fail(_translated(error))


def _translated(error: Exception) -> ScaffolderError:
    if isinstance(error, ScaffolderError):
        return error
    if isinstance(error, OSError):
        return refused_by_system(error)
    words = f"This is a bug in scaffolder: {type(error).__name__}: {error}."
    return ScaffolderError(f"{words} Run it again with --debug to see where.", code="bug", exit_code=1)


def _dispatch(words: list[str]) -> None:
    # Typer imports pydantic to read any option, which would double the time of this one.
    if words in (["list"], ["list", "--json"]):
        list_choices(as_json="--json" in words)
    elif not words and can_ask():
        app(["new"], prog_name="scaffolder")
    else:
        app(prog_name="scaffolder")


def _takes_debug(words: list[str]) -> bool:
    """Remove --debug from any position: people append it to the command that failed."""
    options = words[: words.index("--")] if "--" in words else words
    if "--debug" not in options:
        return False
    words.remove("--debug")
    return True


def _show_version(value: bool) -> None:
    if value:
        print(f"scaffolder {__version__}")
        raise typer.Exit


@app.callback()
def scaffolder(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of a failure, with any command.")
    ] = False,
) -> None:
    """Complete, tested, secure backend projects, one behaviour in every stack."""


app.command()(new)
app.command()(status)
app.command()(diff)
app.command()(restore)
app.command()(update)
app.command()(undo)
app.command()(verify)
app.command()(publish)
app.command()(portfolio)
app.command("list")(list_choices)
app.command()(show)
app.command()(explain)
app.command()(doctor)
