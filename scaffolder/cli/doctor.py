"""`scaffolder doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scaffolder.cli.completion import STACK
from scaffolder.cli.output import Json, print_json, wrapped
from scaffolder.cli.waiting import progress

if TYPE_CHECKING:
    from scaffolder.template.toolchains import Tool

_MARKS = {"found": "ok", "old": "too old", "incomplete": "partial", "missing": "missing"}


def doctor(
    stack: Annotated[
        str | None, typer.Option(help="The stack to check; all by default.", autocompletion=STACK)
    ] = None,
    as_json: Json = False,
) -> None:
    """Check which tools are installed, and how to install the others.

    Exits with 1 if something that a project needs is missing: git, make, and the tools of its stack,
    or of at least one stack if none is named.
    """
    from scaffolder.template import catalog, toolchains

    known = catalog.load()
    stacks = [stack] if stack else [choice.name for choice in known.choices("stack")]
    progress.passing("Checking the tools")
    diagnosis = toolchains.diagnose(known, stacks)
    progress.settle()
    if as_json:
        print_json(diagnosis.as_json())
    else:
        advised: set[str] = set()
        for title, key in [("every project", None), *((stack, stack) for stack in stacks)]:
            print(title)
            for tool in diagnosis.of(key):
                _print_tool(tool, advised)
            print()
        print(f"Ready for: {', '.join(diagnosis.ready) or 'nothing yet'}")
    if not diagnosis.ready:
        raise typer.Exit(1)


def _print_tool(tool: Tool, advised: set[str]) -> None:
    """One tool, with its advice unless that was already `advised` for another stack."""
    mark = "none" if tool.optional and tool.state == "missing" else _MARKS[tool.state]
    print(f"  {mark:<9}{' '.join(filter(None, (tool.command, tool.version)))}")
    if tool.advice and tool.advice not in advised:
        advised.add(tool.advice)
        serves = f"Optional, for {tool.purpose}. " if tool.optional else ""
        print(wrapped(serves + tool.advice, indent=11))
