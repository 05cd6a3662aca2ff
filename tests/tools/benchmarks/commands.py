"""The speed of commands, as ratios to a baseline.

    python -m tests.tools.benchmarks.commands [ROUNDS]

Each round runs a command and its baseline one after the other, so that a busy machine slows down both. Prints the median
ratio of all rounds and its limit. Exit code 1 if a ratio is over its limit.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support import ROOT

ANSWERS = {
    "project": "task-manager",
    "stack": "fastapi",
    "name": "my-tasks",
    "description": "Keeps track.",
    "author": "Alice",
    "database": "postgresql",
    "ci": "github",
    "deploy": ["docker"],
}


@dataclass(frozen=True)
class Run:
    seconds: float
    peak_kib: int


@dataclass(frozen=True)
class Row:
    what: str
    against: str
    ratio: float
    limit: float
    figures: str

    @property
    def holds(self) -> bool:
        return self.ratio <= self.limit


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    bare = [sys.executable, "-c", "pass"]
    scaffolder = [sys.executable, "-m", "scaffolder"]
    rows = [
        _time("scaffolder --version", [*scaffolder, "--version"], "python -c pass", bare, 2, rounds),
        _time("scaffolder --help", [*scaffolder, "--help"], "python -c pass", bare, 2, rounds),
        _time("scaffolder list", [*scaffolder, "list"], "python -c pass", bare, 12, rounds),
        *_generation(rounds),
    ]
    return show(rows)


def show(rows: Sequence[Row]) -> int:
    """Print the rows. Return 1 if one is over its limit."""
    print(f"{'command':<34}{'baseline':<18}{'ratio':>6}{'limit':>7}  medians")
    for row in rows:
        mark = "" if row.holds else "  over"
        print(f"{row.what:<34}{row.against:<18}{row.ratio:>6.2f}{row.limit:>7.2f}  {row.figures}{mark}")
    return 0 if all(row.holds for row in rows) else 1


def _time(
    what: str, ours: Sequence[str], against: str, baseline: Sequence[str], limit: float, rounds: int
) -> Row:
    pairs = [(measure(ours), measure(baseline)) for _ in range(rounds)]
    return _seconds_row(what, against, pairs, limit)


def _generation(rounds: int) -> list[Row]:
    """Compare `new` and `copier copy`, with the same clone and answers."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        clone = folder / "clone"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, clone], check=True)
        answers = folder / "answers.yml"
        answers.write_text("".join(f"{key}: {value!r}\n" for key, value in ANSWERS.items()))
        ours = [sys.executable, "-m", "scaffolder", "new", "--answers", str(answers), "--defaults"]
        stock = [sys.executable, "-m", "copier", "copy", "--defaults", "--vcs-ref", "HEAD", "--quiet"]
        pairs = []
        for _ in range(rounds):
            pair = []
            for command in (
                [*ours, "--no-git", "--no-lock", "task-manager", str(folder / "out")],
                [*stock, "--data-file", str(answers), str(clone), str(folder / "out")],
            ):
                pair.append(measure(command, cwd=clone))
                shutil.rmtree(folder / "out")
            pairs.append((pair[0], pair[1]))
    memory = statistics.median(mine.peak_kib / other.peak_kib for mine, other in pairs)
    mine, other = (
        statistics.median(run.peak_kib for run in runs) / 1024 for runs in zip(*pairs, strict=True)
    )
    return [
        _seconds_row("new --no-git --no-lock, time", "copier copy", pairs, 0.75),
        Row("new --no-git --no-lock, memory", "copier copy", memory, 1.2, f"{mine:.0f} and {other:.0f} MiB"),
    ]


def _seconds_row(what: str, against: str, pairs: Sequence[tuple[Run, Run]], limit: float) -> Row:
    ratio = statistics.median(ours.seconds / baseline.seconds for ours, baseline in pairs)
    mine, other = (statistics.median(run.seconds for run in runs) * 1000 for runs in zip(*pairs, strict=True))
    return Row(what, against, ratio, limit, f"{mine:.0f} and {other:.0f} ms")


def measure(command: Sequence[str], cwd: Path | None = None) -> Run:
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status != 0:
        errors = process.stderr.read().decode() if process.stderr else ""
        raise RuntimeError(f"{' '.join(command)} failed: {errors}")
    return Run(seconds=seconds, peak_kib=usage.ru_maxrss)


if __name__ == "__main__":
    sys.exit(main())
