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
    Gap(CHANGED, "check", stack="fastapi", project="blog", database="postgresql"),
    Gap(CHANGED, "check", stack="fastapi", project="chat", database="postgresql"),
    Gap(CHANGED, "check", stack="fastapi", project="blog", database="mysql"),
    Gap(CHANGED, "check", stack="fastapi", project="chat", database="mysql"),
    Gap(CHANGED, "check", stack="django", database="sqlite"),
    Gap(NEW, "check", stack="django", database="postgresql"),
    Gap(NEW, "check", stack="django", database="mysql"),
    Gap(CHANGED, "check", stack="express", project="blog", database="postgresql"),
    Gap(CHANGED, "check", stack="express", project="chat", database="postgresql"),
    Gap(CHANGED, "check", stack="express", project="blog", database="mysql"),
    Gap(CHANGED, "check", stack="express", project="chat", database="mysql"),
    Gap(CHANGED, "check", stack="spring-boot", database="sqlite"),
    Gap(NEW, "check", stack="spring-boot", database="postgresql"),
    Gap(NEW, "check", stack="spring-boot", database="mysql"),
    Gap(CHANGED, "contract", stack="fastapi", project="chat", database="postgresql"),
    Gap(CHANGED, "contract", stack="fastapi", project="chat", database="mysql"),
    Gap(NEW, "contract", stack="django", project="chat", database="mysql"),
    Gap(CHANGED, "contract", stack="express", project="chat", database="postgresql"),
    Gap(CHANGED, "contract", stack="express", project="blog", database="mysql"),
    Gap(CHANGED, "contract", stack="express", project="chat", database="mysql"),
    Gap(CHANGED, "contract", stack="spring-boot", database="sqlite"),
    Gap(NEW, "contract", stack="spring-boot", database="postgresql"),
    Gap(NEW, "contract", stack="spring-boot", database="mysql"),
    Gap(LATER, "image", stack="fastapi"),
    Gap(CHANGED, "image", stack="flask", database="sqlite"),
    Gap(CHANGED, "image", stack="flask", project="task-manager", database="postgresql"),
    Gap(CHANGED, "image", stack="flask", project="blog", database="postgresql"),
    Gap(NEW, "image", stack="flask", project="chat", database="postgresql"),
    Gap(CHANGED, "image", stack="flask", project="task-manager", database="mysql"),
    Gap(CHANGED, "image", stack="flask", project="blog", database="mysql"),
    Gap(NEW, "image", stack="flask", project="chat", database="mysql"),
    Gap(CHANGED, "image", stack="django", project="task-manager", database="sqlite"),
    Gap(CHANGED, "image", stack="django", project="blog", database="sqlite"),
    Gap(NEW, "image", stack="django", project="chat", database="sqlite"),
    Gap(CHANGED, "image", stack="django", project="task-manager", database="postgresql"),
    Gap(CHANGED, "image", stack="django", project="blog", database="postgresql"),
    Gap(NEW, "image", stack="django", project="chat", database="postgresql"),
    Gap(CHANGED, "image", stack="django", project="task-manager", database="mysql"),
    Gap(CHANGED, "image", stack="django", project="blog", database="mysql"),
    Gap(NEW, "image", stack="django", project="chat", database="mysql"),
    Gap(LATER, "image", stack="express"),
    Gap(NEW, "image", stack="spring-boot"),
    Gap(NEW, "upgrade", stack="spring-boot"),
    Gap(LATER, "hardening", stack="fastapi"),
    Gap(NEW, "hardening", stack="flask"),
    Gap(NEW, "hardening", stack="django"),
    Gap(LATER, "hardening", stack="express"),
    Gap(NEW, "hardening", stack="spring-boot"),
    Gap(LATER, "production", stack="fastapi"),
    Gap(NEW, "production", stack="flask"),
    Gap(NEW, "production", stack="django"),
    Gap(LATER, "production", stack="express", database="postgresql"),
    Gap(LATER, "production", stack="express", database="mysql"),
    Gap(NEW, "production", stack="spring-boot"),
    Gap(LATER, "restarts", stack="fastapi"),
    Gap(NEW, "restarts", stack="flask"),
    Gap(NEW, "restarts", stack="django"),
    Gap(LATER, "restarts", stack="express"),
    Gap(NEW, "restarts", stack="spring-boot"),
    Gap(LATER, "reload", stack="fastapi"),
    Gap(NEW, "reload", stack="flask"),
    Gap(NEW, "reload", stack="django"),
    Gap(LATER, "reload", stack="express"),
    Gap(NEW, "reload", stack="spring-boot"),
    Gap(LATER, "replicas", stack="fastapi"),
    Gap(NEW, "replicas", stack="flask"),
    Gap(NEW, "replicas", stack="django"),
    Gap(LATER, "replicas", stack="express"),
    Gap(NEW, "clients", stack="spring-boot"),
    Gap(CHANGED, "fuzz", stack="fastapi", project="chat", database="sqlite"),
    Gap(CHANGED, "fuzz", stack="flask", project="chat", database="sqlite"),
    Gap(CHANGED, "fuzz", stack="django", project="chat", database="sqlite"),
    Gap(CHANGED, "fuzz", stack="express", project="blog", database="sqlite"),
    Gap(CHANGED, "fuzz", stack="express", project="chat", database="sqlite"),
    Gap(NEW, "fuzz", stack="spring-boot"),
    Gap(LATER, "mutants", stack="fastapi"),
    Gap(NEW, "mutants", stack="flask", project="task-manager", database="sqlite"),
    Gap(NEW, "mutants", stack="django"),
    Gap(LATER, "mutants", stack="express"),
    Gap(NEW, "mutants", stack="spring-boot"),
    Gap(LATER, "fuzzer"),
    Gap(LATER, "lifecycle"),
)
