"""What a user sees when something cannot be done."""


class ScaffolderError(Exception):
    """A sentence for the user: what is wrong, where, and what to do.

    `exit_code` is 2 for wrong usage, 1 when the thing asked about is not fine.
    """

    def __init__(self, message: str, *, exit_code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = exit_code
