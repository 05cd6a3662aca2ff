"""Every JSON report follows the schema that programs rely on."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from scaffolder.cli import app
from tests.lifecycle.releases import lines
from tests.support import ROOT, Run, commit, document

REPORTING = {
    str(command.name or command.callback.__name__)
    for command in app.registered_commands
    if command.callback and "as_json" in inspect.signature(command.callback).parameters
}


def test_every_command_that_reports_has_a_schema() -> None:
    assert {file.stem for file in (ROOT / "tests" / "schemas").iterdir()} == REPORTING


def test_list_show_and_doctor(run: Run) -> None:
    assert document("list", run("list", "--json").stdout)["cells"]
    assert document("show", run("show", "chat", "--json").stdout)["endpoints"]
    assert document("doctor", run("doctor", "--json").stdout)["tools"]


@pytest.mark.parametrize("flag", [[], ["--dry-run"]])
def test_new(flag: list[str], run: Run, tmp_path: Path) -> None:
    words = ("new", "notes", "other", "--stack", "plain", "--defaults", "--no-git", "--json")
    result = run(*words, *flag)
    report = document("new", result.stdout)
    assert report["written"] == (tmp_path / "other").exists() == (not flag)
    assert {"path": "requirements.txt", "bytes": 6, "template": "requirements.txt"} in report["files"]


def test_status_and_diff(run: Run, mine: Path) -> None:
    (mine / "app.txt").write_text(lines(line9="mine"))
    (status,) = document("status", run("status", mine, "--json").stdout)
    assert status["files"]["app.txt"] == "customised"
    assert document("diff", run("diff", mine, "--json").stdout)["files"] == {"app.txt": "customised"}
    explained = document("explain", run("explain", mine, "--json").stdout)
    assert "app.txt" in {entry["path"] for entry in explained["entries"]}
    assert document("restore", run("restore", mine / "app.txt", "--force", "--json").stdout)


def test_a_dry_run_an_update_and_its_undo(run: Run, mine: Path) -> None:
    update = ("update", "--no-check", "--json", mine)
    (planned,) = document("update", run(*update, "--dry-run").stdout)
    assert (planned["planned"], planned["landed"]) == (True, False)
    assert {"kind": "M", "path": "app.txt", "old": ""} in planned["plan"]
    (landed,) = document("update", run(*update).stdout)
    assert (landed["landed"], landed["fine"]) == (True, True)
    assert document("undo", run("undo", mine, "--json").stdout)["undone"] is True


def test_an_update_with_conflicts_names_them(run: Run, mine: Path) -> None:
    (mine / "app.txt").write_text(lines(line5="mine"))
    commit(mine)
    result = run("update", "--no-check", "--json", mine)
    (left,) = document("update", result.stdout)
    assert (result.returncode, left["fine"], left["conflicts"]) == (1, False, ["app.txt"])


def test_quiet_prints_nothing_about_a_successful_update(run: Run, mine: Path) -> None:
    result = run("update", "--no-check", "--quiet", mine)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
