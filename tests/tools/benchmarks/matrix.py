"""How many projects one process renders per second, of all combinations of cell, CI provider, target and database.

    python -m tests.tools.benchmarks.matrix [EVERY]

Renders every EVERY-th combination, by default all: in memory, as the matrix test does, and then to disk. Exit code 1 if
the rate in memory is under the limit.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from scaffolder.template import versions
from tests.matrix import Answers, combinations
from tests.support import ROOT, files, render

LIMIT = 8.0


def main() -> int:
    every = combinations()[:: int(sys.argv[1]) if len(sys.argv) > 1 else 1]
    with tempfile.TemporaryDirectory() as name, versions.exported(ROOT) as source:
        files(source, every[0])  # Compile the templates first.
        rate = len(every) / seconds(lambda: [files(source, each) for each in every])
        written = len(every) / sum(seconds_to_write(source, Path(name) / "project", each) for each in every)
    under = "" if rate >= LIMIT else "  under"
    print(
        f"{len(every)} renders, {rate:.1f} a second, limit {LIMIT:.1f}{under}; {written:.1f} written to disk"
    )
    return 0 if rate >= LIMIT else 1


def seconds_to_write(source: versions.TemplateVersion, folder: Path, answers: Answers) -> float:
    try:
        return seconds(lambda: render(source, folder, answers))
    finally:
        shutil.rmtree(folder)


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
