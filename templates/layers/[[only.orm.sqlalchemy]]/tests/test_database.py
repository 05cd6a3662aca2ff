import ssl
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import make_url

from app.tls import tls_of
from tests.conftest import ROOT


def test_the_migrations_create_the_tables_of_the_models(migrations: Config) -> None:
    command.check(migrations)


def test_every_migration_can_be_reverted(tmp_path: Path) -> None:
    # A separate file: reverting the migrations of DATABASE_URL would empty it.
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("sqlalchemy.url", f"sqlite:///{tmp_path}/app.db")
    command.upgrade(config, "head")
    command.downgrade(config, "base")
    command.upgrade(config, "head")
    command.check(config)


def test_a_mysql_url_without_a_mode_says_nothing_of_tls() -> None:
    url = make_url("mysql://app:secret@host/app?charset=utf8mb4")
    assert tls_of(url) == (url, {})


@pytest.mark.parametrize(
    ("mode", "verified", "named"),
    [("REQUIRED", False, False), ("VERIFY_CA", True, False), ("VERIFY_IDENTITY", True, True)],
)
def test_a_mysql_url_asks_for_tls_as_its_own_clients_do(mode: str, verified: bool, named: bool) -> None:
    url, given = tls_of(make_url(f"mysql://app:secret@host/app?ssl-mode={mode}"))
    assert not url.query
    assert (given["ssl"].verify_mode == ssl.CERT_REQUIRED) is verified
    assert given["ssl"].check_hostname is named
