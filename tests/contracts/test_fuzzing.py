"""Made-up requests find what the document does not allow, also behind its links."""

from collections.abc import Iterable

import pytest

from scaffolder.contracts.servers import Launch, Server, running
from scaffolder.verification import fuzzing
from tests.mutants import Mutant
from tests.mutants.running import broken
from tests.references import reference

pytest.importorskip("schemathesis", reason="needs scaffolder[fuzz]")


def at(server: Server) -> Launch:
    return Launch(project="task_manager", urls=[server.url])


def failures(results: Iterable[fuzzing.Fuzzed]) -> dict[str, str]:
    return {each.name: each.details for each in results if each.outcome == "failed"}


def test_a_server_that_keeps_its_document_passes() -> None:
    with running(reference("task_manager")) as server:
        results = list(fuzzing.fuzz(at(server), examples={"each operation": 2, "walks": 2}))
    assert failures(results) == {}
    names = {each.name for each in results if each.outcome == "passed"}
    assert "POST /tasks stays within the document" in names
    assert "Walks along the links stay within the document" in names
    assert not any("healthz" in name for name in names)


def test_a_server_error_is_found() -> None:
    mutant = Mutant("", '"overdue": len(overdue),', '"overdue": len(overdue) // 0,', caught_by="")
    with broken("task_manager", mutant) as launch, running(launch) as server:
        found = failures(fuzzing.fuzz(at(server), examples={"each operation": 1}))
    assert "Server error" in found["GET /stats stays within the document"]


def test_what_only_a_walk_along_the_links_reaches_is_found() -> None:
    found_one = "raise missing()\n        return found\n\n    def refuse_taken_name"
    mutant = Mutant("", found_one, found_one.replace("return found", "return Project()"), caught_by="")
    with broken("task_manager", mutant) as launch, running(launch) as server:
        found = failures(fuzzing.fuzz(at(server), examples={"walks": 50}))
    assert "Server error" in found["Walks along the links stay within the document"]
