"""What every test shares: the command line as a user has it, and no silent skip in CI."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.deploy import UNCHECKED
from tests.support import Run, run_in

pytest.register_assert_rewrite("tests.pipelines.running")


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
    if reporter and os.environ.get("CI") and skipped and exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"\n{len(skipped)} skipped; in CI every test has to run.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
