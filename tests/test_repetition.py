"""What two stacks would write alike is in a layer that they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.tools.layers import LAYERS, SWITCH, templates

# As many lines in a row may be the same in two stacks; blank ones and those that import do not count.
MOST = 20

# Files with more, by their path in a project, and why they are not shared.
REPEATED = {
    "app/sample.py": "FastAPI awaits the database; apart from that, these are demo data.",
    "tests/test_json.py": "Each adds a route as its framework does, and sends it the same bodies.",
}

Place = tuple[str, Path]


def test_no_file_is_written_in_two_stacks() -> None:
    repeated = {str(project_path(path)) for places in runs().values() for _, path in places}
    assert repeated - REPEATED.keys() == set()


def test_every_exception_is_needed() -> None:
    repeated = {str(project_path(path)) for places in runs().values() for _, path in places}
    assert REPEATED.keys() - repeated == set()


def runs() -> dict[tuple[str, ...], set[Place]]:
    """Runs of too many lines, and the places in different stacks that have them."""
    found: dict[tuple[str, ...], set[Place]] = defaultdict(set)
    for path in templates():
        for kind, stack in SWITCH.findall(str(path)):
            if kind == "stack":
                for run in runs_of(LAYERS / path):
                    found[run].add((stack, path))
    return {run: places for run, places in found.items() if len({stack for stack, _ in places}) > 1}


def runs_of(path: Path) -> Iterator[tuple[str, ...]]:
    try:
        lines = [line.strip() for line in path.read_text().splitlines()]
    except UnicodeDecodeError:
        return
    counted = [line for line in lines if line and not line.startswith(("import ", "from "))]
    for start in range(len(counted) - MOST):
        yield tuple(counted[start : start + MOST + 1])


def project_path(template: Path) -> Path:
    return Path(*(part for part in template.parts if not SWITCH.fullmatch(part)))
