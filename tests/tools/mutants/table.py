"""All mutants by project and stack."""

import importlib

from scaffolder.template import catalog
from tests.tools.mutants import PROJECTS, Mutant


def mutants_of(project: str, stack: str) -> list[Mutant]:
    module = importlib.import_module(f"tests.tools.mutants.{project.replace('-', '_')}")
    found: list[Mutant] = module.MUTANTS
    return [mutant for mutant in found if mutant.stack == stack]


def cells() -> list[tuple[str, str]]:
    return [cell for cell in catalog.load().cells() if cell[0] in PROJECTS and mutants_of(*cell)]
