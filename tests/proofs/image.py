"""What every cell has to pass in containers. The modules beside this name the databases, for one worker each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from scaffolder.template import catalog
from tests.containers.images import STOP_SECONDS, inspect
from tests.containers.stack import BOOT, Stack, api_at, clone, project_at, running, wait_until, wire_at
from tests.pipelines import reading
from tests.pipelines.running import succeed
from tests.support import run_in

ELSEWHERE = "only an address was given"
FINE = (ELSEWHERE, "needs several processes")
BY_CELLS: dict[str, set[str]] = {}


@pytest.fixture(scope="module", params=catalog.load().cells(), ids="-".join)
def checkout(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clone(tmp_path_factory.mktemp("checkout"), *(*request.param, request.module.DATABASE))


@pytest.fixture(scope="module")
def development(checkout: Path) -> Iterator[Stack]:
    with running(Stack(checkout)) as stack:
        yield stack


def test_a_fresh_clone_comes_up_ready(development: Stack) -> None:
    assert development.answers("/readyz") == 200


def test_its_pipeline_boots_it_so_and_sees_that_it_works(checkout: Path, development: Stack) -> None:
    *before, last = reading.github(checkout).job("boot").commands
    assert tuple(before) == BOOT
    assert succeed(checkout, last, SMOKE_URL=development.url).endswith("It was read back.\n")


def test_migrations_run_once_before_the_app_starts(development: Stack) -> None:
    migrate, app = development.container("migrate")["State"], development.container("app")["State"]
    assert (migrate["ExitCode"], migrate["Status"]) == (0, "exited")
    assert migrate["FinishedAt"] < app["StartedAt"]
    assert development.container("app")["Config"]["Cmd"] == inspect(development.image)["Config"]["Cmd"]


def test_its_contract_holds(checkout: Path, development: Stack, record_property: Any) -> None:
    """What is skipped at an address alone, tests/cells check where they start the servers."""
    behaviours = verify(development)
    assert not (words := broken(behaviours)), words
    for each in behaviours:
        if each["outcome"] == "passed":
            record_property("held", each["sentence"])
    skipped = {each["sentence"] for each in behaviours if ELSEWHERE in each["detail"]}
    assert skipped == checked_by_cells(project_at(checkout), development)
    assert len(behaviours) - len(skipped) > 100


def checked_by_cells(project: str, stack: Stack) -> set[str]:
    """What `-k not_by_url` selects, which is the same in every stack."""
    if project not in BY_CELLS:
        BY_CELLS[project] = {each["sentence"] for each in verify(stack, "-k", "not_by_url")}
    return BY_CELLS[project]


def verify(stack: Stack, *words: str) -> list[dict[str, Any]]:
    result = run_in(stack.folder)("verify", "--url", stack.url, "--json", *words, timeout=1800)
    assert result.returncode in (0, 1), result.stderr
    behaviours: list[dict[str, Any]] = json.loads(result.stdout)["behaviours"]
    return behaviours


def broken(behaviours: list[dict[str, Any]]) -> str:
    """What failed, or was skipped though the address of one process is enough for it."""
    return "\n\n".join(
        f"{each['sentence']}\n{each['detail']}"
        for each in behaviours
        if each["outcome"] == "failed"
        or (each["outcome"] == "skipped" and not any(reason in each["detail"] for reason in FINE))
    )


def test_it_stops_cleanly_in_time_and_remembers(
    checkout: Path, development: Stack, record_property: Any
) -> None:
    wire = wire_at(checkout)
    with httpx.Client(base_url=development.url, timeout=20) as client:
        api = api_at(checkout, client)
        alice = wire.sign_up(api)
        development.compose("stop", "--timeout", str(STOP_SECONDS), "app")
        assert development.container("app")["State"]["ExitCode"] == 0
        development.replace("app")
        cold = wait_until(lambda: development.answers() == 200, "a start")
        wire.sign_in(api, alice.email, alice.password, expect=200)
    size = inspect(development.image)["Size"] / 1e6
    record_property("image", (development.image, f"{size:.0f} MB", f"{cold:.1f} s"))
