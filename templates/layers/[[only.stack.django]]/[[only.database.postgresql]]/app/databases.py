"""How Django connects to the database in DATABASE_URL. Tests use SQLite."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from app.database_urls import LOCK_TIMEOUT, file_at, options_in, server_at

# The package that each kind of database needs.
DRIVERS = {"sqlite": "sqlite3", "postgres": "psycopg", "postgresql": "psycopg"}


def configuration_of(url: str) -> dict[str, Any]:
    if url.startswith("sqlite:"):
        return file_at(url)
    own = {"connect_timeout": 3, "options": f"-c lock_timeout={LOCK_TIMEOUT}s"}
    return server_at(url) | {"ENGINE": "django.db.backends.postgresql", "OPTIONS": own | options_in(url)}


def collation_of(connection: BaseDatabaseWrapper) -> str | None:
    """The one that compares text by code point, as SQLite does anyway."""
    return "C" if connection.vendor == "postgresql" else None
