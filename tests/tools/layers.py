"""Which files of a cell are shared with which others: `python -m tests.tools.layers [PROJECT STACK]`.

Without a cell, it prints a table of all cells: the number of files from each kind of layer, and the percentage of shared
lines.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scaffolder.template import catalog, versions
from tests.support import ROOT, render

LAYERS = ROOT / "templates" / "layers"
SWITCH = re.compile(r"\[\[only\.(\w+)\.(\w+)\]\]")

ANSWERS_FILE = ".copier-answers.yml"
DEFAULTS = {("database", "sqlite"), ("ci", "github"), ("deploy", "docker")}

# The dependencies of layers, from files of every cell to files of a single cell.
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
    """A Markdown table with a row for each cell."""
    heads = ["cell", *SHARED, *OWN, "shared lines"]
    with versions.exported(ROOT) as source:
        cells = [row(source, *cell) for cell in catalog.load().cells()]
    return "".join(f"| {' | '.join(each)} |\n" for each in (heads, ["---"] * len(heads), *cells))


def row(source: versions.TemplateVersion, project: str, stack: str) -> list[str]:
    groups = files_of(project, stack)
    with tempfile.TemporaryDirectory() as folder:
        rendered = render(source, Path(folder, "project"), {"project": project, "stack": stack})
        lines = {group: sum(lines_of(rendered, path) for path in paths) for group, paths in groups.items()}
    shared = sum(lines[group] for group in SHARED) / sum(lines.values())
    return [f"{project} {stack}", *(str(len(paths)) for paths in groups.values()), f"{shared:.0%}"]


def files_of(project: str, stack: str) -> dict[str, list[Path]]:
    """The templates of a cell by their dependencies, relative to templates/layers."""
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
    facts = known.facts(stack)
    chosen |= {
        ("language", facts["language"]),
        ("orm", facts.get("orm", "")),
        ("server", facts.get("server", "")),
        ("wire", known.about(project)["wire"]),
    }
    if not known.about(project).get("websocket"):
        chosen.add(("transport", "http"))
    return {(kind, name.replace("-", "_")) for kind, name in chosen}


def group_of(kinds: set[str]) -> str:
    if "stack" in kinds:
        return OWN[2] if "project" in kinds else OWN[1] if kinds & {"wire", "transport"} else OWN[0]
    if kinds & {"language", "orm", "server"}:
        return "its language"
    if "project" in kinds or "wire" in kinds:
        return "its project"
    return "its answers" if kinds else "every cell"


def lines_of(project: Path, template: Path) -> int:
    """Count the lines of a rendered template, with 0 for binary files."""
    parts = [part for part in template.parts if not SWITCH.fullmatch(part)]
    parts[-1] = ANSWERS_FILE if "answers_file" in parts[-1] else parts[-1].removesuffix(".jinja")
    content = project.joinpath(*parts).read_bytes()
    return 0 if b"\0" in content else content.count(b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
