"""How many projects a second one process renders, of every choice of CI provider, target and database for every cell.

    python -m tests.benchmarks.matrix [EVERY]

Takes each EVERY-th combination, all by default. Exit code 1 when the rate is under the limit.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from scaffolder import repository
from tests.matrix import combinations
from tests.support import ROOT, render

LIMIT = 8.0


def main() -> int:
    every = combinations()[:: int(sys.argv[1]) if len(sys.argv) > 1 else 1]
    with tempfile.TemporaryDirectory() as name, repository.exported(ROOT) as source:
        render(source, Path(name) / "first", every[0])  # what is compiled once
        began = time.perf_counter()
        for answers in every:
            shutil.rmtree(render(source, Path(name) / "made", answers))
        rate = len(every) / (time.perf_counter() - began)
    print(f"{len(every)} renders, {rate:.1f} a second, limit {LIMIT:.1f}{'' if rate >= LIMIT else '  under'}")
    return 0 if rate >= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
