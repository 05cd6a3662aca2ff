"""What every cell has to pass on every database. The modules beside this name the databases, for one worker each."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from scaffolder import catalog, databases
from scaffolder.errors import ScaffolderError
from scaffolder.servers import DatabaseServer
from tests.cells.tours import comparable, promised_by, served, statuses, tour_of, transcript_in, walked
from tests.containers.images import engine_answers
from tests.support import PATH, run_in


@pytest.fixture(scope="module", params=catalog.load().cells(), ids="-".join)
def cell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A generated project after `make setup`, and its database."""
    project, stack = request.param
    kind: str = request.module.DATABASE
    skip_without_tools(stack)
    folder = tmp_path_factory.mktemp("cell") / project
    made = run_in(folder.parent)(
        *("new", project, folder, "--stack", stack, "--database", kind, "--defaults", "--quiet")
    )
    assert made.returncode == 0, made.stderr
    make(folder, "setup")
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


def make(folder: Path, door: str, **environment: str) -> str:
    done = subprocess.run(
        ["make", door],
        cwd=folder,
        env={**os.environ, "PATH": PATH, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"make {door}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_its_lock_file_is_committed_and_up_to_date(cell: tuple[Path, str]) -> None:
    folder, _ = cell
    status = subprocess.check_output(["git", "status", "--porcelain"], cwd=folder, text=True)
    assert status == ""


def test_its_own_checks_pass(cell: tuple[Path, str], database: DatabaseServer) -> None:
    folder, kind = cell
    make(folder, "check", **({} if kind == "sqlite" else {"TEST_DATABASE_URL": database.make()}))


def test_it_can_be_seeded_twice(cell: tuple[Path, str], database: DatabaseServer) -> None:
    folder, _ = cell
    url = database.make()
    make(folder, "migrate", DATABASE_URL=url)
    make(folder, "seed", DATABASE_URL=url)
    make(folder, "seed", DATABASE_URL=url)


def test_the_tour_in_its_readme_goes_as_it_says(cell: tuple[Path, str], database: DatabaseServer) -> None:
    tour = tour_of(cell[0])
    with served(cell[0], database) as url:
        transcript = walked(tour, url)
    assert promised_by(tour)
    assert statuses(transcript) == promised_by(tour)
    assert comparable(transcript) == comparable(transcript_in(tour))


def test_its_contract_holds(cell: tuple[Path, str], database: DatabaseServer) -> None:
    """Where there is an engine, tests/containers check what an address is enough for, of the servers that have one."""
    folder, kind = cell
    elsewhere = kind != "sqlite" and engine_answers()
    behaviours = verify(folder, *(("-k", "own_server") if elsewhere else ()))
    assert broken(behaviours) == ""
    assert not elsewhere or [each for each in behaviours if each["outcome"] == "skipped"] == []
    assert len(behaviours) > (20 if elsewhere else 100)


def test_what_several_processes_share_holds_too(cell: tuple[Path, str], database: DatabaseServer) -> None:
    folder, _ = cell
    answers = yaml.safe_load((folder / ".copier-answers.yml").read_text())
    if not catalog.load().about(answers["project"])["redis"]:
        behaviours = verify(folder, "--processes", "2", "-k", "at_once")
        assert broken(behaviours) == ""
        return
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    behaviours = verify(folder, "--processes", "2", "-k", "several_processes or presence or catching_up")
    assert [each for each in behaviours if each["outcome"] != "passed"] == []


def verify(folder: Path, *words: str) -> list[dict[str, str]]:
    result = run_in(folder)("verify", "--json", *words, timeout=1800)
    assert result.returncode in (0, 1), result.stderr
    behaviours: list[dict[str, str]] = json.loads(result.stdout)["behaviours"]
    return behaviours


def broken(behaviours: list[dict[str, str]]) -> str:
    """What failed, or was skipped though one process can do it."""
    return "\n\n".join(
        f"{each['sentence']}\n{each['detail']}"
        for each in behaviours
        if each["outcome"] == "failed" or (each["outcome"] == "skipped" and "process" not in each["detail"])
    )
