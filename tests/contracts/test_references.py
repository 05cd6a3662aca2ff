"""Each suite holds against its reference server."""

import shutil
from dataclasses import replace

import pytest

from scaffolder.contracts.plugin import CONTRACTS, suites_of
from scaffolder.contracts.servers import running
from scaffolder.errors import ScaffolderError
from scaffolder.verification import databases
from scaffolder.verification.suite import Behaviour, run_suite
from tests.mutants.__main__ import PROJECTS
from tests.references import reference


@pytest.mark.parametrize("project", PROJECTS)
def test_a_suite_holds_against_its_reference_server(project: str) -> None:
    heard = list[Behaviour]()
    suites = [str(suite) for suite in suites_of(project)]
    behaviours = list(run_suite(reference(project), suites, heard.append, jobs=2))
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


def test_a_suite_gives_up_on_a_server_that_has_died() -> None:
    with running(reference("task_manager")) as server:
        server.stop()
        launch = replace(reference("task_manager"), urls=[server.url], database=None)
        suites = [str(suite) for suite in suites_of("task_manager")]
        heard = list[Behaviour]()
        with pytest.raises(ScaffolderError, match="has stopped answering"):
            list(run_suite(launch, suites, heard.append))
    assert len(heard) < 10
