"""How Django connects to the database in DATABASE_URL."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

# How many seconds a statement waits for a lock.
LOCK_TIMEOUT = 4


def configuration_of(url: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": url.removeprefix("sqlite:///"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A write transaction acquires its lock when it begins, and waits for it there.
            "transaction_mode": "IMMEDIATE",
            "timeout": LOCK_TIMEOUT,
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL",
        },
    }


def collation_of(connection: BaseDatabaseWrapper) -> str | None:
    """SQLite compares text by code point unless it is told otherwise."""
    return None
