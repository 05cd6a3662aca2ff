"""The output of `scaffolder update` for a plan, and for each of several projects."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.cli.output import shown

if TYPE_CHECKING:
    from scaffolder.update.apply import Result
    from scaffolder.update.plan import Plan


def line(result: Result) -> str:
    if result.reason:
        return f"{result.title}{', ' if result.title else ''}not updated: {result.reason.splitlines()[0]}"
    changes = "" if result.current else f", {result.changes} files"
    notes = "".join(f" ({note})" for note in result.notes)
    return f"{result.title}{changes}{notes}"


def print_plan(folder: Path, plan: Plan, *, diff: bool) -> None:
    print(f"{shown(folder)}: {plan.title}")
    words = {"A": "new", "M": "changed", "T": "changed", "D": "removed", "R": "renamed"}
    for change in plan.changes:
        if change.path not in plan.merge.conflicts:
            old = f"{change.old} -> " if change.old else ""
            print(f"  {words[change.kind]:<11}{old}{change.path}")
    for path in plan.merge.conflicts:
        print(f"  conflicts  {path}")
    for path in plan.merge.deleted:
        print(f"  deleted    {path}: you deleted it, so it stays deleted")
    for path in plan.merge.kept:
        print(f"  kept       {path}: the template removed it, but you changed it, so it stays")
    if diff:
        sys.stdout.flush()
        sys.stdout.buffer.write(plan.patch().encode(errors="surrogateescape"))
        sys.stdout.buffer.flush()
