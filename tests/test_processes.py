"""Programs that this tool starts: none keeps running, and long waits are reported."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from scaffolder import processes
from scaffolder.errors import ScaffolderError
from scaffolder.processes import Patience
from scaffolder.project import locking


def program(folder: Path, script: str) -> str:
    file = folder / "tool"
    file.write_text(f"#!/bin/sh\n{script}")
    file.chmod(0o755)
    return str(file)


def code_of(*command: str, seconds: float | None = None, patience: Patience | None = None) -> str:
    with pytest.raises(ScaffolderError) as caught:
        processes.finish(command, seconds=seconds, patience=patience)
    return caught.value.code


def is_running(words: str) -> bool:
    return subprocess.run(["pgrep", "-f", words], capture_output=True, check=False).returncode == 0


def test_a_program_has_a_status_an_output_and_errors(tmp_path: Path) -> None:
    done = processes.finish([program(tmp_path, "echo out; echo err >&2; exit 3")])
    assert (done.status, done.output, done.errors, done.words) == (3, "out\n", "err\n", "err")
    merged = processes.finish([program(tmp_path, "echo out; echo err >&2")], merged=True)
    assert (merged.passed, merged.output, merged.errors) == (True, "out\nerr\n", "")


def test_a_program_that_cannot_start_is_explained(tmp_path: Path) -> None:
    assert code_of("no-such-program-anywhere") == "program-missing"
    (tmp_path / "tool").write_text("#!/nowhere/sh\n")
    (tmp_path / "tool").chmod(0o755)
    assert code_of(str(tmp_path / "tool")) == "program-not-started"


def test_a_program_that_takes_too_long_is_stopped_with_its_children(tmp_path: Path) -> None:
    mark = f"{time.monotonic()}"
    child = f"{sys.executable} -c 'import time; time.sleep(600)' {mark}"
    assert code_of(program(tmp_path, f"{child} & {child}"), seconds=0.5) == "program-slow"
    assert not is_running(mark)


def test_processes_that_a_program_leaves_running_are_stopped(tmp_path: Path) -> None:
    mark = f"{time.monotonic()}"
    script = f"{sys.executable} -c 'import time; time.sleep(600)' {mark} & echo done"
    assert processes.finish([program(tmp_path, script)], seconds=60).output == "done\n"
    assert not is_running(mark)


def test_a_program_without_progress_is_stopped(tmp_path: Path) -> None:
    talking = "while true; do echo retry; sleep 0.1; done"
    patience = Patience(1, is_progress=lambda line: "got" in line)
    assert code_of(program(tmp_path, talking), patience=patience) == "program-stalled"
    advancing = "for step in 1 2 3 4 5 6; do echo got $step; sleep 0.5; done"
    assert processes.finish([program(tmp_path, advancing)], patience=patience).passed


def test_a_lock_without_progress_names_the_host_it_is_waiting_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "STALLED_SECONDS", 2)
    monkeypatch.setattr(locking, "PAUSE_SECONDS", 0.5)
    command = program(tmp_path, 'echo "$LOUD https://me:secret@registry.example:81/x"; sleep 600')
    facts = {"command": command, "file": "x.lock", "environment": {"LOUD": "GET"}, "progress": "200"}
    steps: list[str] = []
    problem = locking.lock(tmp_path, facts, steps.append)
    assert "no progress for 2 seconds" in problem
    assert "registry.example:81" in problem
    assert "secret" not in problem
    assert len(steps) == 2
    assert "waiting for registry.example:81" in steps[1]


def test_the_reason_of_a_failed_lock_is_not_a_debug_message(tmp_path: Path) -> None:
    script = "echo DEBUG error one >&2; echo error: no route >&2; echo hint >&2; exit 2"
    facts = {"command": program(tmp_path, script), "file": "x.lock"}
    assert locking.lock(tmp_path, facts, lambda step: None).endswith("failed: error: no route.")
