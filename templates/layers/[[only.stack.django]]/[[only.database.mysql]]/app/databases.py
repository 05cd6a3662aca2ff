"""How Django connects to the database in DATABASE_URL. Tests use SQLite."""

import ssl
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from app.database_urls import LOCK_TIMEOUT, file_at, options_in, server_at

# The package that each kind of database needs.
DRIVERS = {"sqlite": "sqlite3", "mysql": "pymysql", "mariadb": "pymysql"}


def configuration_of(url: str) -> dict[str, Any]:
    if url.startswith("sqlite:"):
        return file_at(url)
    replace_mysqlclient()
    own = {
        "charset": "utf8mb4",
        "connect_timeout": 3,
        "isolation_level": "read committed",
        "init_command": f"SET lock_wait_timeout = {LOCK_TIMEOUT}, innodb_lock_wait_timeout = {LOCK_TIMEOUT}",
    }
    return server_at(url) | {"ENGINE": "django.db.backends.mysql", "OPTIONS": own | tls_of(options_in(url))}


def replace_mysqlclient() -> None:
    """Django asks for the version of mysqlclient, which needs a C compiler."""
    # Not before app/settings.py has checked that it is installed.
    import pymysql  # type: ignore[import-untyped]

    pymysql.version_info = (2, 2, 8, "final", 0)
    pymysql.install_as_MySQLdb()


def tls_of(query: dict[str, str]) -> dict[str, Any]:
    """From ssl-mode and ssl-ca in the URL; they work as in MySQL's own clients."""
    mode = query.get("ssl-mode")
    if mode is None:
        return {}
    context = ssl.create_default_context(cafile=query.get("ssl-ca"))
    context.check_hostname = mode == "VERIFY_IDENTITY"
    context.verify_mode = ssl.CERT_NONE if mode == "REQUIRED" else ssl.CERT_REQUIRED
    return {"ssl": context}


def collation_of(connection: BaseDatabaseWrapper) -> str | None:
    """The one that compares text by code point and keeps spaces; MariaDB has another name for it."""
    if connection.vendor != "mysql":
        return None
    is_mariadb = connection.mysql_is_mariadb  # type: ignore[attr-defined]
    return "utf8mb4_nopad_bin" if is_mariadb else "utf8mb4_0900_bin"
