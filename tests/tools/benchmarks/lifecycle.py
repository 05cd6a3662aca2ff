"""The speed of status and update, as ratios to plain Copier.

python -m tests.tools.benchmarks.lifecycle [ROUNDS]
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.support import clone_of_this_repository, commit, git
from tests.tools.benchmarks.commands import ANSWERS, Row, Run, measure, show

SCAFFOLDER = [sys.executable, "-m", "scaffolder"]
COPIER = [sys.executable, "-m", "copier"]
MANY = 10


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        os.environ["SCAFFOLDER_TEMPLATE"] = str(_released(folder / "template"))
        _create_projects(folder)
        old, new = folder / "old", folder / "new"
        copy = [*COPIER, "copy", "--defaults", "--quiet", "--data-file", str(folder / "answers.yml")]
        copy += [str(folder / "template"), str(folder / "out")]
        update = [*SCAFFOLDER, "update", "--no-check"]
        stock = [*COPIER, "update", "--defaults", "--quiet"]
        one = [str(folder / "copies" / "0")]
        all_ = [str(folder / "copies" / str(number)) for number in range(MANY)]

        def fresh() -> None:
            for number in range(MANY):
                shutil.rmtree(folder / "copies" / str(number), ignore_errors=True)
                shutil.copytree(old, folder / "copies" / str(number))
            shutil.rmtree(folder / "out", ignore_errors=True)

        rows = [
            _row("status", [*SCAFFOLDER, "status", str(old)], "copier copy", copy, 0.6, fresh, rounds),
            _row("update --no-check", [*update, *one], "copier update", [*stock, *one], 0.3, fresh, rounds),
            _row("update, nothing new", [*update, str(new)], "copier copy", copy, 0.6, fresh, rounds),
            _row(f"update of {MANY} projects", [*update, *all_], "of one", [*update, *one], 6, fresh, rounds),
        ]
    return show(rows)


def _row(
    what: str,
    ours: Sequence[str],
    against: str,
    baseline: Sequence[str],
    limit: float,
    fresh: Callable[[], None],
    rounds: int,
) -> Row:
    pairs: list[list[Run]] = []
    for _ in range(rounds):
        pairs.append([])
        for command in (ours, baseline):
            fresh()
            pairs[-1].append(measure(command))
    ratio = statistics.median(mine.seconds / other.seconds for mine, other in pairs)
    mine, other = (statistics.median(pair[side].seconds for pair in pairs) * 1000 for side in (0, 1))
    return Row(what, against, ratio, limit, f"{mine:.0f} and {other:.0f} ms")


def _released(template: Path) -> Path:
    """Clone this repository, and add two releases that differ in a few files."""
    clone_of_this_repository(template)
    git(template, "tag", "v0.0.1")
    for name in (".editorconfig", ".gitignore.jinja", "LICENSE.jinja"):
        with (template / "templates" / "layers" / name).open("a") as file:
            file.write("# newer\n")
    commit(template)
    git(template, "tag", "v0.0.2")
    return template


def _create_projects(folder: Path) -> None:
    """Create a project of the older version and one of the newer."""
    (folder / "answers.yml").write_text("".join(f"{key}: {value!r}\n" for key, value in ANSWERS.items()))
    for name, version in (("old", "v0.0.1"), ("new", "v0.0.2")):
        words = ["new", "task-manager", str(folder / name), "--answers", str(folder / "answers.yml")]
        measure([*SCAFFOLDER, *words, "--to", version, "--defaults", "--no-lock"])


if __name__ == "__main__":
    sys.exit(main())
