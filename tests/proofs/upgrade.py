"""From every release to what lies here, in every cell, with the edits that a developer makes."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from scaffolder.template import catalog
from tests.cells.checks import skip_without_tools
from tests.lifecycle.upgrades import MADE_UP, OWN_FILE, made, releases, survived
from tests.support import Run, run_in, tree

# How many files may conflict, of all cells and releases together. Lower it when you can.
CONFLICT_BUDGET = 0


@pytest.fixture
def run(tmp_path: Path, here: Path) -> Run:
    return run_in(tmp_path, {"SCAFFOLDER_TEMPLATE": str(here)})


def test_edits_survive_in_every_cell_within_the_budget(run: Run, here: Path, tmp_path: Path) -> None:
    projects = [
        found
        for version in releases(here)
        for cell in catalog.load().cells()
        if (found := made(run, version, cell, tmp_path / version / "-".join(cell)))
    ]
    result = run("update", "--no-check", "--to", "HEAD", *projects)
    conflicts = re.findall(r"It conflicts in (.*)\.$", result.stdout, flags=re.MULTILINE)
    count = sum(len(found.split(", ")) for found in conflicts)
    print(f"{count} conflicts in {len(projects)} projects:\n{result.stdout}")
    assert count <= CONFLICT_BUDGET
    assert result.returncode == 0, result.stdout
    assert all(survived(project) for project in projects)
    ends: dict[str, list[object]] = defaultdict(list)
    for project in projects:
        (status,) = json.loads(run("status", "--json", project).stdout)
        changed = {path for path, state in status["files"].items() if state not in ("pristine", "missing")}
        assert changed == {"README.md", "Makefile", ".gitignore", OWN_FILE}
        ends[project.name].append(tree(project))
    # Wherever it came from, so the contract of one, in tests/cells/test_on_sqlite.py, is that of all.
    assert all(end == each[0] for each in ends.values() for end in each)


@pytest.mark.parametrize("stack", [choice.name for choice in catalog.load().choices("stack")])
def test_it_runs_the_checks_before_and_after(stack: str, run: Run, here: Path, tmp_path: Path) -> None:
    skip_without_tools(stack)
    project = made(run, MADE_UP, ("task-manager", stack), tmp_path / "made")
    assert project
    result = run("update", "--to", "HEAD", project, timeout=900)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "as it did before" not in result.stderr
    assert survived(project)
