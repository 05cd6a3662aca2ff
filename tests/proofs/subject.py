"""What a proof is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Subject:
    """A cell on a database; empty for the tool itself."""

    stack: str = ""
    project: str = ""
    database: str = ""

    def __str__(self) -> str:
        return f"{self.project} {self.stack} {self.database}".strip() or "scaffolder"

    @property
    def answers(self) -> dict[str, object]:
        """The answers that `scaffolder new --defaults` completes."""
        return {"project": self.project, "stack": self.stack, "database": self.database}
