"""A cell on a database in containers: `docker compose up` in a fresh clone, and the contract tests there."""

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
from tests.proofs.verifying import failures, passed, verify

Record = Callable[[str, object], None]

# Requests come from the engine's gateway. Contract tests use many forwarded addresses, since limits are per address.
DOCKER_NETWORKS = "172.16.0.0/12,192.168.0.0/16"

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture(scope="module")
def checkout(subject: Subject, engine: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clone(tmp_path_factory.mktemp("checkout"), subject)


@pytest.fixture(scope="module")
def development(checkout: Path) -> Iterator[Stack]:
    with running(Stack(checkout, env={"TRUSTED_PROXIES": DOCKER_NETWORKS})) as stack:
        yield stack


def test_a_fresh_clone_starts_and_is_ready(development: Stack) -> None:
    assert development.answers("/readyz") == 200


def test_the_smoke_test_of_the_pipeline_passes(checkout: Path, development: Stack) -> None:
    last = reading.github(checkout).job("boot").commands[-1]
    assert succeed(checkout, last, SMOKE_URL=development.url).endswith("Read it back.\n")


def test_migrations_run_once_before_the_app_starts(development: Stack) -> None:
    migrate, app = development.container("migrate")["State"], development.container("app")["State"]
    assert (migrate["ExitCode"], migrate["Status"]) == (0, "exited")
    assert migrate["FinishedAt"] < app["StartedAt"]
    assert development.container("app")["Config"]["Cmd"] == inspect(development.image)["Config"]["Cmd"]


def test_the_contract_tests_pass(
    subject: Subject, checkout: Path, development: Stack, record_property: Record
) -> None:
    """All of them on PostgreSQL, and only race conditions on the others: contract.py runs all of them on each database.

    contract.py also covers tests that are skipped with --url, and one whose flood fits into the buffers of Docker's proxy.
    """
    selection = ("-k", "not the_queue_of_a_slow_reader" if subject.database == "postgresql" else "concurrent")
    behaviours = verify(checkout, "--url", development.url, *selection)
    allowed = ("with --url", "needs several processes")
    assert not (found := failures(behaviours, *allowed)), found
    assert len(passed(behaviours)) > (100 if subject.database == "postgresql" else 2)
    record_property("behaviours", passed(behaviours))


def test_a_replaced_container_stops_cleanly_and_keeps_its_data(
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
