"""Why a request fails, in domain terms. `app/errors.py` maps them to responses."""


class Failure(Exception):
    """`about` names the field or the resource, by which this API groups its errors."""

    def __init__(self, detail: str, *, about: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.about = about


class Malformed(Failure):
    """The body is not valid JSON."""


class Unauthenticated(Failure):
    """The caller is not signed in, or no longer."""


class Forbidden(Failure):
    """The resource belongs to someone else."""


class NotFound(Failure):
    """It does not exist, or the caller cannot see it."""


class Conflict(Failure):
    """It conflicts with an existing resource."""


class StartAgain(Failure):
    """A code or a state is missing, unknown, used or expired, or belongs to another browser."""


class ProviderFailed(Failure):
    """A sign-in provider is down or slow, or its response is invalid."""


class TooLarge(Failure):
    """The body is larger than the server accepts."""


class UnsupportedType(Failure):
    """The operation does not accept the body's media type."""


class Unavailable(Failure):
    """A service that the server depends on is unavailable."""


class Invalid(Failure):
    """`errors` maps the location of each invalid value to a message, such as {"/due_at": "..."}."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("Some values are invalid.")
        self.errors = errors


class TooManyAttempts(Failure):
    """`retry_after` is in full seconds."""

    def __init__(self, detail: str, *, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after
