"""Fixtures and hooks for all tests. In CI, a skipped test is a failure."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

from tests.deploy import UNCHECKED
from tests.support import Run, run_in

pytest.register_assert_rewrite("tests.pipelines.running", "tests.proofs.verifying")

# These tests take the longest and share no fixtures, so they can run on different workers.
SLOWEST = "tests/test_first_cells.py"
# The slowest files start first, so that none is left at the end while other workers are idle.
FIRST = (SLOWEST, *(f"tests/test_{name}.py" for name in ("prove", "readme", "new", "verify")))

# The files of this folder share the projects that they check.
SHARED = "tests/deploy/"

# Nearly every command exports the template into a temporary folder, which takes a quarter of the CPU time in memory.
MEMORY = "/dev/shm"
NEEDED_BYTES = 4 * 2**30


def pytest_configure() -> None:
    """Let commands keep temporary files in memory, if there is enough and programs can be run there."""
    if "TMPDIR" in os.environ or not Path(MEMORY).is_dir():
        return
    memory = os.statvfs(MEMORY)
    if memory.f_bavail * memory.f_frsize >= NEEDED_BYTES and not memory.f_flag & os.ST_NOEXEC:
        # Whole projects, with their dependencies, stay on the disk.
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
        os.environ["TMPDIR"] = MEMORY


class Scheduling(LoadFileScheduling):  # type: ignore[misc]
    """Run all tests of a file on one worker, so that they share fixtures."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(SLOWEST):
            return nodeid
        return SHARED if nodeid.startswith(SHARED) else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: WorkerController) -> Scheduling:
    return Scheduling(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two per processor, since half of the time is spent waiting for servers, disks and registries."""
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
        terminalreporter.section("not checked, since no tool works offline")
        terminalreporter.write_line("\n".join(UNCHECKED))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter: pytest.TerminalReporter | None = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if reporter and os.environ.get("NO_SKIPS") and skipped and exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"\n{len(skipped)} skipped, but NO_SKIPS is set.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
