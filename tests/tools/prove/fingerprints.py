"""The fingerprint of a proof: a digest of everything that its outcome depends on.

That is: the rendered files that its kind reads, the facts that it uses, the sources of its suite with their imports from
this repository, and other files that its kind names. Code that renders or updates a project is not included, since it
affects the rendered files.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from scaffolder.template import catalog, versions
from tests.proofs.subject import Subject
from tests.support import ROOT, files
from tests.tools.prove.kinds import KINDS, TOOL, Kind

Rendered = dict[str, tuple[int, bytes]]

OWN = ("scaffolder", "tests")
# These modules affect a cell only through its rendered files.
RENDERING = (
    "scaffolder.cli",
    "scaffolder.git",
    "scaffolder.project",
    "scaffolder.template",
    "scaffolder.update",
)
FUZZER = "scaffolder.verification.fuzzing"
ANSWERS = {"ci": "github", "deploy": ["docker"]}


@cache
def fingerprints_here() -> Mapping[tuple[str, Subject], str]:
    """The fingerprints of this repository, computed once: a program that runs proofs does not notice later changes."""
    return fingerprints()


def fingerprints(root: Path = ROOT, stacks: Collection[str] | None = None) -> dict[tuple[str, Subject], str]:
    """The fingerprints of all required proofs, by kind and subject: those of the tool, and of all stacks or some."""
    rendered: dict[Subject, Rendered] = {TOOL: {}}
    found = {}
    with versions.exported(root) as source:
        known = catalog.load(source.folder)
        facts = {stack: known.facts(stack) for _, stack in known.cells()}
        for kind in KINDS:
            for subject in kind.subjects():
                if stacks is not None and subject != TOOL and subject.stack not in stacks:
                    continue
                if subject not in rendered:
                    rendered[subject] = files(source, {**subject.answers, **ANSWERS})
                mine = facts.get(subject.stack, {})
                found[kind.name, subject] = fingerprint(kind, subject, rendered[subject], mine, root)
    return found


def fingerprint(
    kind: Kind, subject: Subject, rendered: Rendered, facts: Mapping[str, object], root: Path = ROOT
) -> str:
    digest = hashlib.sha256()
    for path, (mode, content) in sorted(rendered.items()):
        if kind.reads(path):
            add(digest, path, str(mode), content)
    add(digest, "facts", json.dumps({key: facts.get(key) for key in kind.facts}, sort_keys=True))
    for source in sources(kind, subject, root):
        add(digest, source.relative_to(root).as_posix(), source.read_bytes())
    return digest.hexdigest()[:32]


def add(digest: hashlib._Hash, *parts: str | bytes) -> None:
    """Add each part with its length, so that different lists of parts have different digests."""
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)


def sources(kind: Kind, subject: Subject, root: Path = ROOT) -> list[Path]:
    """The files of this repository that the proof uses."""
    begin = [root / suite for suite in kind.suites_for(subject) if suite.endswith(".py")]
    begin += [file for module in kind.runs for file in module_files(module, root)]
    begin.append(root / "tests" / "proofs" / "plugin.py")
    data = {
        path
        for pattern in kind.data_of(subject)
        for path in root.glob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    }
    left_out = () if kind.of_the_tool else RENDERING if kind.fuzzes else (*RENDERING, FUZZER)
    return sorted({*imported(begin, left_out, root), *data})


def imported(begin: Iterable[Path], left_out: tuple[str, ...], root: Path) -> set[Path]:
    """The files and all their imports, without modules that are `left_out`."""
    found: set[Path] = set()
    waiting = list(begin)
    while waiting:
        file = waiting.pop()
        if file in found:
            continue
        found.add(file)
        for module in imports(file, root):
            if not any(module == name or module.startswith(f"{name}.") for name in left_out):
                waiting += module_files(module, root)
    return found


@cache
def imports(file: Path, root: Path) -> frozenset[str]:
    """The modules of this repository that a file imports, also inside of functions."""
    return frozenset(
        name
        for name in named(ast.parse(file.read_bytes()))
        if name.split(".")[0] in OWN and module_files(name, root)
    )


def named(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def module_files(module: str, root: Path) -> list[Path]:
    """The file of a module, or the `__init__.py` and `__main__.py` of a package."""
    place = root.joinpath(*module.split("."))
    candidates = [place.with_suffix(".py"), place / "__init__.py", place / "__main__.py"]
    return [path for path in candidates if path.is_file()]
