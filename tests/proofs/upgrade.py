"""Updates of projects from earlier releases, with edits by their developer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scaffolder.template import catalog
from tests.lifecycle.upgrades import (
    MADE_UP,
    OWN_FILE,
    create_edited,
    here,  # noqa: F401 - a fixture
    releases,
    survived,
)
from tests.proofs import cells
from tests.proofs.subject import Subject
from tests.support import Run, run_in, tree


def firsts() -> set[tuple[str, str]]:
    return set({stack: (project, stack) for project, stack in reversed(catalog.load().cells())}.values())


@pytest.fixture
def run(tmp_path: Path, here: Path) -> Run:  # noqa: F811
    return run_in(tmp_path, {"SCAFFOLDER_TEMPLATE": str(here)})


def test_edits_survive_from_every_release(
    subject: Subject,
    run: Run,
    here: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    projects = [
        found
        for version in releases(here)
        if (found := create_edited(run, version, subject, tmp_path / version / "my-project"))
    ]
    result = run("update", "--no-check", "--to", "HEAD", *projects)
    assert result.returncode == 0, result.stdout + result.stderr
    assert all(survived(project) for project in projects)
    for project in projects:
        (status,) = json.loads(run("status", "--json", project).stdout)
        changed = {path for path, state in status["files"].items() if state not in ("pristine", "missing")}
        assert changed == {"README.md", "Makefile", ".gitignore", OWN_FILE}
    # From every release, so that a check of one covers all.
    ends = [tree(project) for project in projects]
    assert all(end == ends[0] for end in ends)


def test_an_update_passes_the_checks(subject: Subject, run: Run, tmp_path: Path) -> None:
    """In one project of each stack, since check.py runs `make check` in every cell."""
    if (subject.project, subject.stack) not in firsts():
        return
    cells.skip_without_tools(subject.stack)
    project = create_edited(run, MADE_UP, subject, tmp_path / "made")
    assert project
    result = run("update", "--to", "HEAD", project, timeout=1800)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "as it did before" not in result.stderr
    assert survived(project)
