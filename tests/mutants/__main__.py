"""Print who caught what: `python -m tests.mutants [project]` runs the whole suite against every mutant."""

import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from scaffolder.errors import ScaffolderError
from tests.mutants import Mutant
from tests.mutants.running import caught, mutants_of

PROJECTS = [file.stem for file in sorted(Path(__file__).parent.glob("[a-z]*.py")) if file.stem != "running"]
AT_ONCE = 2


def main(*projects: str) -> int:
    survivors = sum(survivors_of(project) for project in projects or PROJECTS)
    print(f"\n{survivors} survived." if survivors else "\nEvery mutant was caught.")
    return 1 if survivors else 0


def survivors_of(project: str) -> int:
    """Print a line for each mutant and return how many nobody noticed."""
    mutants, survivors = mutants_of(project), 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for mutant, tests in zip(mutants, pool.map(partial(noticed, project), mutants), strict=True):
            named = mutant.caught_by.partition("::")[2]
            ordered = sorted(tests, key=named.__ne__)
            more = f" and {len(tests) - 3} more" if len(tests) > 3 else ""
            print(f"{project:<14}{mutant.name:<62}{', '.join(ordered[:3]) or 'NOBODY'}{more}", flush=True)
            survivors += not tests
    return survivors


def noticed(project: str, mutant: Mutant) -> list[str]:
    try:
        return sorted({behaviour.test for behaviour in caught(project, mutant)})
    except ScaffolderError as error:
        return [str(error)]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
