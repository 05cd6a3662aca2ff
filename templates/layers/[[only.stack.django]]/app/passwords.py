"""Passwords as Django stores them, with argon2id."""

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password

UNUSABLE = "!"


class Argon2id(Argon2PasswordHasher):
    """OWASP's recommendation, with two passes."""

    time_cost = 2
    memory_cost = settings.ENV.password_memory_kib
    parallelism = 1


class Passwords:
    def hash(self, password: str) -> str:
        return make_password(password)

    def match(self, password: str, password_hash: str | None) -> bool:
        """Takes the same time without a hash, so that unknown accounts cannot be detected."""
        return check_password(password, password_hash or UNUSABLE)
