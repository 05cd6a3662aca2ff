"""Each suite holds against its reference server."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from scaffolder import databases
from scaffolder.contracts.plugin import CONTRACTS, suites_of
from scaffolder.servers import running
from scaffolder.verification import Behaviour, run_suite
from tests.mutants.__main__ import PROJECTS
from tests.references import reference


@pytest.mark.parametrize("project", PROJECTS)
def test_a_suite_holds_against_its_reference_server(project: str) -> None:
    heard = list[Behaviour]()
    suites = [str(suite) for suite in suites_of(project)]
    behaviours = list(run_suite(reference(project), suites, heard.append))
    assert broken(behaviours) == ""
    assert heard == behaviours
    assert len(behaviours) > 200


def test_two_processes_of_the_chat_keep_one_conversation() -> None:
    """What one process skips. Redis joins them."""
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    one = reference("chat")
    with databases.redis() as url:
        two = replace(one, processes=2, environment={**one.environment, "REDIS_URL": url})
        arguments = [str(CONTRACTS / "chat"), "-k", "several_processes or presence or catching_up"]
        behaviours = list(run_suite(two, arguments, lambda behaviour: None))
    assert [each for each in behaviours if each.outcome != "passed"] == []
    assert len(behaviours) > 20


def broken(behaviours: list[Behaviour]) -> str:
    """What failed, or was skipped though one process can do it."""
    return "\n\n".join(
        f"{each.sentence}\n{each.detail}"
        for each in behaviours
        if each.outcome == "failed" or (each.outcome == "skipped" and "process" not in each.detail)
    )


def test_a_suite_gives_up_on_a_server_that_has_died(tmp_path: Path) -> None:
    with running(reference("task_manager")) as server:
        server.stop()
        launch = reference("task_manager")
        values = {**launch.__dict__, "urls": [server.url], "database": None}
        (tmp_path / "launch.json").write_text(json.dumps(values))
        results = tmp_path / "results"
        arguments = [f"--launch={tmp_path / 'launch.json'}", f"--results={results}"]
        plugins = ["-p", "scaffolder.contracts.plugin", "-p", "scaffolder.contracts.results"]
        suites = [str(suite) for suite in suites_of("task_manager")]
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            *plugins,
            *arguments,
            *suites,
        ]
        subprocess.run(command, capture_output=True, check=False, timeout=60)
    lines = [json.loads(line) for line in results.read_text().splitlines()]
    assert [line for line in lines if "stopped" in line]
    assert sum("id" in line for line in lines) < 10
