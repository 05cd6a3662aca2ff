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
from tests.support import ROOT, Run, code_of

PACKAGE = ROOT / "scaffolder"
RAISED = ("ScaffolderError", "_refusal")

# Calls whose code is passed on, or defined in the called function.
HANDED_ON = {("project/creation.py", "{}"), ("git/branches.py", "{}"), ("cli/__init__.py", "{}")}


def words_of(node: ast.expr) -> str:
    """The sentence of an error, with {} for inserted values."""
    match node:
        case ast.Constant():
            return str(node.value)
        case ast.JoinedStr():
            return "".join(words_of(part) for part in node.values)
        case ast.BinOp():
            return words_of(node.left) + words_of(node.right)
        case ast.Call(func=ast.Attribute(attr="strip" | "rstrip", value=sentence)):
            return words_of(sentence)
    return "{}"


def code_in(call: ast.Call) -> str:
    found = [word.value for word in call.keywords if word.arg == "code"]
    return str(found[0].value) if found and isinstance(found[0], ast.Constant) else ""


def calls_in(file: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED:
            yield node


# Errors of a contract's processes end up in a log, so their code is never printed.
ERRORS = sorted(
    {
        (str(file.relative_to(PACKAGE)), words_of(call.args[0]), code_in(call))
        for file in PACKAGE.rglob("*.py")
        if "contracts" not in file.parts
        for call in calls_in(file)
    }
)


@pytest.fixture(scope="module")
def quoted() -> set[str]:
    """Every string in the tests."""
    return {
        node.value
        for file in sorted((ROOT / "tests").rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize(("file", "sentence", "code"), ERRORS)
def test_every_error_has_a_sentence_and_a_code_that_a_test_expects(
    file: str, sentence: str, code: str, quoted: set[str]
) -> None:
    assert re.match(r"[A-Z`\"{-]|git ", sentence), sentence
    assert sentence.rstrip()[-1] in ".}", sentence
    if (file, sentence) not in HANDED_ON:
        assert re.fullmatch("[a-z]+(-[a-z]+)*", code), sentence
        assert code in quoted or f"[{code}]" in quoted, f"No test expects {code}: {sentence}"


@pytest.mark.parametrize("flag", [[], ["--debug"]])
def test_a_bug_is_one_line_and_a_traceback_only_on_request(
    flag: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["scaffolder", "list", *flag])
    monkeypatch.setattr(cli, "list_choices", Mock(side_effect=ZeroDivisionError("by nothing")))
    with pytest.raises((SystemExit, ZeroDivisionError)) as caught:
        cli.run()
    assert caught.type is (ZeroDivisionError if flag else SystemExit)
    printed = capsys.readouterr().err
    assert ("ZeroDivisionError: by nothing" in printed, "[bug]" in printed) == (not flag, not flag)


def test_debug_is_accepted_anywhere_but_after_two_dashes(run: Run) -> None:
    assert run("list", "--debug").stdout == run("--debug", "list").stdout == run("list").stdout
    result = run("explain", "--", "--debug")
    assert code_of(result) == "project-missing"


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
def test_a_typo_gets_a_suggestion(words: list[str], meant: str, run: Run) -> None:
    result = run(*words)
    assert (result.returncode, meant in result.stderr) == (2, True), result.stderr
