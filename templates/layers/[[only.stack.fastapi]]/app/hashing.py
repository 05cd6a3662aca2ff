"""Hashes passwords off the event loop."""

import os

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from app.passwords import Passwords


class Hashing:
    def __init__(self, passwords: Passwords) -> None:
        self._passwords = passwords
        # One at a time per processor: more would only cost memory.
        self._limiter = CapacityLimiter(os.cpu_count() or 1)

    async def hash(self, password: str) -> str:
        return await run_sync(self._passwords.hash, password, limiter=self._limiter)

    async def match(self, password: str, password_hash: str | None) -> bool:
        return await run_sync(self._passwords.match, password, password_hash, limiter=self._limiter)
