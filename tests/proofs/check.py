"""A cell on a database: its own checks, its pipeline's commands, seed data and the tour of its README."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scaffolder.contracts.servers import DatabaseServer
from scaffolder.template import catalog
from tests.cells.tours import comparable, expected_statuses, served, statuses, tour_of, transcript_in, walked
from tests.pipelines import reading
from tests.pipelines.running import audit, services_of, succeed
from tests.proofs.subject import Subject

Record = Callable[[str, object], None]

# Some tools print colours in CI.
COLOUR = re.compile(r"\x1b\[[\d;]*m")


@pytest.fixture(scope="module")
def address(cell: Path, database: DatabaseServer) -> Iterator[str]:
    """The address of the running project, with a new database."""
    with served(cell, database) as url:
        yield url


def test_the_lock_file_is_committed_and_up_to_date(cell: Path) -> None:
    status = subprocess.check_output(["git", "status", "--porcelain"], cwd=cell, text=True)
    assert status == ""


def test_the_pipeline_passes(
    cell: Path, subject: Subject, database: DatabaseServer, record_property: Record
) -> None:
    """Runs GitHub's commands; tests/pipelines checks that the other providers run the same ones."""
    check = reading.github(cell).job("check")
    with services_of(check, database) as urls:
        printed = [succeed(cell, command, **urls) for command in check.commands[1:]]
    record_property(
        "own_tests", own_tests("".join(printed), catalog.load().facts(subject.stack)["passed_tests"])
    )


def own_tests(printed: str, pattern: str) -> int:
    """Count the project's tests that passed."""
    found = re.findall(pattern, COLOUR.sub("", printed), re.MULTILINE)
    assert found, f"{pattern} does not match the output:\n{printed}"
    return sum(map(int, found))


def test_the_smoke_test_of_the_pipeline_passes(cell: Path, address: str) -> None:
    """The other commands of the job need a container engine; image.py runs them."""
    printed = succeed(cell, reading.github(cell).job("boot").commands[-1], SMOKE_URL=address)
    assert printed.endswith("Read it back.\n")


def test_the_pipeline_audits_production_dependencies(cell: Path, subject: Subject) -> None:
    unreachable = catalog.load().facts(subject.stack)["audit_unreachable"]
    for command in reading.github(cell).job("audit").commands:
        audit(cell, command, unreachable=unreachable)


def test_seed_data_and_tour_work_in_any_order_and_twice(cell: Path, database: DatabaseServer) -> None:
    url = database.make()
    succeed(cell, "make migrate", DATABASE_URL=url)
    tour = tour_of(cell)
    with served(cell, database, url) as address:
        for _ in range(2):
            succeed(cell, "make seed", DATABASE_URL=url)
            assert statuses(walked(tour, address)) == expected_statuses(tour)


def test_the_project_works_in_a_folder_with_any_name(
    cell: Path, database: DatabaseServer, tmp_path: Path
) -> None:
    folder = tmp_path / "C# 50%feature%2Fx it's"
    shutil.copytree(cell, folder, symlinks=True, copy_function=os.link)
    succeed(folder, "make migrate", DATABASE_URL=database.make())
    with served(folder, database):
        pass


def test_the_tour_in_the_readme_prints_its_transcript(cell: Path, address: str) -> None:
    tour = tour_of(cell)
    transcript = walked(tour, address)
    assert expected_statuses(tour)
    assert statuses(transcript) == expected_statuses(tour)
    assert comparable(transcript) == comparable(transcript_in(tour))
