"""Write each test's result to a file as it finishes, one JSON object per line: `-p scaffolder.contracts.results --results FILE`."""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any, BinaryIO

import httpx
import pytest

from scaffolder.contracts.client import ContractError, last_exchange

PATIENCE = 3


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--results", type=Path, help="file to write results to, one JSON object per line")


def pytest_configure(config: pytest.Config) -> None:
    path: Path | None = config.getoption("--results")
    if path is not None:
        # Unbuffered, because several workers write to it: each line is a single write.
        config.pluginmanager.register(Results(path.open("ab", buffering=0)))


class Results:
    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.unanswered = 0

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._write(broken=report.longreprtext)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._write(total=len(session.items))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if report.when == "call" or report.outcome != "passed":
            self._write(
                id=report.nodeid,
                outcome=report.outcome,
                seconds=report.duration,
                detail=_detail(report, call),
            )
            if report.outcome != "skipped":
                self._stop_if_unresponsive(item.session, call)
        return report

    def _stop_if_unresponsive(self, session: pytest.Session, call: pytest.CallInfo[None]) -> None:
        """Stop after several tests without a response: the server has probably crashed."""
        failed = call.excinfo is not None and call.excinfo.errisinstance(httpx.TransportError)
        self.unanswered = self.unanswered + 1 if failed else 0
        if self.unanswered == PATIENCE and call.excinfo is not None:
            session.shouldstop = "the server has stopped answering"
            self._write(stopped=call.excinfo.exconly())

    def pytest_unconfigure(self) -> None:
        self.file.close()

    def _write(self, **line: Any) -> None:
        self.file.write(json.dumps(line).encode() + b"\n")


def _detail(report: pytest.TestReport, call: pytest.CallInfo[None]) -> str:
    if isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    if call.excinfo is None:
        return ""
    words = call.excinfo.exconly().removeprefix(f"{ContractError.__module__}.{ContractError.__qualname__}: ")
    if isinstance(call.excinfo.value, ContractError) or not (exchange := last_exchange()):
        return words
    return f"{words}\n{exchange}"
