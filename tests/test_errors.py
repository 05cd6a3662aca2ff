"""Every error has a test that quotes it, and none is a traceback."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest

from scaffolder import cli
from tests.support import ROOT, Run

# How many characters of an error's own words a test has to quote.
QUOTED = 14
RAISED = ("ScaffolderError", "_refusal")

# Errors with few words of their own, or that a test quotes more shortly: which one.
HELD_BY = {
    ("template/catalog.py", "{} takes {}: {}."): "test_new.py::test_it_refuses_an_answers_file_that_is_wrong",
    (
        "verification/databases.py",
        "{} failed: {}",
    ): "test_refusals.py::test_a_database_server_that_cannot_be_made_says_why",
    (
        "update/undo.py",
        "The last thing that happened to this branch is no update. `git revert` takes back an older one.",
    ): "lifecycle/test_finishing.py::test_undo_without_an_update_is_a_sentence",
    (
        "update/finish.py",
        "{}\nNothing was changed.",
    ): "lifecycle/test_finishing.py::test_finish_refuses_checks_that_fail_since",
    (
        "project/creation.py",
        "{} is a file. Choose another folder.",
    ): "test_new.py::test_it_refuses_a_destination_that_is_a_file",
    (
        "project/creation.py",
        "{} is not empty. Choose another folder, or empty it first.",
    ): "test_new.py::test_it_refuses_a_folder_that_is_not_empty",
    (
        "project/inspection.py",
        "{} has changes that are in no commit. Commit them, or give --force to lose them.",
    ): "lifecycle/test_status.py::test_restore_loses_nothing_that_is_nowhere_else",
    (
        "project/inspection.py",
        "{} is a folder. Name one file.",
    ): "lifecycle/test_status.py::test_restore_refuses_what_the_template_did_not_make",
    ("git/branches.py", "{}"): "lifecycle/test_update.py::test_it_refuses",
    (
        "git/branches.py",
        "Nothing was changed in {}: {}",
    ): "lifecycle/test_update.py::test_a_disk_that_fills_up_while_it_lands_leaves_everything",
    (
        "project/publication.py",
        "`{}` failed: {}",
    ): "test_publish.py::test_what_the_program_says_when_it_fails_is_passed_on",
    ("template/rendering.py", "{}"): "test_new.py::test_it_refuses",
    ("git/repository.py", "git could not work in {}: {}"): "test_sources.py::test_it_refuses",
    ("verification/suite.py", "pytest stopped: {}"): "test_refusals.py::test_words_of_pytest_are_passed_on",
}


def words_of(node: ast.expr) -> str:
    """The sentence of an error, with {} for what is put in."""
    match node:
        case ast.Constant():
            return str(node.value)
        case ast.JoinedStr():
            return "".join(words_of(part) for part in node.values)
        case ast.BinOp():
            return words_of(node.left) + words_of(node.right)
        case ast.Call(func=ast.Attribute(attr="strip", value=sentence)):
            return words_of(sentence)
    return "{}"


def calls_in(file: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED:
            yield node


PACKAGE = ROOT / "scaffolder"
ERRORS = sorted(
    {
        (str(file.relative_to(PACKAGE)), words_of(call.args[0]))
        for file in PACKAGE.rglob("*.py")
        for call in calls_in(file)
    }
)


@pytest.fixture(scope="module")
def quotes() -> str:
    """Every string in the tests but this one, a line each."""
    constants = [
        node.value
        for file in sorted((ROOT / "tests").rglob("*.py"))
        if file != Path(__file__)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    # In a regular expression a point is written with a backslash.
    return "\n".join(constants).replace("\\", "")


def pieces(sentence: str) -> list[str]:
    """What a quote may be: each run of QUOTED characters that stands in the sentence itself."""
    found = []
    for part in re.split(r"\{\}", sentence):
        part = part.strip()
        found += [part[start : start + QUOTED] for start in range(max(len(part) - QUOTED + 1, 1))]
    return [piece for piece in found if len(piece) >= min(QUOTED, 8)]


@pytest.mark.parametrize(("file", "sentence"), ERRORS)
def test_every_error_is_held_by_a_test(file: str, sentence: str, quotes: str) -> None:
    if (file, sentence) in HELD_BY:
        place, _, name = HELD_BY[file, sentence].partition("::")
        assert f"def {name}(" in (ROOT / "tests" / place).read_text(encoding="utf-8")
    else:
        assert any(piece in quotes for piece in pieces(sentence)), f"No test quotes: {sentence}"


def test_the_list_names_errors_that_there_are() -> None:
    assert set(HELD_BY) <= set(ERRORS)


@pytest.mark.parametrize("flag", [[], ["--debug"]])
def test_a_bug_is_one_line_and_a_traceback_on_request_only(
    flag: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["scaffolder", "list", *flag])
    monkeypatch.setattr(cli, "list_choices", Mock(side_effect=ZeroDivisionError("by nothing")))
    with pytest.raises((SystemExit, ZeroDivisionError)) as caught:
        cli.run()
    assert caught.type is (ZeroDivisionError if flag else SystemExit)
    words = "This is a bug in scaffolder: ZeroDivisionError: by nothing. Run it again with --debug"
    assert capsys.readouterr().err.startswith(f"Error: {words}") is not bool(flag)


def test_debug_is_taken_anywhere_but_after_two_dashes(run: Run) -> None:
    assert run("list", "--debug").stdout == run("--debug", "list").stdout == run("list").stdout
    result = run("explain", "--", "--debug")
    assert "--debug is not a generated project" in result.stderr


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["nwe"], "'new'"),
        (["new", "--stakc", "x"], "--stack"),
        (["new", "blgo", "x", "--stack", "fastapi", "--defaults"], '"blog"'),
        (["show", "chatt"], '"chat"'),
        (["doctor", "--stack", "expres"], '"express"'),
        (["publish", "--hots", "github"], "--host"),
    ],
)
def test_a_slip_is_met_with_what_was_meant(words: list[str], meant: str, run: Run) -> None:
    result = run(*words)
    assert (result.returncode, meant in result.stderr) == (2, True), result.stderr
