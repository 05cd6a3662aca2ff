"""The purpose of the top-level files of a project, and the template layers that they came from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scaffolder.project import inspection, record
from scaffolder.project.inspection import Comparison, State
from scaffolder.template import catalog
from scaffolder.template.catalog import Catalog
from scaffolder.template.sources import TemplateRepository

YOURS = "yours: the template makes no such file"
_SWITCH = re.compile(r"\[\[only\.(\w+)\.(\w+)\]\]")


@dataclass(frozen=True)
class Entry:
    """A top-level file, or a folder whose `path` ends with a slash.

    It came from `layers`, such as "stack fastapi, project blog"; `inside` describes the content of a folder.
    """

    path: str
    purpose: str
    layers: Sequence[str]
    files: int
    states: Sequence[State]
    inside: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def explain(folder: Path, template: TemplateRepository) -> tuple[record.Project, list[Entry]]:
    """The entries of the project in `folder`."""
    project = record.read(folder)
    with inspection.compared(project, template) as comparison:
        groups: dict[str, dict[str, State]] = defaultdict(dict)
        for path, state in comparison.files().items():
            top, slash, _ = path.partition("/")
            groups[top + slash][path] = state
        entries = [_entry(project, comparison, top, files) for top, files in sorted(groups.items())]
    lock = comparison.lock
    if lock and (project.folder / lock).is_file():
        command = record.lock(comparison.known, project.answers)["command"]
        entries.append(Entry(lock, f"the exact versions, which `{command}` writes", (), 1, (), {}))
    return project, entries


def layer(template: str) -> str:
    """The layer of a template file, in words."""
    switches = [
        f"{kind} {name.replace('_', '-')}" for kind, name in _SWITCH.findall(template.rpartition("/")[0])
    ]
    return ", ".join(switches) or "every project"


def purpose(known: Catalog, stack: str, path: str, layers: Sequence[str]) -> str:
    """The purpose of a top-level file; empty if it is not documented."""
    facts = known.facts(stack)
    purposes = {**facts.get("layout", {}), **facts.get("files", {}), **_files(known)}
    said: str = purposes.get(path, "")
    if said or len(layers) != 1:
        return said
    kind, _, name = layers[0].partition(" ")
    found = [choice.help for choice in _choices(known, kind) if choice.name == name]
    return f"for {found[0]}" if found else ""


def _choices(known: Catalog, key: str) -> Sequence[catalog.Choice]:
    return next((question.choices for question in known.questions if question.key == key), ())


def _files(known: Catalog) -> Mapping[str, str]:
    """The template's descriptions; for an older template, those of this version."""
    for root in (known.root, catalog.template_root()):
        if (file := root / "templates" / "files.yml").is_file():
            return catalog.read_mapping(file)
    return {}


def _entry(project: record.Project, comparison: Comparison, path: str, files: Mapping[str, State]) -> Entry:
    known, stack = comparison.known, str(project.answers["stack"])
    layers = sorted({layer(comparison.templates[file]) for file in files if file in comparison.templates})
    layout = known.facts(stack).get("layout", {})
    return Entry(
        path=path,
        purpose=purpose(known, stack, path, layers) if layers else YOURS,
        layers=layers,
        files=len(files),
        states=sorted(set(files.values())),
        inside={name: what for name, what in layout.items() if name.startswith(path) and name != path}
        if path.endswith("/")
        else {},
    )
