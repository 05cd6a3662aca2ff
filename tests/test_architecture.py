"""Imports run one way: cli -> portfolio, project, update, verification -> template, contracts, git -> errors."""

from __future__ import annotations

import ast
import graphlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import ROOT

PACKAGE = ROOT / "scaffolder"

# What each package may import, besides itself and the modules at the top.
BELOW = {
    "cli": {"portfolio", "project", "update", "verification", "template", "git"},
    "update": {"project", "template", "git"},
    "verification": {"project", "template", "contracts"},
    "portfolio": {"project", "template", "git"},
    "project": {"template", "git"},
    "template": {"git"},
    "contracts": set(),
    "git": set(),
}
# The modules at the top, each of which imports only those before it.
SHARED = ["errors", "processes", "temporary"]

# The contract suite runs in a separate process and does not import scaffolder.template, so it parses YAML itself.
THIRD_PARTY = {
    "copier": {"template"},
    "git": {"git"},
    "httpx": {"contracts", "verification"},
    "jinja2": {"portfolio", "template"},
    "jsonschema_rs": {"contracts"},
    "prompt_toolkit": {"cli"},
    "pytest": {"contracts"},
    "questionary": {"cli"},
    "schemathesis": {"verification"},
    "typer": {"cli"},
    "websockets": {"contracts"},
    "yaml": {"contracts", "template"},
}
# Slow imports, which should wait until a command needs them.
LAZY = {
    "copier",
    "git",
    "jinja2",
    "pytest",
    "httpx",
    "websockets",
    "jsonschema_rs",
    "prompt_toolkit",
    "questionary",
    "schemathesis",
}
QUICK = (
    "__main__.py",
    "cli/__init__.py",
    "cli/new.py",
    "cli/update.py",
    "cli/output.py",
    "cli/completion.py",
)


def imported(file: Path, *, at_once: bool = False) -> Iterator[str]:
    """The modules that a file imports: all, or those that it imports `at_once`."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in tree.body if at_once else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules() -> list[str]:
    return sorted(file.relative_to(PACKAGE).as_posix() for file in PACKAGE.rglob("*.py"))


def package_of(module: str) -> str:
    return module.split("/")[0].removesuffix(".py")


@pytest.mark.parametrize("module", modules())
def test_imports_run_one_way(module: str) -> None:
    package = package_of(module)
    inside = {name.split(".")[1] for name in imported(PACKAGE / module) if name.startswith("scaffolder.")}
    inside -= {package, "__version__"}
    if package in SHARED:
        assert inside <= set(SHARED[: SHARED.index(package)])
    elif package in BELOW:
        assert inside <= BELOW[package] | set(SHARED)
    else:
        assert (module, inside) in [("__init__.py", set()), ("__main__.py", {"cli"})]


def test_there_are_no_import_cycles() -> None:
    graphlib.TopologicalSorter(BELOW).prepare()


@pytest.mark.parametrize("module", modules())
def test_a_third_party_package_is_imported_in_one_place(module: str) -> None:
    roots = {name.split(".")[0] for name in imported(PACKAGE / module)}
    for name in roots - sys.stdlib_module_names - {"scaffolder", "__future__"}:
        assert package_of(module) in THIRD_PARTY[name]


@pytest.mark.parametrize("module", QUICK)
def test_slow_imports_wait_for_a_command_that_needs_them(module: str) -> None:
    assert not {name.split(".")[0] for name in imported(PACKAGE / module, at_once=True)} & LAZY


def test_every_package_has_import_rules() -> None:
    assert {folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").is_file()} == set(BELOW)
