"""The subject of a proof."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Subject:
    """A cell on a database. All fields are empty for proofs of `scaffolder` itself."""

    stack: str = ""
    project: str = ""
    database: str = ""

    def __str__(self) -> str:
        return f"{self.project} {self.stack} {self.database}".strip() or "scaffolder"

    @property
    def answers(self) -> dict[str, object]:
        """The answers to give; `--defaults` adds the others."""
        return {"project": self.project, "stack": self.stack, "database": self.database}
