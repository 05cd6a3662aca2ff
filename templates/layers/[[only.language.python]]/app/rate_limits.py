"""Slows down password guessing and bulk registration. Each process has its own counters."""

import math
import threading
import time
from collections import deque
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from app.failures import TooManyAttempts

WINDOW = 60.0
MOST_KEYS = 100_000


class RateLimit:
    """At most `most` attempts a minute for each key."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self.clock = clock
        self.attempts: dict[str, deque[float]] = {}
        # Requests may be answered in several threads.
        self.lock = threading.Lock()

    def count(self, *keys: str) -> None:
        """Count before the work is done, so that concurrent attempts cannot all get through."""
        with self.lock:
            now = self.clock()
            self._forget_before(now - WINDOW, keys)
            for key in keys:
                recent = self.attempts.get(key)
                if recent and len(recent) >= self.most:
                    raise TooManyAttempts(
                        "Too many attempts. Try again later.",
                        retry_after=max(1, math.ceil(recent[0] + WINDOW - now)),
                    )
            for key in keys:
                self.attempts.setdefault(key, deque()).append(now)

    def forget(self, key: str) -> None:
        with self.lock:
            self.attempts.pop(key, None)

    def take_back(self, key: str) -> None:
        """Uncount one attempt."""
        with self.lock:
            if recent := self.attempts.get(key):
                recent.pop()

    def _forget_before(self, cutoff: float, keys: tuple[str, ...]) -> None:
        everything = len(self.attempts) > MOST_KEYS
        for key in list(self.attempts) if everything else keys:
            recent = self.attempts.get(key)
            while recent and recent[0] <= cutoff:
                recent.popleft()
            if not recent:
                self.attempts.pop(key, None)


class RateLimits:
    def __init__(self) -> None:
        self.failed_sign_ins = RateLimit(10)
        self.registrations = RateLimit(60)
        self.guests = RateLimit(5)
        self.callbacks = RateLimit(60)


def network_of(host: str) -> str:
    """The client's address. For IPv6 the first 64 bits, because a client usually controls a whole /64."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ip_network((address, 64), strict=False))
    return str(address)
