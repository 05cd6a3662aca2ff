"""Which files of a cell are shared, and with whom: `python -m tests.layers [PROJECT STACK]`.

Without a cell it prints a table of files and lines, as templates are written, for every cell with its default answers.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from scaffolder import catalog
from tests.support import ROOT

LAYERS = ROOT / "templates" / "layers"
SWITCH = re.compile(r"\[\[only\.(\w+)\.(\w+)\]\]")

DEFAULTS = {("database", "sqlite"), ("ci", "github"), ("deploy", "docker")}

# What a layer depends on, from what every cell has to what one cell alone has.
SHARED = ("every cell", "its answers", "its language", "its project")
OWN = ("its stack", "its stack and wire", "this cell alone")


def main(*cell: str) -> None:
    if cell:
        project, stack = cell
        for group in (*SHARED, *OWN):
            print(f"{group}:")
            print("".join(f"  {path}\n" for path in sorted(files_of(project, stack)[group])), end="")
    else:
        print(table(), end="")


def table() -> str:
    """Markdown: a row for each cell, files and lines in each kind of layer."""
    heads = ["cell", *SHARED, *OWN, "shared lines"]
    rows = [heads, ["---"] * len(heads), *(row(*cell) for cell in catalog.load().cells())]
    return "".join(f"| {' | '.join(each)} |\n" for each in rows)


def row(project: str, stack: str) -> list[str]:
    groups = files_of(project, stack)
    lines = {group: sum(map(lines_of, paths)) for group, paths in groups.items()}
    shared = sum(lines[group] for group in SHARED) / sum(lines.values())
    sizes = [f"{len(groups[group])} / {lines[group]}" for group in (*SHARED, *OWN)]
    return [f"{project} {stack}", *sizes, f"{shared:.0%}"]


def files_of(project: str, stack: str) -> dict[str, list[Path]]:
    """The templates that make the cell, relative to templates/layers, by what they depend on."""
    chosen = switches(project, stack)
    groups: dict[str, list[Path]] = {group: [] for group in (*SHARED, *OWN)}
    for path in templates():
        needed = SWITCH.findall(str(path))
        if chosen.issuperset(needed):
            groups[group_of({kind for kind, _ in needed})].append(path)
    return groups


def templates() -> Iterator[Path]:
    for path in LAYERS.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(LAYERS)


def switches(project: str, stack: str) -> set[tuple[str, str]]:
    known = catalog.load()
    chosen = {("project", project), ("stack", stack), *DEFAULTS}
    chosen |= {("language", known.facts(stack)["language"]), ("wire", known.about(project)["wire"])}
    return {(kind, name.replace("-", "_")) for kind, name in chosen}


def group_of(kinds: set[str]) -> str:
    if "stack" in kinds:
        return OWN[2] if "project" in kinds else OWN[1] if "wire" in kinds else OWN[0]
    if "project" in kinds or "wire" in kinds:
        return "its project"
    return "its language" if "language" in kinds else "its answers" if kinds else "every cell"


def lines_of(path: Path) -> int:
    return (LAYERS / path).read_bytes().count(b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
