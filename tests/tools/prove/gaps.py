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
SHARED = "not run again since the Python stacks share code"
NEW = "not run yet on this stack"

GAPS: tuple[Gap, ...] = (
    Gap(NEW, "check", stack="flask", database="mysql"),
    Gap(NEW, "check", stack="flask", database="postgresql"),
    Gap(NEW, "check", stack="django", database="mysql"),
    Gap(NEW, "check", stack="django", database="postgresql"),
    Gap(NEW, "check", stack="echo", database="mysql"),
    Gap(NEW, "check", stack="echo", database="postgresql"),
    Gap(NEW, "check", stack="gin", database="mysql"),
    Gap(NEW, "check", stack="gin", database="postgresql"),
    Gap(SHARED, "contract", stack="fastapi", project="task-manager", database="mysql"),
    Gap(SHARED, "contract", stack="fastapi", project="task-manager", database="postgresql"),
    Gap(NEW, "contract", stack="flask", database="mysql"),
    Gap(NEW, "contract", stack="flask", database="postgresql"),
    Gap(NEW, "contract", stack="django", database="mysql"),
    Gap(NEW, "contract", stack="django", database="postgresql"),
    Gap(NEW, "contract", stack="echo", database="mysql"),
    Gap(NEW, "contract", stack="echo", project="task-manager", database="postgresql"),
    Gap(NEW, "contract", stack="echo", project="chat", database="postgresql"),
    Gap(NEW, "contract", stack="gin", project="task-manager", database="mysql"),
    Gap(NEW, "contract", stack="gin", project="chat", database="mysql"),
    Gap(NEW, "contract", stack="gin", database="postgresql"),
    Gap(LATER, "image"),
    Gap(NEW, "upgrade", stack="flask"),
    Gap(NEW, "upgrade", stack="django"),
    Gap(NEW, "upgrade", stack="echo"),
    Gap(NEW, "upgrade", stack="gin"),
    Gap(LATER, "hardening"),
    Gap(LATER, "production"),
    Gap(LATER, "restarts"),
    Gap(LATER, "reload"),
    Gap(LATER, "replicas"),
    Gap(NEW, "clients", stack="flask", project="task-manager", database="sqlite"),
    Gap(LATER, "fuzz"),
    Gap(LATER, "mutants"),
    Gap(LATER, "fuzzer"),
    Gap(LATER, "lifecycle"),
)
