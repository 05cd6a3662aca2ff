"""The database goes away under load and comes back: nothing acknowledged is lost, and nobody sees a bug."""

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
    """What writers were answered: the addresses of what was made, each answer that was no success, and silence."""

    made: list[str] = field(default_factory=list)
    silences: list[str] = field(default_factory=list)
    refused: list[httpx.Response] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def write(self, user: Client, path: str, body: dict[str, Any]) -> None:
        while not self.over.is_set():
            try:
                answer = user.http.post(user.url + path, json=body, headers=user.headers)
            except httpx.TransportError as error:
                self.silences.append(repr(error))
                return
            if answer.status_code == 201:
                self.made.append(answer.headers["Location"])
            else:
                self.refused.append(answer)
                self.over.wait(0.05)  # as a client that is told to try again

    def goes_on(self) -> None:
        """Wait until each writer has been answered 201 again and again."""
        wanted = len(self.made) + 5 * WRITERS
        wait_until(lambda: len(self.made) >= wanted, "writing")


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
    """After a stop another container takes over, after a kill the same one."""
    wire = wire_at(checkout)
    with httpx.Client(base_url=stack.url, timeout=30) as http:
        user = wire.sign_up(api_at(checkout, http))
        with load(user, wire.sample_path, wire.sample("Keep me")) as found:
            found.goes_on()
            stack.compose(how, "database")
            wait_until(lambda: stack.answers("/readyz") != 200, "/readyz noticing")
            assert stack.answers("/readyz") == 503, seen(found, stack)
            assert stack.answers("/healthz") == 200
            wait_until(lambda: len(found.refused) >= WRITERS, "a refusal")
            if how == "stop":
                stack.replace("database")
            else:
                stack.compose("start", "database")
            wait_until(lambda: stack.answers("/readyz") == 200, "/readyz answering 200")
            found.goes_on()
        assert found.silences == [], seen(found, stack)
        assert {answer.status_code for answer in found.refused} == {503}, seen(found, stack)
        for answer in found.refused:
            wire.assert_error(answer)
        assert [address for address in found.made if user.get(address).status_code != 200] == []


def seen(found: Load, stack: Stack) -> str:
    """What the app logged of its own bugs, or last."""
    log = stack.told("logs", "--no-color", "--no-log-prefix", "app").splitlines()
    bugs = [line for line in log if '"error"' in line and "Unhandled" in line]
    return "\n".join(found.silences[:1] + (bugs or log)[-5:])
