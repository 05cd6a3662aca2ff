"""The ledger: one JSON file per stack with one line per proof, only written after green runs."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.proofs.subject import Subject
from tests.support import ROOT

FOLDER = ROOT / "tests" / "proofs"
VERSION = 1
TOOL = "scaffolder"


class LedgerError(Exception):
    """A ledger that cannot be read or written."""


@dataclass(frozen=True)
class Entry:
    """A green run. `counted` is the same in every run, `measured` is not. `ran_with` contains versions by name."""

    fingerprint: str
    day: str
    seconds: int
    counted: Mapping[str, int] = field(default_factory=dict)
    measured: Mapping[str, str] = field(default_factory=dict)
    ran_with: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Ledger:
    """Entries by kind and subject."""

    folder: Path = FOLDER
    entries: dict[tuple[str, Subject], Entry] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path = FOLDER) -> Ledger:
        entries = {proof: entry for path in sorted(folder.glob("*.json")) for proof, entry in read(path)}
        return cls(folder, entries)

    def record(self, kind: str, subject: Subject, entry: Entry) -> None:
        self.entries[kind, subject] = entry
        self._write(subject.stack)

    def strike(self, kind: str, subject: Subject) -> None:
        """Remove an entry that a run has contradicted."""
        del self.entries[kind, subject]
        self._write(subject.stack)

    def forget(self, known: set[tuple[str, Subject]]) -> None:
        """Remove entries of proofs that no longer exist."""
        gone = self.entries.keys() - known
        for kind, subject in gone:
            self.strike(kind, subject)

    def _write(self, stack: str) -> None:
        """Replace the file of a stack atomically, so that it stays valid if this process is killed."""
        lines = [
            f"  {json.dumps(key(kind, subject))}: {json.dumps(asdict(entry), sort_keys=True)}"
            for (kind, subject), entry in self.entries.items()
            if subject.stack == stack
        ]
        text = f'{{\n"version": {VERSION},\n"proofs": {{\n' + ",\n".join(sorted(lines)) + "\n}\n}\n"
        path = self.folder / f"{stack or TOOL}.json"
        temporary = None
        try:
            with tempfile.NamedTemporaryFile("w", dir=self.folder, suffix=".new", delete=False) as file:
                temporary = Path(file.name)
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        except OSError as error:
            if temporary:
                with suppress(OSError):
                    temporary.unlink()
            raise LedgerError(f"{path} could not be written: {error.strerror}. It was not changed.") from None


def key(kind: str, subject: Subject) -> str:
    return f"{kind} {subject.project} {subject.database}".strip()


def read(path: Path) -> Iterator[tuple[tuple[str, Subject], Entry]]:
    text = path.read_text(encoding="utf-8")
    if "\n<<<<<<< " in f"\n{text}":
        raise LedgerError(
            f"{path} has conflict markers. Keep either side, then run: python -m tests.tools.prove --missing"
        )
    try:
        document = json.loads(text)
        version = document["version"]
        if version > VERSION:
            raise LedgerError(
                f"{path} was written by a newer version of this tool ({version}). Update your checkout."
            )
        stack = "" if path.stem == TOOL else path.stem
        for name, values in document["proofs"].items():
            kind, project, database = [*name.split(" "), "", ""][:3]
            yield (kind, Subject(stack, project, database)), Entry(**values)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise LedgerError(f"{path} is not a ledger: {error}. Restore it with git.") from None
