"""Errors that are shown to the user."""

from __future__ import annotations


class ScaffolderError(Exception):
    """A sentence for the user: what is wrong, where, and what to do.

    `code` identifies it for programs. `question` is the key of the question whose answer is invalid.
    `exit_code` is 2 for wrong usage, 1 for other failures.
    """

    def __init__(
        self, message: str, *, code: str = "failed", exit_code: int = 2, question: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.exit_code = exit_code
        self.question = question


class CancelledError(ScaffolderError):
    """The user stopped a command; the sentence describes what is left."""

    def __init__(self, left: str) -> None:
        super().__init__(f"Cancelled. {left}", code="cancelled", exit_code=130)


def refused_by_system(error: OSError, left: str = "") -> ScaffolderError:
    """An error of the operating system; `left` is a sentence about the resulting state."""
    where = f"{error.filename}: " if error.filename else ""
    return ScaffolderError(f"{where}{error.strerror or error}. {left}".rstrip(), code="system", exit_code=1)
