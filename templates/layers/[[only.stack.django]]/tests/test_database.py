"""Django's own commands find nothing to do."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections

from app.databases import configuration_of
from tests.conftest import ROOT


def test_the_migrations_create_the_tables_of_the_models() -> None:
    call_command("makemigrations", check=True, dry_run=True)


def test_every_migration_can_be_reverted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Another database: reverting the migrations of DATABASE_URL would empty it.
    other = {**connections.settings["default"], **configuration_of(f"sqlite:///{tmp_path}/app.db")}
    monkeypatch.setitem(connections.settings, "other", other)
    call_command("migrate", database="other", verbosity=0)
    # All others depend on accounts.
    call_command("migrate", "accounts", "zero", database="other", verbosity=0)
    left = [name for name in connections["other"].introspection.table_names() if "django" not in name]
    assert all(name.startswith("auth_") for name in left)
    connections["other"].close()


def test_a_deployment_has_no_warnings() -> None:
    production = {"ENVIRONMENT": "production", "SECRET_KEY": secrets.token_hex(32)}
    words = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = os.environ | production | {"PASSWORD_MEMORY_KIB": "19456"}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
