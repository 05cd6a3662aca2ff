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
SHARED = "not run again since the tabs of a browser renew their session in turn"
NEW = "not run yet on this stack"

GAPS: tuple[Gap, ...] = (
    Gap(SHARED, "check", stack="fastapi", project="task-manager", database="mysql"),
    Gap(SHARED, "check", stack="fastapi", project="chat", database="mysql"),
    Gap(SHARED, "check", stack="fastapi", project="task-manager", database="postgresql"),
    Gap(SHARED, "check", stack="fastapi", project="chat", database="postgresql"),
    Gap(NEW, "check", stack="flask", database="mysql"),
    Gap(NEW, "check", stack="flask", database="postgresql"),
    Gap(NEW, "check", stack="django", database="mysql"),
    Gap(NEW, "check", stack="django", database="postgresql"),
    Gap(SHARED, "check", stack="express", project="task-manager", database="mysql"),
    Gap(SHARED, "check", stack="express", project="chat", database="mysql"),
    Gap(SHARED, "check", stack="express", project="task-manager", database="postgresql"),
    Gap(SHARED, "check", stack="express", project="chat", database="postgresql"),
    Gap(NEW, "check", stack="echo", database="mysql"),
    Gap(NEW, "check", stack="echo", database="postgresql"),
    Gap(NEW, "check", stack="gin", database="mysql"),
    Gap(NEW, "check", stack="gin", database="postgresql"),
    Gap(SHARED, "contract", stack="fastapi", project="task-manager", database="mysql"),
    Gap(SHARED, "contract", stack="fastapi", project="chat", database="mysql"),
    Gap(SHARED, "contract", stack="fastapi", project="task-manager", database="postgresql"),
    Gap(SHARED, "contract", stack="fastapi", project="chat", database="postgresql"),
    Gap(NEW, "contract", stack="flask", database="mysql"),
    Gap(NEW, "contract", stack="flask", database="postgresql"),
    Gap(NEW, "contract", stack="django", database="mysql"),
    Gap(NEW, "contract", stack="django", database="postgresql"),
    Gap(SHARED, "contract", stack="express", project="task-manager", database="mysql"),
    Gap(SHARED, "contract", stack="express", project="chat", database="mysql"),
    Gap(SHARED, "contract", stack="express", project="task-manager", database="postgresql"),
    Gap(SHARED, "contract", stack="express", project="chat", database="postgresql"),
    Gap(NEW, "contract", stack="echo", database="mysql"),
    Gap(NEW, "contract", stack="echo", project="task-manager", database="postgresql"),
    Gap(NEW, "contract", stack="echo", project="chat", database="postgresql"),
    Gap(NEW, "contract", stack="gin", project="task-manager", database="mysql"),
    Gap(NEW, "contract", stack="gin", project="chat", database="mysql"),
    Gap(NEW, "contract", stack="gin", project="task-manager", database="postgresql"),
    Gap(NEW, "contract", stack="gin", project="chat", database="postgresql"),
    Gap(LATER, "image"),
    Gap(SHARED, "upgrade", stack="fastapi"),
    Gap(NEW, "upgrade", stack="flask"),
    Gap(NEW, "upgrade", stack="django"),
    Gap(NEW, "upgrade", stack="echo"),
    Gap(NEW, "upgrade", stack="gin"),
    Gap(LATER, "hardening"),
    Gap(LATER, "production"),
    Gap(LATER, "restarts"),
    Gap(LATER, "reload", stack="fastapi"),
    Gap(NEW, "reload", stack="flask"),
    Gap(NEW, "reload", stack="django"),
    Gap(LATER, "reload", stack="express"),
    Gap(NEW, "reload", stack="echo"),
    Gap(LATER, "replicas"),
    Gap(SHARED, "clients", stack="fastapi", project="task-manager", database="sqlite"),
    Gap(SHARED, "clients", stack="fastapi", project="chat", database="sqlite"),
    Gap(NEW, "clients", stack="flask"),
    Gap(NEW, "clients", stack="django"),
    Gap(LATER, "fuzz"),
    Gap(LATER, "mutants"),
    Gap(LATER, "fuzzer"),
    Gap(LATER, "lifecycle"),
)
