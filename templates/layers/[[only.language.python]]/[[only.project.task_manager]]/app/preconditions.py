"""Why a conditional request fails."""

from app.failures import Failure


class Stale(Failure):
    """The caller does not have the latest version."""


class Unconditional(Failure):
    """An update must include the version it is based on."""
