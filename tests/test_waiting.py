"""Progress in a terminal during long steps."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pexpect
import pytest

from scaffolder.cli.waiting import Progress

STEPS = """
import sys, time
from scaffolder.cli.output import print_error
from scaffolder.cli.waiting import progress
progress("Writing what takes a while to write")
input()
print_error("Note: done")
progress.passing("Comparing")
input()
progress.settle()
progress.passing("What is over at once")
progress.settle()
print("end")
"""


def test_a_step_counts_its_seconds_in_one_line_that_fits(tmp_path: Path) -> None:
    sized = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    terminal = pexpect.spawn(
        *(sys.executable, ["-c", STEPS]),
        cwd=str(tmp_path),
        env=sized,
        encoding="utf-8",
        timeout=60,
        dimensions=(10, 60),
    )
    terminal.expect_exact("Writing what takes a while to write ...")
    terminal.expect_exact("\rWriting what takes a while to write ... 1 s")
    terminal.setwinsize(10, 20)
    terminal.expect_exact("\rWriting what takes\x20\r")
    terminal.sendline()
    terminal.expect_exact("Note: done\r\n")
    terminal.expect_exact("Comparing ... 1 s")
    terminal.sendline()
    terminal.expect_exact("\r\x1b[K")
    terminal.expect(pexpect.EOF)
    assert isinstance(terminal.before, str)
    assert "end" in terminal.before
    assert "over at once" not in terminal.before


def test_without_a_terminal_a_step_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress()
    progress("Writing")
    progress.passing("Comparing")
    progress("Committing")
    progress.settle()
    assert capsys.readouterr().err == "Writing ...\nCommitting ...\n"
