"""README's table of stacks, with what a run of all tests proved: `python -m tests.report build/report.xml`.

A report that lacks a proof is printed with gaps, and README left as it is. Of several reports, a later one replaces what an
earlier one says of the same test. Without a report it writes what can be chosen.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from scaffolder.template import catalog
from tests.support import ROOT

README = ROOT / "README.md"
BETWEEN = re.compile(r"(?<=<!-- proofs -->\n).*?(?=<!-- /proofs -->)", re.DOTALL)
GAP = "✗"
YES = "✓"

CONTRACT = (
    "cells: its_contract_holds",
    "cells: what_several_processes_share_holds_too",
    "containers: its_contract_holds",
)
OWN_TESTS = ("cells: its_pipeline_is_green",)
PIPELINE = (
    "cells: its_lock_file_is_committed_and_up_to_date",
    "cells: its_pipeline_is_green",
    "cells: its_pipeline_sees_that_it_works",
    "containers: its_pipeline_boots_it_so_and_sees_that_it_works",
)
COMPOSE = (
    "containers: a_fresh_clone_comes_up_ready",
    "containers: migrations_run_once_before_the_app_starts",
    "containers: it_stops_cleanly_in_time_and_remembers",
)


@dataclass
class Report:
    """What each test that passed told of itself. `day` is when the last run began."""

    told: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    day: str = ""

    def read(self, path: Path) -> None:
        for suite in ElementTree.parse(path).iter("testsuite"):
            self.day = max(self.day, suite.get("timestamp", "")[:10])
            for case in suite.iter("testcase"):
                name = f"{case.get('classname')}.{case.get('name')}"
                self.told.pop(name, None)
                if not any(case.find(outcome) is not None for outcome in ("failure", "error", "skipped")):
                    properties = case.iter("property")
                    self.told[name] = [(each.get("name", ""), each.get("value", "")) for each in properties]

    def values(self, tests: Iterable[str], cell: str, database: str, name: str) -> set[str] | None:
        """What the tests told under a name, or None when one of them did not pass."""
        values = set()
        for test in tests:
            place, sentence = test.split(": ")
            told = self.told.get(f"tests.{place}.test_on_{database}.test_{sentence}[{cell}]")
            if told is None:
                return None
            values |= {value for key, value in told if key == name}
        return values


def main(*paths: str) -> int:
    report = Report()
    for path in paths:
        report.read(Path(path))
    lines = proofs(report) if paths else choices()
    if any(GAP in line for line in lines):
        print(*lines, "\nNot every proof is in the report; README.md is as it was.", sep="\n")
        return 1
    text = README.read_text(encoding="utf-8")
    README.write_text(BETWEEN.sub(lambda _: "\n".join(["", *lines, "", ""]), text), encoding="utf-8")
    return 0


def proofs(report: Report) -> list[str]:
    """A row for each cell, and the day of the run."""
    kinds = catalog.load().choices("database")
    heads = ["stack", "project", *map(title, kinds), "its own tests", "pipeline", "compose up"]
    cells = sorted(catalog.load().cells(), key=lambda cell: stacks().index(cell[1]))
    rows = [row(report, *cell, [kind.name for kind in kinds]) for cell in cells]
    caption = "Behaviours of the contract that hold on each database, and tests of its own that pass."
    return [*table(heads, rows), "", f"{caption} From the run of {report.day or GAP}."]


def row(report: Report, project: str, stack: str, databases: Sequence[str]) -> list[str]:
    cell = f"{project}-{stack}"
    held = [report.values(CONTRACT, cell, database, "held") for database in databases]
    own = [report.values(OWN_TESTS, cell, database, "own_tests") for database in databases]
    passed = [
        all(report.values(tests, cell, database, "") is not None for database in databases)
        for tests in (PIPELINE, COMPOSE)
    ]
    return [
        f"`{stack}`",
        f"`{project}`",
        *(str(len(sentences)) if sentences else GAP for sentences in held),
        str(min(int(value) for values in own for value in values or ())) if all(own) else GAP,
        *(YES if each else GAP for each in passed),
    ]


def choices() -> list[str]:
    """A row for each stack, while no report is at hand."""
    databases = ", ".join(map(title, catalog.load().choices("database")))
    return table(["stack", "databases"], [[f"`{stack}`", databases] for stack in stacks()])


def stacks() -> list[str]:
    return [stack.name for stack in catalog.load().choices("stack")]


def title(choice: catalog.Choice) -> str:
    """`PostgreSQL` of "PostgreSQL 17: what most teams run": the tests take the version that is at hand."""
    return re.split(r"[ :]", choice.help)[0]


def table(heads: list[str], rows: list[list[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows)]


def shown() -> list[str]:
    """What README has between the markers."""
    found = BETWEEN.search(README.read_text(encoding="utf-8"))
    return found[0].strip().splitlines() if found else []


def form(lines: Iterable[str]) -> list[str]:
    """Lines with a question mark for everything that a run decides."""
    return [re.sub(rf"(?<=\| )(\d+|{YES})(?= \|)|\d{{4}}-\d\d-\d\d", "?", line) for line in lines]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
