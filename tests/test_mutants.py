"""The mutants match the generated projects. `python -m tests.tools.mutants` runs them."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

from scaffolder.contracts.plugin import CONTRACTS
from scaffolder.template import versions
from tests.support import ROOT, files
from tests.tools import mutants
from tests.tools.mutants import PROJECTS
from tests.tools.mutants.table import cells, mutants_of

EVERY = [mutant for project, stack in cells() for mutant in mutants_of(project, stack)]
BY_CONTRACT = 0.9


@pytest.fixture(scope="module")
def source() -> Iterator[versions.TemplateVersion]:
    with versions.exported(ROOT) as exported:
        yield exported


@pytest.mark.parametrize(("project", "stack"), cells())
def test_the_text_of_each_mutant_is_unique_in_its_file(
    project: str, stack: str, source: versions.TemplateVersion
) -> None:
    rendered = files(source, {"project": project, "stack": stack})
    counts = {
        mutant.name: rendered[mutant.file][1].decode().count(mutant.find) if mutant.file in rendered else None
        for mutant in mutants_of(project, stack)
    }
    assert {name: count for name, count in counts.items() if count != 1} == {}
    assert {mutant.own for mutant in mutants_of(project, stack)} - {""} <= rendered.keys()


def test_each_mutant_names_a_contract_test_or_explains_why_there_is_none() -> None:
    for mutant in EVERY:
        assert bool(mutant.contract) != bool(mutant.unseen and mutant.own), mutant.name
        assert mutant.find != mutant.replace
        if mutant.contract:
            file, _, test = mutant.contract.partition("::")
            assert re.search(
                rf"^def {test}\(", (CONTRACTS / file).read_text(encoding="utf-8"), re.MULTILINE
            ), f"{mutant.name}: {mutant.contract} is not there"


def test_the_contract_detects_nine_of_ten_mutants() -> None:
    assert sum(bool(mutant.contract) for mutant in EVERY) >= BY_CONTRACT * len(EVERY)


@pytest.mark.parametrize("project", PROJECTS)
def test_there_are_enough_mutants_with_unique_names(project: str) -> None:
    found = [mutant for cell in cells() if cell[0] == project for mutant in mutants_of(*cell)]
    assert len({(mutant.stack, mutant.name) for mutant in found}) == len(found) >= 50
    stacks = {stack for of, stack in cells() if of == project}
    assert all(sum(mutant.stack == stack for mutant in found) >= 20 for stack in stacks)


@pytest.mark.parametrize("project", PROJECTS)
def test_each_mutant_runs_in_exactly_one_stack(project: str) -> None:
    name = project.replace("-", "_")
    tables = [each.name for each in pkgutil.iter_modules(mutants.__path__) if each.name.endswith(name)]
    modules = [importlib.import_module(f"{mutants.__name__}.{table}") for table in tables]
    listed = [mutant.name for module in modules for mutant in module.MUTANTS]
    run = [mutant.name for cell in cells() if cell[0] == project for mutant in mutants_of(*cell)]
    assert sorted(run) == sorted(listed)
