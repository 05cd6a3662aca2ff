"""Runs proofs in parallel, each in a separate pytest process. An interrupt stops all of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.proofs.subject import Subject
from tests.support import ROOT
from tests.tools.prove.kinds import Kind

LOGS = ROOT / "build" / "proofs"
STOP_SECONDS = 30

Proof = tuple[Kind, Subject]


@dataclass(frozen=True)
class Outcome:
    """The outcome of one run. A run with a skipped test is not green; `skipped` contains the reasons."""

    green: bool
    seconds: int = 0
    failed: Sequence[str] = ()
    skipped: Sequence[str] = ()
    counted: dict[str, int] = field(default_factory=dict)
    measured: dict[str, str] = field(default_factory=dict)
    ran_with: dict[str, str] = field(default_factory=dict)
    log: str = ""


class Runner:
    """Runs up to `jobs` proofs at a time, and starts none that would not end within `seconds`."""

    def __init__(self, jobs: int, seconds: float | None = None, folder: Path = ROOT) -> None:
        self._jobs = jobs
        self._folder = folder
        self._deadline = None if seconds is None else time.monotonic() + seconds
        self._stopping = threading.Event()
        self._processes: set[subprocess.Popen[bytes]] = set()

    def run(
        self, proofs: Sequence[Proof], expected: dict[Proof, int] | None = None
    ) -> Iterator[tuple[Proof, Outcome]]:
        """Yield each outcome when its proof ends. `expected` contains the seconds of each proof's last run."""
        waiting = list(proofs)
        with ThreadPoolExecutor(self._jobs) as pool:
            running: dict[Any, Proof] = {}
            try:
                while waiting or running:
                    while waiting and len(running) < self._jobs:
                        proof = waiting.pop(0)
                        if self._fits((expected or {}).get(proof, 0)):
                            running[pool.submit(self._one, *proof)] = proof
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield running.pop(future), future.result()
            finally:
                self._stop()

    def _fits(self, seconds: int) -> bool:
        return self._deadline is None or time.monotonic() + seconds <= self._deadline

    def _one(self, kind: Kind, subject: Subject) -> Outcome:
        LOGS.mkdir(parents=True, exist_ok=True)
        name = f"{kind.name} {subject}".replace(" ", "-")
        log, outcome = LOGS / f"{name}.log", LOGS / f"{name}.json"
        outcome.unlink(missing_ok=True)
        started = time.monotonic()
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*command(kind, subject), "--outcome", str(outcome)],
                cwd=self._folder,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self._processes.add(process)
            if self._stopping.is_set():
                process.send_signal(signal.SIGINT)
            process.wait()
            self._processes.discard(process)
        seconds = round(time.monotonic() - started)
        if not outcome.is_file():
            return Outcome(green=False, seconds=seconds, failed=("pytest itself",), log=str(log))
        return read(json.loads(outcome.read_text(encoding="utf-8")), seconds=seconds, log=log)

    def _stop(self) -> None:
        """Stop running proofs, first with SIGINT, so that they can stop their servers and containers."""
        self._stopping.set()
        for process in list(self._processes):
            process.send_signal(signal.SIGINT)
        for process in list(self._processes):
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def command(kind: Kind, subject: Subject) -> list[str]:
    filters = (("stack", subject.stack), ("project", subject.project), ("database", subject.database))
    return [
        *(sys.executable, "-m", "pytest", "-o", "addopts=", "-p", "no:cacheprovider", "-p", "no:xdist"),
        *("-p", "no:schemathesis", "-p", "no:hypothesispytest"),
        *("-ra", "--durations", "10", "-p", "tests.proofs.plugin", *kind.suites_for(subject)),
        *(word for name, value in filters if value for word in (f"--{name}", value)),
    ]


def read(document: dict[str, Any], *, seconds: int, log: Path) -> Outcome:
    """The outcome that a run wrote. Contract tests that passed several times are counted once."""
    properties = document["properties"]
    behaviours = {sentence for sentences in properties.get("behaviours", []) for sentence in sentences}
    counted = {"tests": document["passed"]}
    if behaviours:
        counted["behaviours"] = len(behaviours)
    for name in ("own_tests", "mutants", "fuzzed"):
        if name in properties:
            counted[name] = sum(properties[name])
    measured = {name: value for each in properties.get("measured", []) for name, value in each.items()}
    return Outcome(
        green=document["green"],
        seconds=seconds,
        failed=document["failed"],
        skipped=document["skipped"],
        counted=counted,
        measured=measured,
        ran_with=document["ran_with"],
        log=str(log),
    )
