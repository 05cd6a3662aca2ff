"""Passwords as argon2id hashes."""

from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Passwords:
    def __init__(self, memory_kib: int) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=memory_kib, parallelism=1)

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def match(self, password: str, password_hash: str | None) -> bool:
        """Takes the same time without a hash, so that unknown accounts cannot be detected.

        Accounts that a sign-in provider made have an empty one.
        """
        try:
            self._hasher.verify(password_hash or self._hash_of_nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return bool(password_hash)

    @cached_property
    def _hash_of_nobody(self) -> str:
        return self._hasher.hash("nobody has this password")
