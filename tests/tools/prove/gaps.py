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
CHANGED = "not run again since something that it depends on changed"
NEW = "not run yet on this stack"

GAPS: tuple[Gap, ...] = (
    Gap(CHANGED, "check", stack="fastapi", project="task-manager", database="mysql"),
    Gap(CHANGED, "check", stack="fastapi", project="chat", database="mysql"),
    Gap(CHANGED, "check", stack="fastapi", project="task-manager", database="postgresql"),
    Gap(CHANGED, "check", stack="fastapi", project="chat", database="postgresql"),
    Gap(NEW, "check", stack="flask", database="mysql"),
    Gap(NEW, "check", stack="flask", database="postgresql"),
    Gap(NEW, "check", stack="django", database="mysql"),
    Gap(NEW, "check", stack="django", database="postgresql"),
    Gap(CHANGED, "check", stack="express", project="task-manager", database="mysql"),
    Gap(CHANGED, "check", stack="express", project="chat", database="mysql"),
    Gap(CHANGED, "check", stack="express", project="task-manager", database="postgresql"),
    Gap(CHANGED, "check", stack="express", project="chat", database="postgresql"),
    Gap(NEW, "check", stack="echo", database="mysql"),
    Gap(NEW, "check", stack="echo", database="postgresql"),
    Gap(NEW, "check", stack="gin", database="mysql"),
    Gap(NEW, "check", stack="gin", database="postgresql"),
    Gap(CHANGED, "contract", stack="fastapi", project="task-manager", database="mysql"),
    Gap(CHANGED, "contract", stack="fastapi", project="chat", database="mysql"),
    Gap(CHANGED, "contract", stack="fastapi", project="task-manager", database="postgresql"),
    Gap(CHANGED, "contract", stack="fastapi", project="chat", database="postgresql"),
    Gap(NEW, "contract", stack="flask", database="mysql"),
    Gap(NEW, "contract", stack="flask", database="postgresql"),
    Gap(NEW, "contract", stack="django", database="mysql"),
    Gap(NEW, "contract", stack="django", database="postgresql"),
    Gap(CHANGED, "contract", stack="express", project="task-manager", database="mysql"),
    Gap(CHANGED, "contract", stack="express", project="chat", database="mysql"),
    Gap(CHANGED, "contract", stack="express", project="task-manager", database="postgresql"),
    Gap(CHANGED, "contract", stack="express", project="chat", database="postgresql"),
    Gap(NEW, "contract", stack="echo", database="mysql"),
    Gap(NEW, "contract", stack="echo", project="task-manager", database="postgresql"),
    Gap(NEW, "contract", stack="echo", project="chat", database="postgresql"),
    Gap(NEW, "contract", stack="gin", project="task-manager", database="mysql"),
    Gap(NEW, "contract", stack="gin", project="chat", database="mysql"),
    Gap(NEW, "contract", stack="gin", project="task-manager", database="postgresql"),
    Gap(NEW, "contract", stack="gin", project="chat", database="postgresql"),
    Gap(LATER, "image"),
    Gap(CHANGED, "upgrade", stack="fastapi"),
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
    Gap(CHANGED, "clients", stack="fastapi", project="task-manager", database="sqlite"),
    Gap(CHANGED, "clients", stack="fastapi", project="chat", database="sqlite"),
    Gap(CHANGED, "clients", stack="flask"),
    Gap(CHANGED, "clients", stack="django", project="task-manager"),
    Gap(NEW, "clients", stack="django", project="blog"),
    Gap(NEW, "clients", stack="django", project="chat"),
    Gap(LATER, "fuzz"),
    Gap(LATER, "mutants"),
    Gap(LATER, "fuzzer"),
    Gap(LATER, "lifecycle"),
)
