"""Every cell on PostgreSQL, in containers: `docker compose up` in a fresh clone, and its contract there."""

# ruff: noqa: F401
import pytest

from tests.containers.checks import (
    checkout,
    development,
    test_a_fresh_clone_comes_up_ready,
    test_it_stops_cleanly_in_time_and_remembers,
    test_its_contract_holds,
    test_its_pipeline_boots_it_so_and_sees_that_it_works,
    test_migrations_run_once_before_the_app_starts,
)

DATABASE = "postgresql"

pytestmark = [pytest.mark.docker, pytest.mark.timeout(900)]
