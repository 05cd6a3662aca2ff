"""Ids that sort by creation time: UUIDs of version 7 (RFC 9562)."""

import secrets
import time
from uuid import UUID

FIRST = UUID(int=0)


def next_id(after: UUID = FIRST) -> UUID:
    """Generate an id for the current time, or the next one after `after` if the clock has not passed it."""
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    value = milliseconds << 80 | 7 << 76 | fraction << 64 | 2 << 62 | secrets.randbits(62)
    return UUID(int=max(value, after.int + 1))
