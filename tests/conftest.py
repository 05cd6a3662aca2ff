"""What every test shares: the command line as a user has it, and no silent skip in CI."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

from tests.deploy import UNCHECKED
from tests.support import Run, run_in

pytest.register_assert_rewrite("tests.pipelines.running", "tests.proofs.verifying")

# Its tests take the longest, and share nothing: no test waits for another one.
SLOWEST = "tests/test_first_cells.py"
# The files that take the longest are started first, so that no worker still has one when the others are done.
FIRST = (SLOWEST, *(f"tests/test_{name}.py" for name in ("prove", "readme", "new", "verify")))


class Scheduling(LoadFileScheduling):  # type: ignore[misc]
    """A worker takes a file at a time, whose fixtures are made once."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(SLOWEST) else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: WorkerController) -> Scheduling:
    return Scheduling(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two for each processor: half of the time goes into waiting for servers, disks and registries."""
    return (os.cpu_count() or 1) * 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {path: place for place, path in enumerate(FIRST)}
    items.sort(key=lambda item: order.get(item.nodeid.partition("::")[0], len(FIRST)))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return run_in(tmp_path)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    passed = [report.nodeid for report in terminalreporter.stats.get("passed", [])]
    if any(name.startswith("tests/deploy/") for name in passed):
        terminalreporter.section("not checked here, for want of a tool that runs offline")
        terminalreporter.write_line("\n".join(UNCHECKED))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter: pytest.TerminalReporter | None = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if reporter and os.environ.get("NO_SKIPS") and skipped and exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"\n{len(skipped)} skipped; NO_SKIPS says that every test has to run.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
