from pathlib import Path

from alembic import command
from alembic.config import Config

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
