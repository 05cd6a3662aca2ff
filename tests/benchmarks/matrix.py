"""How many projects a second one process renders, of every choice of CI provider, target and database for every cell.

    python -m tests.benchmarks.matrix [EVERY]

Takes each EVERY-th combination, all by default: in memory, as the matrix test does, then written to a folder and taken away
again, as far as the disk lets it. Exit code 1 when the first rate is under the limit.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from scaffolder import repository
from tests.matrix import Answers, combinations
from tests.support import ROOT, files, render

LIMIT = 8.0


def main() -> int:
    every = combinations()[:: int(sys.argv[1]) if len(sys.argv) > 1 else 1]
    with tempfile.TemporaryDirectory() as name, repository.exported(ROOT) as source:
        made = Path(name) / "made"
        files(source, every[0])  # what is compiled once
        rate = a_second(every, lambda answers: files(source, answers))
        written = a_second(every, lambda answers: shutil.rmtree(render(source, made, answers)))
    under = "" if rate >= LIMIT else "  under"
    print(
        f"{len(every)} renders, {rate:.1f} a second, limit {LIMIT:.1f}{under}; {written:.1f} written to disk"
    )
    return 0 if rate >= LIMIT else 1


def a_second(every: Sequence[Answers], render_one: Callable[[Answers], object]) -> float:
    began = time.perf_counter()
    for answers in every:
        render_one(answers)
    return len(every) / (time.perf_counter() - began)


if __name__ == "__main__":
    sys.exit(main())
