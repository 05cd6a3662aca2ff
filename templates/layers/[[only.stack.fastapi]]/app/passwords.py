"""Passwords as argon2id hashes, computed off the event loop."""

import os
from functools import cache

import anyio
from anyio.to_thread import run_sync
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import CHEAPEST

from app.settings import load_settings


async def hash_password(password: str) -> str:
    return await run_sync(_hasher().hash, password, limiter=_limiter())


async def verify_password(password: str, password_hash: str | None) -> bool:
    """Whether they match. Takes the same time without a hash, so that unknown accounts cannot be detected."""
    return await run_sync(_verify, password, password_hash, limiter=_limiter())


def _verify(password: str, password_hash: str | None) -> bool:
    try:
        _hasher().verify(_hash_of_nobody() if password_hash is None else password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _hasher() -> PasswordHasher:
    """OWASP's recommendation: 19 MiB and two passes. Tests, which hash often, use minimal settings."""
    if load_settings().environment == "test":
        return PasswordHasher.from_parameters(CHEAPEST)
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _hash_of_nobody() -> str:
    return _hasher().hash("nobody has this password")


@cache
def _limiter() -> anyio.CapacityLimiter:
    """One at a time per processor: more would only cost memory, 19 MiB each."""
    return anyio.CapacityLimiter(os.cpu_count() or 1)
