"""All mutants by project and stack."""

import importlib
import importlib.util
from dataclasses import replace
from functools import cache

from scaffolder.template import catalog
from tests.tools.mutants import PROJECTS, Mutant


def mutants_of(project: str, stack: str) -> list[Mutant]:
    """Return those of the stack, and its share of those of its language, whose stacks take turns."""
    language = language_of(stack)
    own = [mutant for mutant in _listed(project) if mutant.stack == stack]
    stacks = sorted(name for name, spoken in _languages().items() if spoken == language)
    shared = _listed(f"{language}_{project}")[stacks.index(stack) :: len(stacks)]
    return own + [replace(mutant, stack=stack) for mutant in shared]


def cells() -> list[tuple[str, str]]:
    return [cell for cell in catalog.load().cells() if cell[0] in PROJECTS and mutants_of(*cell)]


def language_of(stack: str) -> str:
    return _languages()[stack]


@cache
def _languages() -> dict[str, str]:
    loaded = catalog.load()
    return {stack: loaded.facts(stack)["language"] for _, stack in loaded.cells()}


def _listed(name: str) -> list[Mutant]:
    """Return those in a module, or none if it does not exist."""
    module = f"tests.tools.mutants.{name.replace('-', '_')}"
    if importlib.util.find_spec(module) is None:
        return []
    found: list[Mutant] = importlib.import_module(module).MUTANTS
    return found
