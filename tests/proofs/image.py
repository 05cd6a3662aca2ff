"""A cell on a database in containers: `docker compose up` in a fresh clone, and its contract there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.containers.images import STOP_SECONDS, inspect
from tests.containers.stack import Stack, api_at, clone, running, wait_until, wire_at
from tests.pipelines import reading
from tests.pipelines.running import succeed
from tests.proofs.subject import Subject
from tests.proofs.verifying import broken, held, verify

Record = Callable[[str, object], None]

# Requests come from the engine's gateway. The contract's are forwarded from many addresses, each with its own limits.
DOCKER_NETWORKS = "172.16.0.0/12,192.168.0.0/16"

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture(scope="module")
def checkout(subject: Subject, engine: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clone(tmp_path_factory.mktemp("checkout"), subject)


@pytest.fixture(scope="module")
def development(checkout: Path) -> Iterator[Stack]:
    with running(Stack(checkout, env={"TRUSTED_PROXIES": DOCKER_NETWORKS})) as stack:
        yield stack


def test_a_fresh_clone_comes_up_ready(development: Stack) -> None:
    assert development.answers("/readyz") == 200


def test_its_pipeline_sees_that_it_works(checkout: Path, development: Stack) -> None:
    last = reading.github(checkout).job("boot").commands[-1]
    assert succeed(checkout, last, SMOKE_URL=development.url).endswith("Read it back.\n")


def test_migrations_run_once_before_the_app_starts(development: Stack) -> None:
    migrate, app = development.container("migrate")["State"], development.container("app")["State"]
    assert (migrate["ExitCode"], migrate["Status"]) == (0, "exited")
    assert migrate["FinishedAt"] < app["StartedAt"]
    assert development.container("app")["Config"]["Cmd"] == inspect(development.image)["Config"]["Cmd"]


def test_its_contract_holds(
    subject: Subject, checkout: Path, development: Stack, record_property: Record
) -> None:
    """The whole of it on one database, and the races on the others: contract.py has all of it on each.

    What is skipped at an address alone, contract.py checks where it starts the servers.
    """
    selection = () if subject.database == "postgresql" else ("-k", "concurrent")
    behaviours = verify(checkout, "--url", development.url, *selection)
    fine = ("with --url", "needs several processes")
    assert not (words := broken(behaviours, *fine)), words
    assert len(held(behaviours)) > (2 if selection else 100)
    record_property("held", held(behaviours))


def test_it_stops_cleanly_in_time_and_remembers(
    checkout: Path, development: Stack, record_property: Record
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
    record_property("measured", {"image": f"{size:.0f} MB", "cold start": f"{cold:.1f} s"})
