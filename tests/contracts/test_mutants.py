"""Each suite notices each way in which a tired developer would get its project wrong."""

import pytest

from tests.mutants import Mutant
from tests.mutants.__main__ import PROJECTS
from tests.mutants.running import caught_by, mutants_of

CASES = [
    pytest.param(project, mutant, id=f"{project}: {mutant.name}")
    for project in PROJECTS
    for mutant in mutants_of(project)
]


@pytest.mark.parametrize(("project", "mutant"), CASES)
def test_the_test_that_a_mutant_names_goes_red(project: str, mutant: Mutant) -> None:
    # A race is lost by chance, so a mutant that only a race shows has three of them.
    for _ in range(3):
        behaviours = caught_by(project, mutant)
        failures = [behaviour for behaviour in behaviours if behaviour.outcome == "failed"]
        if failures:
            break
    assert failures, f"{mutant.caught_by} does not notice"
    assert not any("BootError" in behaviour.detail for behaviour in failures), (
        "the mutant does not even start"
    )


def test_there_are_enough_mutants_with_names_of_their_own() -> None:
    for project in PROJECTS:
        names = [mutant.name for mutant in mutants_of(project)]
        assert len(names) == len(set(names))
    assert len(CASES) >= 60
