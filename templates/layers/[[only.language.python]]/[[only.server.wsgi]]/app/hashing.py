"""Hashes passwords, one at a time per processor: more would only cost memory."""

import os
from threading import BoundedSemaphore

from app.passwords import Passwords


class Hashing:
    def __init__(self, passwords: Passwords) -> None:
        self._passwords = passwords
        self._processors = BoundedSemaphore(os.cpu_count() or 1)

    def hash(self, password: str) -> str:
        with self._processors:
            return self._passwords.hash(password)

    def match(self, password: str, password_hash: str | None) -> bool:
        with self._processors:
            return self._passwords.match(password, password_hash)
