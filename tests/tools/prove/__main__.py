"""Run proofs and record green ones in the ledger in tests/proofs."""

from __future__ import annotations

import datetime
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from scaffolder.template import catalog
from tests.proofs.subject import Subject
from tests.support import ROOT
from tests.tools.prove import table
from tests.tools.prove.fingerprints import fingerprints_here
from tests.tools.prove.kinds import KINDS, Kind
from tests.tools.prove.ledger import Entry, Ledger, LedgerError, key
from tests.tools.prove.running import Outcome, Proof, Runner

MISSING = "python -m tests.tools.prove --missing"


class UsageError(Exception):
    """An invalid option. The message lists the valid ones."""


@dataclass(frozen=True)
class Filters:
    stacks: Sequence[str] = ()
    projects: Sequence[str] = ()
    databases: Sequence[str] = ()
    kinds: Sequence[str] = ()

    def check(self) -> None:
        known = {
            name: [choice.name for choice in catalog.load().choices(name)]
            for name in ("stack", "project", "database")
        }
        known["kind"] = [kind.name for kind in KINDS]
        given = {
            "stack": self.stacks,
            "project": self.projects,
            "database": self.databases,
            "kind": self.kinds,
        }
        for name, values in given.items():
            for value in values:
                if value not in known[name]:
                    raise UsageError(f'--{name} "{value}" is unknown. Choose from: {", ".join(known[name])}.')

    def choose(self, kind: Kind, subject: Subject) -> bool:
        pairs = [
            (self.kinds, kind.name),
            (self.stacks, subject.stack),
            (self.projects, subject.project),
            (self.databases, subject.database),
        ]
        return all(value in wanted for wanted, value in pairs if wanted)


@dataclass
class Book:
    """The ledger, and the fingerprints of all proofs that it should contain."""

    ledger: Ledger
    wanted: dict[Proof, str] = field(default_factory=dict)

    @classmethod
    def open(cls) -> Book:
        found = fingerprints_here()
        kinds = {kind.name: kind for kind in KINDS}
        return cls(
            Ledger.read(), {(kinds[name], subject): print_ for (name, subject), print_ in found.items()}
        )

    def entry(self, proof: Proof) -> Entry | None:
        return self.ledger.entries.get((proof[0].name, proof[1]))

    def state(self, proof: Proof) -> str:
        """`valid`, `stale` (something that it depends on has changed) or `missing`."""
        entry = self.entry(proof)
        if entry is None:
            return "missing"
        return "valid" if entry.fingerprint == self.wanted[proof] else "stale"

    def valid(self) -> Ledger:
        """The ledger without stale proofs."""
        valid = {
            (kind.name, subject) for kind, subject in self.wanted if self.state((kind, subject)) == "valid"
        }
        entries = {proof: entry for proof, entry in self.ledger.entries.items() if proof in valid}
        return Ledger(self.ledger.folder, entries)

    def missing(self, proofs: Iterable[Proof]) -> list[Proof]:
        return [proof for proof in proofs if self.state(proof) != "valid"]

    def expected_seconds(self) -> dict[Proof, int]:
        return {proof: entry.seconds for proof in self.wanted if (entry := self.entry(proof))}

    def settle(self, proof: Proof, outcome: Outcome) -> str:
        """Record a green outcome. Return a message if the outcome contradicts the ledger, otherwise an empty string."""
        kind, subject = proof
        before = self.entry(proof) if self.state(proof) == "valid" else None
        name = f"tests/proofs/{subject.stack or 'scaffolder'}.json: {key(kind.name, subject)}"
        if not outcome.green:
            if before and not outcome.skipped:
                self.ledger.strike(kind.name, subject)
                return f"CONTRADICTED {name}: green in the ledger, but not in this run."
            return ""
        if before and before.counted != outcome.counted:
            self.ledger.strike(kind.name, subject)
            return f"CONTRADICTED {name}: {dict(before.counted)} in the ledger, but {outcome.counted} in this run."
        entry = Entry(
            self.wanted[proof],
            datetime.datetime.now(datetime.UTC).date().isoformat(),
            outcome.seconds,
            outcome.counted,
            outcome.measured,
            outcome.ran_with,
        )
        self.ledger.record(kind.name, subject, entry)
        return ""


def sample(book: Book, proofs: list[Proof], seed: str) -> list[Proof]:
    """Shuffle the proofs with `seed`. One of each stack's newest proofs comes first."""
    chance = random.Random(seed)
    shuffled = sorted(proofs, key=lambda proof: (proof[1], proof[0].name))
    chance.shuffle(shuffled)
    first: dict[str, Proof] = {}
    for proof in shuffled:
        best = first.setdefault(proof[1].stack, proof)
        if day_of(book, proof) > day_of(book, best):
            first[proof[1].stack] = proof
    return [*first.values(), *(proof for proof in shuffled if proof not in first.values())]


def day_of(book: Book, proof: Proof) -> str:
    entry = book.entry(proof)
    return entry.day if entry else ""


def commit() -> str:
    return subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=ROOT, text=True).strip()


def groups(proofs: Iterable[Proof]) -> list[dict[str, str]]:
    """Jobs for CI: one per cell, and one for proofs of the tool itself."""
    counts = Counter((subject.stack, subject.project) for _, subject in proofs)
    languages = {stack: str(catalog.load().facts(stack)["language"]) for stack, _ in counts if stack}
    return [
        {
            "name": f"{project} in {stack}" if stack else "scaffolder",
            "language": languages.get(stack, ""),
            "arguments": f"--stack {stack} --project {project}" if stack else "--kind lifecycle",
            "proofs": str(count),
        }
        for (stack, project), count in sorted(counts.items())
    ]


def show(book: Book, proofs: Iterable[Proof]) -> None:
    for proof in proofs:
        entry = book.entry(proof)
        result = f"  {entry.day}  {entry.seconds:>4} s  {counts_of(entry.counted)}" if entry else ""
        print(f"{book.state(proof):<8}{proof[0].name:<11}{proof[1]!s:<36}{result}")


def counts_of(counted: object) -> str:
    assert isinstance(counted, dict)
    return ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counted.items())


def progress(number: int, total: int, proof: Proof, outcome: Outcome) -> None:
    mark = "green" if outcome.green else "skipped" if outcome.skipped and not outcome.failed else "RED"
    result = (
        counts_of(outcome.counted) if outcome.green else "; ".join(outcome.failed or outcome.skipped)[:300]
    )
    print(
        f"[{number}/{total}] {mark:<8}{proof[0].name:<11}{proof[1]!s:<36}{outcome.seconds:>4} s  {result}",
        flush=True,
    )
    if mark == "RED":
        print(f"        {outcome.log}", flush=True)
        if os.environ.get("CI"):  # The log file is not accessible there.
            print(*last_lines(outcome.log), sep="\n", flush=True)


def last_lines(log: str, count: int = 200) -> list[str]:
    return Path(log).read_text(encoding="utf-8", errors="replace").splitlines()[-count:] if log else []


def prove(book: Book, chosen: list[Proof], *, jobs: int, minutes: float | None) -> list[str]:
    """Run the proofs, and return contradictions of the ledger."""
    runner = Runner(jobs, None if minutes is None else minutes * 60)
    contradictions = []
    for number, (proof, outcome) in enumerate(runner.run(chosen, book.expected_seconds()), start=1):
        progress(number, len(chosen), proof, outcome)
        if sentence := book.settle(proof, outcome):
            contradictions.append(sentence)
    return contradictions


def main(
    stack: Annotated[
        list[str] | None, typer.Option(help="Only proofs of this stack; may be repeated.")
    ] = None,
    project: Annotated[list[str] | None, typer.Option(help="Only proofs of this project.")] = None,
    database: Annotated[list[str] | None, typer.Option(help="Only proofs on this database.")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only proofs of this kind.")] = None,
    missing: Annotated[bool, typer.Option("--missing", help="Only missing and stale proofs.")] = False,
    oldest: Annotated[int | None, typer.Option(min=1, help="Only the N oldest proofs.")] = None,
    sampled: Annotated[
        bool,
        typer.Option("--sample", help="Shuffled by the commit, with a proof of each stack first."),
    ] = False,
    minutes: Annotated[
        float | None, typer.Option(min=0, help="Do not start proofs that would take longer.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="How many to run in parallel.")] = 3,
    listing: Annotated[
        bool, typer.Option("--list", help="Show the state of each proof without running it.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="With --list: as JSON, grouped into jobs for CI.")
    ] = False,
) -> None:
    """Run proofs and record green ones. Exit with 1 if one fails or is still missing."""
    filters = Filters(stack or (), project or (), database or (), kind or ())
    filters.check()
    if as_json and not listing:
        raise UsageError("--json needs --list.")
    book = Book.open()
    chosen = [proof for proof in book.wanted if filters.choose(*proof)]
    selected = book.missing(chosen) if missing else chosen
    if listing:
        if as_json:
            print(json.dumps(groups(selected)))
        else:
            show(book, selected)
        return
    if oldest is not None:
        selected = sorted(selected, key=lambda proof: day_of(book, proof))[:oldest]
    if sampled:
        # Only valid proofs can be contradicted.
        chosen = [proof for proof in selected if book.state(proof) == "valid"]
        selected = sample(book, chosen, commit())
    book.ledger.forget({(kind.name, subject) for kind, subject in book.wanted})
    try:
        contradictions = prove(book, selected, jobs=jobs, minutes=minutes)
    except KeyboardInterrupt:
        print("Stopped. Green proofs are recorded; run the same command to continue.", file=sys.stderr)
        raise typer.Exit(130) from None
    table.write(book.valid())
    still = book.missing(chosen)
    print(*contradictions, sep="\n", end="\n" if contradictions else "")
    print(f"{len(chosen) - len(still)} of {len(chosen)} proofs are valid.")
    for proof in still:
        print(f"{book.state(proof)}: {proof[0].name} {proof[1]}")
    raise typer.Exit(1 if still or contradictions else 0)


def run() -> int:
    try:
        typer.run(main)
    except (UsageError, LedgerError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    return 0


if __name__ == "__main__":
    sys.exit(run())
