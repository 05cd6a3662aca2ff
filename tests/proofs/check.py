"""A cell on a database: its own checks, what its pipeline runs, seed data, and the tour of its README."""

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
from tests.cells.tours import comparable, promised_by, served, statuses, tour_of, transcript_in, walked
from tests.pipelines import reading
from tests.pipelines.running import audit, beside, succeed
from tests.proofs.subject import Subject

Record = Callable[[str, object], None]

# How pytest and Vitest end, and the colours that CI has some tools print.
OWN_TESTS = re.compile(r"^(?:=+|\s*Tests) +(\d+) passed", re.MULTILINE)
COLOUR = re.compile(r"\x1b\[[\d;]*m")


@pytest.fixture(scope="module")
def address(cell: Path, database: DatabaseServer) -> Iterator[str]:
    """Where it runs, on a database that was empty."""
    with served(cell, database) as url:
        yield url


def test_its_lock_file_is_committed_and_up_to_date(cell: Path) -> None:
    status = subprocess.check_output(["git", "status", "--porcelain"], cwd=cell, text=True)
    assert status == ""


def test_its_pipeline_is_green(cell: Path, database: DatabaseServer, record_property: Record) -> None:
    """GitHub's commands; tests/pipelines sees that the other providers run the same."""
    check = reading.github(cell).job("check")
    with beside(check, database) as urls:
        said = [succeed(cell, command, **urls) for command in check.commands[1:]]
    record_property("own_tests", own_tests("".join(said)))


def own_tests(said: str) -> int:
    """How many tests of the project passed."""
    found = OWN_TESTS.findall(COLOUR.sub("", said))
    assert found, f"It does not say how many tests passed, as OWN_TESTS reads it:\n{said}"
    return sum(map(int, found))


def test_its_pipeline_sees_that_it_works(cell: Path, address: str) -> None:
    """The last command of the job whose others need a container engine: image.py has that."""
    said = succeed(cell, reading.github(cell).job("boot").commands[-1], SMOKE_URL=address)
    assert said.endswith("Read it back.\n")


def test_its_pipeline_audits_what_is_shipped(cell: Path, subject: Subject) -> None:
    unreachable = catalog.load().facts(subject.stack)["audit_unreachable"]
    for command in reading.github(cell).job("audit").commands:
        audit(cell, command, unreachable=unreachable)


def test_seed_and_tour_go_in_any_order_and_twice(cell: Path, database: DatabaseServer) -> None:
    url = database.make()
    succeed(cell, "make migrate", DATABASE_URL=url)
    tour = tour_of(cell)
    with served(cell, database, url) as address:
        for _ in range(2):
            succeed(cell, "make seed", DATABASE_URL=url)
            assert statuses(walked(tour, address)) == promised_by(tour)


def test_it_works_in_a_folder_of_any_name(cell: Path, database: DatabaseServer, tmp_path: Path) -> None:
    folder = tmp_path / "C# 50%feature%2Fx it's"
    shutil.copytree(cell, folder, symlinks=True, copy_function=os.link)
    succeed(folder, "make migrate", DATABASE_URL=database.make())
    with served(folder, database):
        pass


def test_the_tour_in_its_readme_goes_as_it_says(cell: Path, address: str) -> None:
    tour = tour_of(cell)
    transcript = walked(tour, address)
    assert promised_by(tour)
    assert statuses(transcript) == promised_by(tour)
    assert comparable(transcript) == comparable(transcript_in(tour))
