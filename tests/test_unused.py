"""Generated projects contain no unused code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from vulture import Vulture

from scaffolder.template import catalog, versions
from tests.support import ROOT, render

# Django finds most of its code by name, so there this test would find little else.
CELLS = [cell for cell in catalog.load().cells() if catalog.load().facts(cell[1]).get("orm") == "sqlalchemy"]
# Called by FastAPI, Flask, logging, Pydantic, SQLAlchemy, Starlette and uvicorn.
DECORATORS = ["@blueprint.*", "@public.*", "@router.*", "@field_validator", "@model_validator", "@validates"]
NAMES = [
    "_unsupported_upgrade_warning",
    "cache_ok",
    "create_app",
    "format",
    "impl",
    "load_dialect_impl",
    "model_config",
    "preflight_response",
    "process_bind_param",
    "process_result_value",
    "type_annotation_map",
]


@pytest.fixture(scope="module")
def source() -> Iterator[versions.TemplateVersion]:
    with versions.exported(ROOT) as exported:
        yield exported


@pytest.mark.parametrize(("project", "stack"), CELLS)
def test_a_python_project_uses_all_of_its_code(
    project: str, stack: str, source: versions.TemplateVersion, tmp_path: Path
) -> None:
    folder = render(source, tmp_path / "project", {"project": project, "stack": stack})
    assert unused(folder) == []


def unused(folder: Path) -> list[str]:
    """Imports, functions, classes and constants that the application does not use, not counting its tests.

    Other variables are fields of schemas and models.
    """
    found = Vulture(ignore_names=NAMES, ignore_decorators=DECORATORS)
    found.scavenge([folder / "app", *folder.glob("migrations/env.py")])
    return [
        f"{item.filename.relative_to(folder)}: {item.name}"
        for item in found.get_unused_code()
        if item.typ not in ("attribute", "variable") or (item.typ == "variable" and item.name[0].isupper())
    ]


@pytest.mark.parametrize(
    "code", ["import os\n", "def unused() -> None: ...\n", "UNUSED = 1\n", "class Unused: ...\n"]
)
def test_unused_code_is_found(code: str, tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "main.py").write_text(code)
    assert len(unused(tmp_path)) == 1
