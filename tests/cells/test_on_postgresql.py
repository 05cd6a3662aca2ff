"""Every cell on PostgreSQL: set up, checked by its own tests, and held against its contract."""

# ruff: noqa: F401
from tests.cells.checks import (
    address,
    cell,
    database,
    test_it_can_be_seeded_twice,
    test_its_contract_holds,
    test_its_lock_file_is_committed_and_up_to_date,
    test_its_pipeline_is_green,
    test_its_pipeline_sees_that_it_works,
    test_the_tour_in_its_readme_goes_as_it_says,
    test_what_several_processes_share_holds_too,
)

DATABASE = "postgresql"
