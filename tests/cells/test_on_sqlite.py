"""Every cell on SQLite: set up, checked by its own tests, and held against its contract.

Each is a project of an earlier release with a developer's edits, after an update. On the other databases they are fresh.
"""

# ruff: noqa: F401
from pathlib import Path

import pytest

from scaffolder.template import catalog
from tests.cells.checks import (
    address,
    database,
    skip_without_tools,
    test_it_can_be_seeded_twice,
    test_its_contract_holds,
    test_its_lock_file_is_committed_and_up_to_date,
    test_its_pipeline_audits_what_is_shipped,
    test_its_pipeline_is_green,
    test_its_pipeline_sees_that_it_works,
    test_the_tour_in_its_readme_goes_as_it_says,
    test_what_several_processes_share_holds_too,
)
from tests.lifecycle.upgrades import MADE_UP, made, survived
from tests.pipelines import reading
from tests.pipelines.running import succeed
from tests.support import run_in

DATABASE = "sqlite"


@pytest.fixture(scope="module", params=catalog.load().cells(), ids="-".join)
def cell(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, here: Path
) -> tuple[Path, str]:
    """An updated project after the first command of its pipeline, and its database."""
    project, stack = request.param
    skip_without_tools(stack)
    folder = tmp_path_factory.mktemp("cell") / project
    run = run_in(folder.parent, {"SCAFFOLDER_TEMPLATE": str(here)})
    assert made(run, MADE_UP, (project, stack), folder, lock=True)
    updated = run("update", "--no-check", "--to", "HEAD", folder)
    assert updated.returncode == 0, updated.stderr
    assert survived(folder)
    succeed(folder, reading.github(folder).job("check").commands[0])
    return folder, DATABASE
