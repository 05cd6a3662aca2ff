"""What every cell has to pass on every database. The modules beside this name the databases, for one worker each."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from scaffolder.contracts.servers import DatabaseServer
from scaffolder.errors import ScaffolderError
from scaffolder.template import catalog
from scaffolder.verification import databases
from tests.cells.tours import comparable, promised_by, served, statuses, tour_of, transcript_in, walked
from tests.containers.images import engine_answers
from tests.pipelines import reading
from tests.pipelines.running import audit, beside, succeed
from tests.support import PATH, run_in

Record = Callable[[str, object], None]

# How pytest and Vitest end, and the colours that CI has some tools print.
OWN_TESTS = re.compile(r"^(?:=+|\s*Tests) +(\d+) passed", re.MULTILINE)
COLOUR = re.compile(r"\x1b\[[\d;]*m")


@pytest.fixture(scope="module", params=catalog.load().cells(), ids="-".join)
def cell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A generated project after the first command of its pipeline, and its database."""
    project, stack = request.param
    kind: str = request.module.DATABASE
    skip_without_tools(stack)
    folder = tmp_path_factory.mktemp("cell") / project
    made = run_in(folder.parent)(
        *("new", project, folder, "--stack", stack, "--database", kind, "--defaults", "--quiet")
    )
    assert made.returncode == 0, made.stderr
    succeed(folder, reading.github(folder).job("check").commands[0])
    return folder, kind


def skip_without_tools(stack: str) -> None:
    for program in ("make", *(tool["command"] for tool in catalog.load().facts(stack)["tools"])):
        if shutil.which(program, path=PATH) is None:
            pytest.skip(f"{program} is not installed")


@pytest.fixture(scope="module")
def database(cell: tuple[Path, str]) -> Iterator[DatabaseServer]:
    try:
        with databases.throw_away(cell[1]) as server:
            yield server
    except ScaffolderError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def address(cell: tuple[Path, str], database: DatabaseServer) -> Iterator[str]:
    """Where it runs, on a database that was empty."""
    with served(cell[0], database) as url:
        yield url


def test_its_lock_file_is_committed_and_up_to_date(cell: tuple[Path, str]) -> None:
    folder, _ = cell
    status = subprocess.check_output(["git", "status", "--porcelain"], cwd=folder, text=True)
    assert status == ""


def test_its_pipeline_is_green(
    cell: tuple[Path, str], database: DatabaseServer, record_property: Record
) -> None:
    """GitHub's commands; tests/pipelines sees that the other providers run the same."""
    check = reading.github(cell[0]).job("check")
    with beside(check, database) as urls:
        said = [succeed(cell[0], command, **urls) for command in check.commands[1:]]
    record_property("own_tests", own_tests("".join(said)))


def own_tests(said: str) -> int:
    """How many tests of the project passed."""
    found = OWN_TESTS.findall(COLOUR.sub("", said))
    assert found, f"It does not say how many tests passed, as OWN_TESTS reads it:\n{said}"
    return sum(map(int, found))


def test_its_pipeline_sees_that_it_works(cell: tuple[Path, str], address: str) -> None:
    """The last command of the job whose others need a container engine: tests/containers has that."""
    said = succeed(cell[0], reading.github(cell[0]).job("boot").commands[-1], SMOKE_URL=address)
    assert said.endswith("It was read back.\n")


def test_its_pipeline_audits_what_is_shipped(cell: tuple[Path, str]) -> None:
    for command in reading.github(cell[0]).job("audit").commands:
        audit(cell[0], command)


def test_it_can_be_seeded_twice(cell: tuple[Path, str], database: DatabaseServer) -> None:
    folder, _ = cell
    url = database.make()
    succeed(folder, "make migrate", DATABASE_URL=url)
    succeed(folder, "make seed", DATABASE_URL=url)
    succeed(folder, "make seed", DATABASE_URL=url)


def test_the_tour_in_its_readme_goes_as_it_says(cell: tuple[Path, str], address: str) -> None:
    tour = tour_of(cell[0])
    transcript = walked(tour, address)
    assert promised_by(tour)
    assert statuses(transcript) == promised_by(tour)
    assert comparable(transcript) == comparable(transcript_in(tour))


def test_its_contract_holds(
    cell: tuple[Path, str], database: DatabaseServer, record_property: Record
) -> None:
    """Where there is an engine, tests/containers check what an address is enough for, of the servers that have one."""
    folder, kind = cell
    elsewhere = kind != "sqlite" and engine_answers()
    behaviours = verify(folder, *(("-k", "not_by_url") if elsewhere else ()))
    assert not (words := broken(behaviours)), words
    tell(record_property, behaviours)
    assert not elsewhere or [each for each in behaviours if each["outcome"] == "skipped"] == []
    assert len(behaviours) > (20 if elsewhere else 100)


def test_what_several_processes_share_holds_too(
    cell: tuple[Path, str], database: DatabaseServer, record_property: Record
) -> None:
    folder, _ = cell
    answers = yaml.safe_load((folder / ".copier-answers.yml").read_text())
    if not catalog.load().about(answers["project"])["redis"]:
        behaviours = verify(folder, "--processes", "2", "-k", "at_once")
        assert not (words := broken(behaviours)), words
        return
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    behaviours = verify(folder, "--processes", "2", "-k", "several_processes or presence or catching_up")
    assert [each for each in behaviours if each["outcome"] != "passed"] == []
    tell(record_property, behaviours)


def verify(folder: Path, *words: str) -> list[dict[str, str]]:
    result = run_in(folder)("verify", "--json", *words, timeout=1800)
    assert result.returncode in (0, 1), result.stderr
    behaviours: list[dict[str, str]] = json.loads(result.stdout)["behaviours"]
    return behaviours


def tell(record_property: Record, behaviours: list[dict[str, Any]]) -> None:
    """Have the report of the run say what held: `python -m tests.report` counts it for README."""
    for each in behaviours:
        if each["outcome"] == "passed":
            record_property("held", each["sentence"])


def broken(behaviours: list[dict[str, str]]) -> str:
    """What failed, or was skipped though one process can do it."""
    return "\n\n".join(
        f"{each['sentence']}\n{each['detail']}"
        for each in behaviours
        if each["outcome"] == "failed" or (each["outcome"] == "skipped" and "process" not in each["detail"])
    )
