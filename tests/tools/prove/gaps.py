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


LATER = "not run again since sign-in with a provider was added"
NEW = "not run yet on this stack"

GAPS: tuple[Gap, ...] = (
    Gap(NEW, "check", stack="echo", database="mysql"),
    Gap(NEW, "check", stack="echo", database="postgresql"),
    Gap(NEW, "check", stack="gin", database="mysql"),
    Gap(NEW, "check", stack="gin", database="postgresql"),
    Gap(NEW, "contract", stack="echo", database="mysql"),
    Gap(NEW, "contract", stack="echo", database="postgresql"),
    Gap(NEW, "contract", stack="gin", database="mysql"),
    Gap(NEW, "contract", stack="gin", database="postgresql"),
    Gap(LATER, "image", stack="fastapi"),
    Gap(LATER, "image", stack="express"),
    Gap(NEW, "image", stack="echo", database="mysql"),
    Gap(NEW, "image", stack="echo", database="postgresql"),
    Gap(NEW, "image", stack="echo", project="blog", database="sqlite"),
    Gap(NEW, "image", stack="echo", project="chat", database="sqlite"),
    Gap(NEW, "image", stack="gin", database="mysql"),
    Gap(NEW, "image", stack="gin", database="postgresql"),
    Gap(NEW, "image", stack="gin", project="blog", database="sqlite"),
    Gap(NEW, "image", stack="gin", project="chat", database="sqlite"),
    Gap(NEW, "upgrade", stack="echo"),
    Gap(NEW, "upgrade", stack="gin"),
    Gap(LATER, "hardening"),
    Gap(LATER, "production"),
    Gap(LATER, "restarts"),
    Gap(LATER, "reload"),
    Gap(LATER, "replicas"),
    Gap(NEW, "clients", stack="echo"),
    Gap(NEW, "clients", stack="gin"),
    Gap(LATER, "fuzz"),
    Gap(LATER, "mutants"),
    Gap(LATER, "fuzzer"),
    Gap(LATER, "lifecycle"),
)
