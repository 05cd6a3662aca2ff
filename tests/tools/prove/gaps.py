"""Missing proofs, and why. The tests allow these to be missing and no others; README shows a dash for them."""

from __future__ import annotations

from dataclasses import dataclass

from tests.proofs.subject import Subject


@dataclass(frozen=True)
class Gap:
    """A missing kind of proof, on every subject with these values."""

    why: str
    kind: str
    stack: str = ""
    project: str = ""
    database: str = ""

    def covers(self, kind: str, subject: Subject) -> bool:
        pairs = [
            (self.stack, subject.stack),
            (self.project, subject.project),
            (self.database, subject.database),
        ]
        return kind == self.kind and all(value in ("", found) for value, found in pairs)


LATER = "not run again since the contracts and web clients changed"

GAPS: tuple[Gap, ...] = (
    Gap(LATER, "image"),
    Gap(LATER, "hardening"),
    Gap(LATER, "production"),
    Gap(LATER, "restarts"),
    Gap(LATER, "reload"),
    Gap(LATER, "replicas"),
    Gap(LATER, "fuzz"),
    Gap(LATER, "mutants"),
    Gap(LATER, "fuzzer"),
    Gap(LATER, "lifecycle"),
)
