"""Each command: its help, its exit codes, its place in the README."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scaffolder import __version__, processes, temporary
from scaffolder.template import catalog
from tests.support import ROOT, Run

COMMANDS = (
    "new",
    "status",
    "diff",
    "restore",
    "update",
    "undo",
    "verify",
    "publish",
    "portfolio",
    "list",
    "show",
    "explain",
    "doctor",
)


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"scaffolder {__version__}\n"
    assert run("--version", "list").stdout == f"scaffolder {__version__}\n"


def test_the_help_lists_every_command(run: Run) -> None:
    result = run("--help")
    assert result.returncode == 0
    listed = re.findall(r"^  (\w+) +\S", result.stdout.split("Commands:")[1], flags=re.MULTILINE)
    assert tuple(listed) == COMMANDS


def test_the_help_does_not_truncate_lines(run: Run) -> None:
    commands = run("--help", env={"COLUMNS": "80"}).stdout.split("Commands:")[1]
    assert not [line for line in commands.splitlines() if not line.endswith(".") or line.endswith("...")][1:]


def test_the_help_file_matches_the_output(run: Run) -> None:
    """When this fails: COLUMNS=80 scaffolder -h > scaffolder/help.txt"""
    assert (ROOT / "scaffolder" / "help.txt").read_text() == run("-h", env={"COLUMNS": "80"}).stdout


def test_a_narrow_terminal_gets_a_narrow_help(run: Run) -> None:
    lines = run("--help", env={"COLUMNS": "50"}).stdout.splitlines()
    assert max(map(len, lines)) <= 50


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help_text(command: str, run: Run) -> None:
    result = run(command, "--help")
    assert result.returncode == 0
    assert f"scaffolder {command}" in result.stdout
    options = re.findall(r"^  -.*", result.stdout.split("Options:")[1], flags=re.MULTILINE)
    assert len(options) >= 2
    assert all(re.search(r"  [A-Z]\w* \w", option) for option in options)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_shows_every_command(command: str) -> None:
    assert f"scaffolder {command}" in (ROOT / "README.md").read_text()


@pytest.mark.parametrize("words", [["nwe"], ["list", "extra"], ["--nope"], ["list", "--nope"]])
def test_wrong_usage_exits_2_without_a_traceback(words: list[str], run: Run) -> None:
    result = run(*words)
    assert result.returncode == 2
    assert result.stderr
    assert "Traceback" not in result.stderr


# The signal is sent again before the hook that sends it has returned, as on a busy machine.
BUSY = """
import _thread
start = _thread.start_new_thread
def slowly(*arguments):
    _thread.start_new_thread = start
    start(*arguments)
    time.sleep(0.1)
_thread.start_new_thread = slowly
"""


@pytest.mark.parametrize("busy", ["", BUSY], ids=["idle", "busy"])
@pytest.mark.parametrize("number", processes.STOPS, ids=lambda number: number.name)
def test_a_signal_during_a_destructor_is_not_lost(number: signal.Signals, busy: str) -> None:
    code = f"""
import os, time
from scaffolder.cli.output import stop_on_signals
{busy}

class Dying:
    def __del__(self):
        os.kill(os.getpid(), {number:d})
        time.sleep(0.1)

stop_on_signals()
try:
    Dying()
    time.sleep(10)
except KeyboardInterrupt:
    print("stopped")
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (result.stdout, result.stderr) == ("stopped\n", "")


def test_signals_that_nohup_ignores_stay_ignored() -> None:
    code = """
import signal
from scaffolder.cli.output import stop_on_signals

stop_on_signals()
signal.raise_signal(signal.SIGHUP)
print("went on")
"""
    command = ["nohup", sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert (result.returncode, result.stdout) == (0, "went on\n"), result.stderr


@pytest.mark.parametrize("number", processes.STOPS, ids=lambda number: number.name)
def test_a_signal_during_clean_up_is_delayed(number: signal.Signals, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = []

    def remove(folder: Path) -> None:
        signal.raise_signal(number)
        folder.rmdir()

    monkeypatch.setattr(temporary, "remove", remove)
    before = signal.signal(number, lambda number, _: heard.append(folder.exists()))
    try:
        with temporary.folder() as folder:
            pass
    finally:
        signal.signal(number, before)
    assert heard == [False]


def test_list_shows_every_choice_of_copier_yml(run: Run) -> None:
    words = run("list").stdout.split()
    document = json.loads(run("list", "--json").stdout)
    for group in ("projects", "stacks", "databases", "ci", "deploy"):
        assert document[group]
        for choice in document[group]:
            assert choice["name"] in words
            assert choice["help"]


def test_list_as_json_has_every_cell(run: Run) -> None:
    document = json.loads(run("list", "--json").stdout)
    cells = {(cell["project"], cell["stack"]) for cell in document["cells"]}
    assert cells == set(catalog.load().cells())
