"""A database restart under load: no acknowledged write is lost, and clients only see 503."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from scaffolder.contracts.client import Client
from tests.containers.stack import Stack, api_at, clone, running, wait_until, wire_at
from tests.proofs.subject import Subject

WRITERS = 8
pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture(scope="module")
def checkout(subject: Subject, engine: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clone(tmp_path_factory.mktemp("checkout"), subject)


@pytest.fixture(scope="module")
def stack(checkout: Path) -> Iterator[Stack]:
    with running(Stack(checkout)) as stack:
        yield stack


@dataclass
class Load:
    """The responses to writers: locations of created rows, other responses, and connection errors."""

    created: list[str] = field(default_factory=list)
    disconnects: list[str] = field(default_factory=list)
    refused: list[httpx.Response] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def write(self, user: Client, path: str, body: dict[str, Any]) -> None:
        while not self.over.is_set():
            try:
                answer = user.http.post(user.url + path, json=body, headers=user.headers)
            except httpx.TransportError as error:
                self.disconnects.append(repr(error))
                return
            if answer.status_code == 201:
                self.created.append(answer.headers["Location"])
            else:
                self.refused.append(answer)
                self.over.wait(0.05)  # before the next attempt, as clients do

    def wait_for_more(self) -> None:
        """Wait until about five more writes of each writer have succeeded."""
        wanted = len(self.created) + 5 * WRITERS
        wait_until(lambda: len(self.created) >= wanted, "more writes")


@contextmanager
def load(user: Client, path: str, body: dict[str, Any]) -> Iterator[Load]:
    found = Load()
    writers = [threading.Thread(target=found.write, args=(user, path, body)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    try:
        yield found
    finally:
        found.over.set()
        for writer in writers:
            writer.join()


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_a_database_that_restarts_under_load_loses_nothing(checkout: Path, stack: Stack, how: str) -> None:
    """After a stop the container is replaced, after a kill it is started again."""
    wire = wire_at(checkout)
    with httpx.Client(base_url=stack.url, timeout=30) as http:
        user = wire.sign_up(api_at(checkout, http))
        with load(user, wire.sample_path, wire.sample("Keep me")) as found:
            found.wait_for_more()
            stack.compose(how, "database")
            wait_until(lambda: stack.answers("/readyz") != 200, "a failing /readyz")
            assert stack.answers("/readyz") == 503, diagnosis(found, stack)
            assert stack.answers("/healthz") == 200
            wait_until(lambda: len(found.refused) >= WRITERS, "a response other than 201")
            if how == "stop":
                stack.replace("database")
            else:
                stack.compose("start", "database")
            wait_until(lambda: stack.answers("/readyz") == 200, "/readyz answering 200")
            found.wait_for_more()
        assert found.disconnects == [], diagnosis(found, stack)
        assert {answer.status_code for answer in found.refused} == {503}, diagnosis(found, stack)
        for answer in found.refused:
            wire.assert_error(answer)
        assert [address for address in found.created if user.get(address).status_code != 200] == []


def diagnosis(found: Load, stack: Stack) -> str:
    """The app's log of unhandled errors, or its last lines."""
    log = stack.output("logs", "--no-color", "--no-log-prefix", "app").splitlines()
    bugs = [line for line in log if '"error"' in line and "Unhandled" in line]
    return "\n".join(found.disconnects[:1] + (bugs or log)[-5:])
