"""What a user sees when something cannot be done."""

from __future__ import annotations


class ScaffolderError(Exception):
    """A sentence for the user: what is wrong, where, and what to do.

    `code` is its kind, for programs. `question` is the key of the question whose answer is refused.
    `exit_code` is 2 for wrong usage, 1 when the thing asked about is not fine.
    """

    def __init__(
        self, message: str, *, code: str = "failed", exit_code: int = 2, question: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.exit_code = exit_code
        self.question = question


class CancelledError(ScaffolderError):
    """The user stopped a command; the sentence says what is left."""

    def __init__(self, left: str) -> None:
        super().__init__(f"Cancelled. {left}", code="cancelled", exit_code=130)


def refused_by_system(error: OSError, left: str = "") -> ScaffolderError:
    """What the operating system did not allow; `left` is a sentence about what is there now."""
    where = f"{error.filename}: " if error.filename else ""
    return ScaffolderError(f"{where}{error.strerror or error}. {left}".rstrip(), code="system", exit_code=1)
