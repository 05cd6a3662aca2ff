"""`scaffolder verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scaffolder.cli.output import (
    Json,
    coloured,
    indented,
    leaving,
    print_json,
    refuse_together,
    silent,
    stop_on_signals,
)
from scaffolder.cli.waiting import progress

if TYPE_CHECKING:
    from scaffolder.verification.suite import Behaviour


MARKS = {"passed": ("ok", "green"), "failed": ("FAILS", "red"), "skipped": ("skipped", "yellow")}


def verify(
    path: Annotated[Path, typer.Argument(help="The generated project.")] = Path(),
    url: Annotated[
        str | None, typer.Option(help="Test the server at this URL instead of starting one.")
    ] = None,
    select: Annotated[
        str, typer.Option("-k", metavar="EXPRESSION", help="Run the tests that match, as in pytest.")
    ] = "",
    processes: Annotated[
        int, typer.Option(min=1, max=16, help="Run the project as this many processes.")
    ] = 1,
    jobs: Annotated[
        int,
        typer.Option("--jobs", "-j", min=1, max=16, help="How many tests run at once; with -k, one."),
    ] = 2,
    database_url: Annotated[
        str | None, typer.Option(help="An empty database to use instead of a temporary one.")
    ] = None,
    junit: Annotated[Path | None, typer.Option(help="Write a JUnit XML report here.")] = None,
    fuzz: Annotated[
        bool,
        typer.Option("--fuzz", help="Also fuzz the API, whatever -k says; needs scaffolder[fuzz]."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Run the contract tests against a project or a running server.

    Starts the project on a free port with a temporary database and stops it afterwards. Exits with
    1 if a test fails.
    """
    import shlex
    import time

    from scaffolder.template import catalog
    from scaffolder.verification import suite

    stop_on_signals()
    if url:
        refuse_together("--url", {"--processes": processes > 1, "--database-url": database_url})
    started = time.monotonic()
    progress.passing(f"Waiting for {url or 'the project to start'}")
    with leaving("Everything that it started was stopped."):
        report = suite.verify(
            catalog.load(),
            path,
            url=url,
            database_url=database_url,
            processes=processes,
            select=select,
            jobs=jobs,
            junit=junit,
            fuzz=fuzz,
            seen=silent if as_json else _print_behaviour,
        )
    progress.settle()
    if as_json:
        print_json(report.as_json())
    else:
        again = f"scaffolder verify {shlex.quote(str(path))}" + (f" --url {shlex.quote(url)}" if url else "")
        for behaviour in report.behaviours:
            if behaviour.outcome == "failed":
                print(
                    f"\n{behaviour.sentence}\n{indented(behaviour.detail)}\n  Run it again: {again} -k {behaviour.test}"
                )
        counts = f"{report.count('passed')} passed, {report.count('failed')} failed, {report.count('skipped')} skipped"
        print(f"\n{report.project} contract: {counts}, in {time.monotonic() - started:.0f} s.")
    if not report.holds:
        raise typer.Exit(1)


def _print_behaviour(behaviour: Behaviour) -> None:
    progress.settle()
    mark, colour = MARKS[behaviour.outcome]
    reason = f" ({behaviour.detail})" if behaviour.outcome == "skipped" else ""
    print(f"{coloured(f'{mark:<8}', colour)}{behaviour.sentence}{reason}", flush=True)
