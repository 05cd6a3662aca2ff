"""All mutants by project and stack."""

import importlib
import importlib.util
from dataclasses import replace
from functools import cache
from typing import Any

from scaffolder.template import catalog
from tests.tools.mutants import PROJECTS, Mutant

# What stacks can have in common, and with it files of their projects.
COMMON = ("language", "orm", "server")


def mutants_of(project: str, stack: str) -> list[Mutant]:
    """Return those of the stack, and its share of those of files that other stacks have too: they take turns."""
    listed = [
        mutant
        for table in (project, f"{language_of(stack)}_{project}", f"{stack}_{project}")
        for mutant in _listed(table)
    ]
    return [
        replace(mutant, stack=stack)
        for name, stacks in _groups(stack).items()
        for mutant in [each for each in listed if each.stack == name][stacks.index(stack) :: len(stacks)]
    ]


def cells() -> list[tuple[str, str]]:
    return [cell for cell in catalog.load().cells() if cell[0] in PROJECTS and mutants_of(*cell)]


def language_of(stack: str) -> str:
    language: str = _facts()[stack]["language"]
    return language


def _groups(stack: str) -> dict[str, list[str]]:
    """The stacks that have something in common with this one, by its name, and the stack alone."""
    shared = [(fact, _facts()[stack][fact]) for fact in COMMON if fact in _facts()[stack]]
    found = {
        name: sorted(each for each in _facts() if _facts()[each].get(fact) == name) for fact, name in shared
    }
    return {stack: [stack], **found}


@cache
def _facts() -> dict[str, dict[str, Any]]:
    loaded = catalog.load()
    return {stack: dict(loaded.facts(stack)) for _, stack in loaded.cells()}


def _listed(name: str) -> list[Mutant]:
    """Return those in a module, or none if it does not exist."""
    module = f"tests.tools.mutants.{name.replace('-', '_')}"
    if importlib.util.find_spec(module) is None:
        return []
    found: list[Mutant] = importlib.import_module(module).MUTANTS
    return found
