"""Why a user who can see something cannot change it."""

from app.failures import Failure


class Forbidden(Failure):
    """Someone else owns it, or the caller is not a member of its room."""
