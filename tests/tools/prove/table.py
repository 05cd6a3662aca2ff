"""The README's table of stacks, generated from the ledger."""

from __future__ import annotations

import re
from pathlib import Path

from scaffolder.template import catalog
from tests.support import ROOT
from tests.tools.prove.kinds import KINDS, databases
from tests.tools.prove.ledger import Entry, Ledger

README = ROOT / "README.md"
BETWEEN = re.compile(r"(?<=<!-- proofs -->\n).*?(?=<!-- /proofs -->)", re.DOTALL)
CAPTION = (
    "Contract tests that pass on each database, the project's own tests, and the other proofs of the cell. "
    "“Since” is the day of its oldest proof."
)


def table(ledger: Ledger) -> str:
    heads = ["stack", "project", *map(title, databases()), "own tests", "other proofs", "since"]
    rows = [
        row(ledger, stack.name, project) for stack in choices("stack") for project in projects_of(stack.name)
    ]
    lines = [f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows)]
    return "\n".join([*lines, "", CAPTION])


def row(ledger: Ledger, stack: str, project: str) -> list[str]:
    here = {
        (kind, subject.database): entry
        for (kind, subject), entry in ledger.entries.items()
        if (subject.stack, subject.project) == (stack, project)
    }
    kept = [counted(here.get(("contract", database)), "behaviours") for database in databases()]
    own = {counted(here.get(("check", database)), "own_tests") for database in databases()}
    others = sorted(
        {kind for kind, _ in here} - {"check", "contract"}, key=[kind.name for kind in KINDS].index
    )
    since = min((entry.day for entry in here.values()), default="-")
    return [
        f"`{stack}`",
        f"`{project}`",
        *kept,
        min(own, key=lambda text: (len(text), text)),
        ", ".join(others),
        since,
    ]


def counted(entry: Entry | None, name: str) -> str:
    return str(entry.counted[name]) if entry and name in entry.counted else "-"


def projects_of(stack: str) -> list[str]:
    return [project for project, with_stack in catalog.load().cells() if with_stack == stack]


def choices(question: str) -> list[catalog.Choice]:
    return list(catalog.load().choices(question))


def title(database: str) -> str:
    """`PostgreSQL` from "PostgreSQL 17: what most teams run"."""
    choice = next(choice for choice in choices("database") if choice.name == database)
    return re.split(r"[ :]", choice.help)[0]


def shown(readme: Path = README) -> str:
    """The current table in the README."""
    found = BETWEEN.search(readme.read_text(encoding="utf-8"))
    return found[0].strip() if found else ""


def write(ledger: Ledger, readme: Path = README) -> None:
    text = readme.read_text(encoding="utf-8")
    readme.write_text(BETWEEN.sub(lambda _: f"\n{table(ledger)}\n\n", text), encoding="utf-8")
