"""`scaffolder status`, `diff` and `restore`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.lifecycle.releases import QUESTIONS, lines, release
from tests.support import Run, code_of, commit, everything, git, tree


def status(run: Run, *words: object) -> dict[str, Any]:
    result = run("status", "--json", *words)
    assert result.returncode == 0, result.stderr
    (found,) = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def test_a_new_project_is_pristine_and_outdated(run: Run, mine: Path) -> None:
    found = status(run, mine)
    assert set(found["files"].values()) == {"pristine"}
    assert (found["version"], found["newest"], found["behind"]) == ("v0.1.0", "v0.2.0", True)
    assert (found["project"], found["stack"]) == ("notes", "plain")


def test_every_file_has_its_state(run: Run, mine: Path) -> None:
    (mine / "app.txt").write_text("mine\n")
    (mine / "run.sh").chmod(0o644)
    (mine / "openapi.yaml").write_text("openapi: 3.0.0\n")
    (mine / "notes" / "one.md").unlink()
    (mine / "new.txt").write_text("new\n")
    (mine / "README.md").unlink()
    (mine / "README.md").symlink_to("/etc/passwd")
    files = status(run, mine)["files"]
    assert {path: state for path, state in files.items() if state != "pristine"} == {
        "app.txt": "customised",
        "run.sh": "customised",
        "README.md": "customised",
        "openapi.yaml": "drifted",
        "notes/one.md": "missing",
        "new.txt": "added",
    }
    shown = run("status", cwd=mine).stdout
    assert "  drifted     openapi.yaml\n" in shown
    assert shown.startswith(".: notes in plain, v0.1.0, v0.2.0 is available\n")


def test_it_writes_nothing(run: Run, mine: Path) -> None:
    (mine / "app.txt").write_text("mine\n")
    (mine / "untracked.txt").write_text("new\n")
    before = everything(mine)
    for command in ("status", "diff"):
        assert run(command, mine).returncode == 0
    assert everything(mine) == before


def test_check_exits_1_if_outdated_or_drifted(run: Run, mine: Path, template: Path) -> None:
    assert run("status", "--check", mine).returncode == 1
    git(template, "tag", "--delete", "v0.2.0")
    assert run("status", "--check", mine).returncode == 0
    (mine / "app.txt").write_text("mine\n")
    assert run("status", "--check", mine).returncode == 0
    (mine / "openapi.yaml").write_text("openapi: 3.0.0\n")
    assert run("status", "--check", mine).returncode == 1


def test_without_a_repository_it_works_the_same(run: Run, mine: Path) -> None:
    (mine / ".git").rename(mine.parent / "gone.git")
    (mine / "new.txt").write_text("new\n")
    files = status(run, mine)["files"]
    assert [path for path, state in files.items() if state != "pristine"] == ["new.txt"]


@pytest.mark.parametrize("ignored", [False, True])
def test_in_a_folder_of_a_bigger_repository_it_works_the_same(
    ignored: bool, run: Run, mine: Path, tmp_path: Path
) -> None:
    (mine / ".git").rename(tmp_path / "gone.git")
    git(tmp_path, "init", "--quiet", "big")
    (tmp_path / "big" / "beside.txt").write_text("beside\n")
    (tmp_path / "big" / ".gitignore").write_text("mine/\n" if ignored else "")
    mine.rename(tmp_path / "big" / "mine")
    commit(tmp_path / "big")
    (tmp_path / "big" / "mine" / "app.txt").write_text("mine\n")
    files = status(run, tmp_path / "big" / "mine")["files"]
    assert [path for path, state in files.items() if state != "pristine"] == ["app.txt"]


def test_configured_line_endings_are_not_a_change(run: Run, mine: Path) -> None:
    git(mine, "config", "core.autocrlf", "true")
    (mine / "app.txt").write_bytes((mine / "app.txt").read_bytes().replace(b"\n", b"\r\n"))
    assert status(run, mine)["files"]["app.txt"] == "pristine"


def test_a_failure_does_not_stop_the_others(run: Run, mine: Path, tmp_path: Path) -> None:
    result = run("status", tmp_path / "template", mine)
    assert result.returncode == 1
    assert "is not a generated project" in result.stderr
    assert "notes in plain" in result.stdout


BROKEN = {
    "not YAML": ("a: b: c", "file-invalid"),
    "a list": ("- a\n", "file-invalid"),
    "no source": ("_commit: v0.1.0\n", "project-incomplete"),
    "no version": ("_src_path: x\n_commit: 7\n", "project-incomplete"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_an_invalid_answers_file_is_reported(case: str, run: Run, mine: Path) -> None:
    text, code = BROKEN[case]
    (mine / ".copier-answers.yml").write_text(text)
    result = run("status", mine)
    assert (result.returncode, code_of(result)) == (2, code)


EDITED = {
    "an unknown question": ("name: mine", "nmae: mine", "question-unknown"),
    "an unknown choice": ("stack: plain", "stack: ../../etc", "choice-unknown"),
    "a version that never was": ("v0.1.0", "v0.1.7", "version-unknown"),
    "a version of a newer tool": ("v0.1.0", "v7.0.0", "version-newer"),
    "an option for git": ("v0.1.0", "--output=pwned", "version-unknown"),
}


@pytest.mark.parametrize("case", EDITED)
def test_an_answers_file_edited_by_hand_is_a_problem(case: str, run: Run, mine: Path) -> None:
    old, new, code = EDITED[case]
    answers = mine / ".copier-answers.yml"
    answers.write_text(answers.read_text().replace(old, new))
    result = run("status", "--json", mine)
    assert (result.returncode, json.loads(result.stdout)[0]["code"]) == (1, code)
    assert "Traceback" not in result.stderr


ELSEWHERE = ("https://127.0.0.1:9/evil.git", "ext::sh -c 'touch pwned'", "../template", "file:///etc")


@pytest.mark.parametrize("url", ELSEWHERE)
@pytest.mark.parametrize("command", ["status", "diff", "restore"])
def test_other_templates_in_an_answers_file_are_not_read(
    command: str, url: str, run: Run, mine: Path
) -> None:
    answers = mine / ".copier-answers.yml"
    line = next(line for line in answers.read_text().splitlines() if line.startswith("_src_path"))
    answers.write_text(answers.read_text().replace(line, f'_src_path: "{url}"'))
    result = run(
        command, *(["app.txt"] if command == "restore" else []), cwd=mine, env={"SCAFFOLDER_TEMPLATE": ""}
    )
    assert result.returncode in (1, 2)
    assert "--template" in result.stdout + result.stderr
    assert not (mine / "pwned").exists()


def test_diff_shows_the_changes_of_the_project(run: Run, mine: Path) -> None:
    assert run("diff", mine).stdout == ""
    (mine / "app.txt").write_bytes(b"caf\xe9\n")
    (mine / "new.txt").write_text("new\n")
    patch = run("diff", "--json", mine)
    subprocess.run(
        f"{sys.executable} -m scaffolder diff --template template mine > patch",
        shell=True,
        cwd=mine.parent,
        check=True,
    )
    assert json.loads(patch.stdout)["files"] == {"app.txt": "customised", "new.txt": "added"}
    assert "+new\n" in json.loads(patch.stdout)["patch"]
    assert b"+caf\xe9\n" in (mine.parent / "patch").read_bytes()
    assert "2 files changed" in run("diff", "--stat", mine).stdout


@pytest.mark.parametrize("colour", [True, False])
def test_diff_is_coloured_in_a_terminal_unless_no_color_is_set(
    colour: bool, mine: Path, template: Path
) -> None:
    (mine / "app.txt").write_text(lines(line9="mine"))
    wanted = {"NO_COLOR": "" if colour else "1", "SCAFFOLDER_TEMPLATE": str(template)}
    words = ["-m", "scaffolder", "diff", str(mine)]
    terminal = pexpect.spawn(sys.executable, words, env=os.environ | wanted, encoding="utf-8", timeout=60)
    terminal.expect(pexpect.EOF)
    assert isinstance(terminal.before, str)
    assert "mine" in terminal.before
    assert ("\x1b[32m" in terminal.before) == colour


def test_restore_restores_a_file(run: Run, mine: Path) -> None:
    before = tree(mine)
    (mine / "run.sh").unlink()
    (mine / "notes" / "one.md").unlink()
    (mine / "notes" / "two.md").unlink()
    (mine / "notes" / "three.md").unlink()
    (mine / "notes").rmdir()
    assert run("restore", "run.sh", cwd=mine).stdout == "Restored run.sh from v0.1.0.\n"
    for name in ("one", "two", "three"):
        assert run("restore", mine / "notes" / f"{name}.md").returncode == 0
    assert tree(mine) == before


def test_restore_does_not_overwrite_uncommitted_changes(run: Run, mine: Path) -> None:
    (mine / "app.txt").write_text("precious\n")
    result = run("restore", "app.txt", cwd=mine)
    assert (result.returncode, code_of(result)) == (2, "uncommitted")
    assert (mine / "app.txt").read_text() == "precious\n"
    commit(mine)
    assert run("restore", "app.txt", cwd=mine).returncode == 0
    (mine / "app.txt").write_text("worthless\n")
    assert run("restore", "app.txt", "--force", cwd=mine).returncode == 0
    assert "worthless" not in (mine / "app.txt").read_text()


def test_restore_replaces_a_link_without_following_it(run: Run, mine: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "one.md").write_text("precious\n")
    (mine / "app.txt").unlink()
    (mine / "app.txt").symlink_to(tmp_path / "outside" / "one.md")
    for name in ("one.md", "two.md", "three.md"):
        (mine / "notes" / name).unlink()
    (mine / "notes").rmdir()
    (mine / "notes").symlink_to(tmp_path / "outside")
    assert run("restore", "--force", "app.txt", cwd=mine).returncode == 0
    assert not (mine / "app.txt").is_symlink()
    result = run("restore", "--force", "notes/one.md", cwd=mine)
    assert (result.returncode, code_of(result)) == (2, "project-missing")
    assert [path.name for path in (tmp_path / "outside").iterdir()] == ["one.md"]
    assert (tmp_path / "outside" / "one.md").read_text() == "precious\n"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("nope.txt", "file-not-of-template"),
        ("notes", "file-is-folder"),
        ("../template/copier.yml", "project-missing"),
        (".git/config", "file-not-of-template"),
    ],
)
def test_restore_rejects_files_that_are_not_from_the_template(
    name: str, code: str, run: Run, mine: Path
) -> None:
    before = tree(mine)
    result = run("restore", name, cwd=mine)
    assert (result.returncode, code_of(result)) == (2, code)
    assert tree(mine) == before


def test_a_template_that_runs_programs_is_rejected(
    run: Run, mine: Path, template: Path, tmp_path: Path
) -> None:
    release(template, "v0.1.1", {"copier.yml": f"{QUESTIONS}_tasks: [touch {tmp_path}/pwned]\n"})
    answers = mine / ".copier-answers.yml"
    answers.write_text(answers.read_text().replace("v0.1.0", "v0.1.1"))
    assert "tasks" in run("status", mine).stdout
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize("command", ["status", "diff", "explain", "undo", "update"])
def test_commands_in_a_subfolder_apply_to_the_project(command: str, run: Run, mine: Path) -> None:
    there = run(command, cwd=mine)
    below = run(command, cwd=mine / "notes")
    if command == "update":
        assert "up to date" in below.stdout
    else:
        assert (below.returncode, below.stdout.replace("..", ".")) == (there.returncode, there.stdout)
