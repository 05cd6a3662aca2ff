"""How Django connects to the database in DATABASE_URL. Tests use SQLite."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.db.backends.base.base import BaseDatabaseWrapper

# The package that each kind of database needs.
DRIVERS = {"sqlite": "sqlite3", "postgres": "psycopg", "postgresql": "psycopg"}

# How many seconds a statement waits for a lock.
LOCK_TIMEOUT = 4


def configuration_of(url: str) -> dict[str, Any]:
    if url.startswith("sqlite:"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite:///"),
            "CONN_MAX_AGE": None,
            # A write transaction acquires its lock when it begins, and waits for it there.
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": LOCK_TIMEOUT},
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 3,
            "options": f"-c lock_timeout={LOCK_TIMEOUT}s",
            **dict(parse_qsl(parts.query)),  # such as sslmode
        },
    }


def collation_of(connection: BaseDatabaseWrapper) -> str | None:
    """The one that compares text by code point, as SQLite does anyway."""
    return "C" if connection.vendor == "postgresql" else None
