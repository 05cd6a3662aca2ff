"""DATABASE_URL as Django's settings spell it."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# How many seconds a statement waits for a lock.
LOCK_TIMEOUT = 4


def server_at(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def host_of(url: str) -> str | None:
    """A ValueError if the address cannot be read."""
    parts = urlsplit(url)
    parts.port  # noqa: B018 - reading it checks it
    return parts.hostname


def options_in(url: str) -> dict[str, str]:
    """What follows the question mark, such as sslmode."""
    return dict(parse_qsl(urlsplit(url).query))


def file_at(url: str) -> dict[str, Any]:
    """A SQLite database, for tests."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": url.removeprefix("sqlite:///"),
        "CONN_MAX_AGE": None,
        # A write transaction acquires its lock when it begins, and waits for it there.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": LOCK_TIMEOUT},
    }
