"""Run a suite against its reference server: `python -m tests.references task_manager [pytest arguments]`."""

import sys
import time

from scaffolder.contracts.plugin import suites_of
from scaffolder.verification.suite import Behaviour, run_suite
from tests.references import reference

JOBS = 2


def main(project: str, *arguments: str) -> int:
    began = time.monotonic()
    suites = [str(suite) for suite in suites_of(project)]
    behaviours = list(run_suite(reference(project), [*suites, *arguments], show, jobs=JOBS))
    failed = sum(behaviour.outcome == "failed" for behaviour in behaviours)
    print(f"\n{len(behaviours)} behaviours, {failed} do not hold, {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


def show(behaviour: Behaviour) -> None:
    print({"passed": ".", "failed": "F", "skipped": "s"}[behaviour.outcome], end="", flush=True)
    if behaviour.outcome == "failed":
        print(f"\n{behaviour.sentence}\n{behaviour.detail}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
