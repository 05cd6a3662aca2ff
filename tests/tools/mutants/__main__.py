"""Run mutants and print which tests detect them: `python -m tests.tools.mutants [project] [stack] [-k words] [--cells FOLDER]`."""

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.tools.mutants.cells import Verdict, generated, judge
from tests.tools.mutants.table import cells, mutants_of

AT_ONCE = 2


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.mutants", description=__doc__)
    parser.add_argument("project", nargs="?", help="only this project")
    parser.add_argument("stack", nargs="?", help="only this stack")
    parser.add_argument("-k", dest="words", default="", help="only mutants whose name contains this")
    parser.add_argument(
        "--cells", type=Path, help="generate the projects here, or reuse those from an earlier run"
    )
    given = parser.parse_args()
    wanted = [
        (project, stack)
        for project, stack in cells()
        if given.project in (None, project) and given.stack in (None, stack)
    ]
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda cell: verdicts(*cell, words=given.words, keep=given.cells), wanted))
    everything = [verdict for cell in found for verdict in cell]
    print(f"\n{summary(everything)}, in {time.monotonic() - began:.0f} s.")
    return 0 if all(verdict.holds for verdict in everything) else 1


def verdicts(project: str, stack: str, *, words: str = "", keep: Path | None = None) -> list[Verdict]:
    """Run the mutants of one cell, and print each verdict."""
    mutants = [mutant for mutant in mutants_of(project, stack) if words in mutant.name]
    found = list[Verdict]()
    if mutants:
        with generated(project, stack, keep) as folder:
            for verdict in judge(folder, mutants):
                print(line(project, verdict), flush=True)
                found.append(verdict)
    return found


def summary(found: list[Verdict]) -> str:
    by_contract = sum(verdict.contract is True for verdict in found)
    by_own = sum(verdict.own is True for verdict in found)
    missed = sum(not verdict.holds for verdict in found)
    return f"{len(found)} mutants: {by_contract} detected by the contract, {by_own} by own tests, {missed} missed"


def line(project: str, verdict: Verdict) -> str:
    mutant = verdict.mutant
    who = [
        f"{name} {'detects it' if detected else 'MISSES IT'}"
        for name, detected in (("the contract", verdict.contract), ("the project's tests", verdict.own))
        if detected is not None
    ]
    result = verdict.problem or ", ".join(who)
    return f"{project:<13}{mutant.stack:<9}{mutant.name:<64}{result} ({verdict.seconds:.0f} s)"


if __name__ == "__main__":
    sys.exit(main())
