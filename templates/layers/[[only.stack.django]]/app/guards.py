"""What slows down guessing: one for all requests of a process."""

from django.http import HttpRequest

from app.hashing import Hashing
from app.passwords import Passwords
from app.rate_limits import RateLimits, network_of

hashing = Hashing(Passwords())
limits = RateLimits()


def network_of_client(request: HttpRequest) -> str:
    return network_of(request.META.get("REMOTE_ADDR") or "unknown")
