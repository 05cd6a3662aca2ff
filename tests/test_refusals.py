"""Errors that no command causes on a healthy machine, raised by calling the function directly."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from scaffolder.cli.update import update
from scaffolder.cli.verify import verify
from scaffolder.contracts import servers
from scaffolder.contracts.servers import Launch, Server
from scaffolder.errors import ScaffolderError
from scaffolder.template import catalog, rendering, sources
from scaffolder.template.versions import TemplateVersion
from scaffolder.update import merge
from scaffolder.verification import databases, fuzzing, suite
from tests.support import Run

NOWHERE = Launch(project="blog", urls=["http://127.0.0.1:9"])
CODE = "options-conflict"
FAILING = [sys.executable, "-c", "import sys; sys.exit('no space left')"]
HANGING = [sys.executable, "-c", "import time; time.sleep(60)"]


def template(folder: Path, files: dict[str, str]) -> TemplateVersion:
    questions = "_envops: {undefined: jinja2.StrictUndefined}\nname: {type: str, help: Its name}\n"
    for name, text in ({"copier.yml": questions} | files).items():
        (folder / name).write_text(text)
    return TemplateVersion(
        folder=folder, url="https://scaffolder.example/t.git", version="v1", modes={}, changed=False
    )


def rendered(source: TemplateVersion, folder: Path) -> None:
    with rendering.answered(source, answers={"name": "x"}, suggestions={}) as draft:
        folder.mkdir()
        draft.write(folder)


def refusal(call: Callable[[], Any]) -> str:
    with pytest.raises(ScaffolderError) as caught:
        call()
    return str(caught.value)


def code_of(call: Callable[[], Any]) -> str:
    with pytest.raises(ScaffolderError) as caught:
        call()
    return caught.value.code


def test_an_error_in_a_template_has_its_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    source = template(tmp_path / "t", {"a.md.jinja": "fine\n{{ nothing }}\n"})
    assert "a.md.jinja:2: 'nothing' is undefined" in refusal(lambda: rendered(source, tmp_path / "out"))
    source = template(tmp_path / "t", {"a.md.jinja": "fine\n\n{% if %}\n"})
    assert "a.md.jinja:3: " in refusal(lambda: rendered(source, tmp_path / "out2"))
    assert code_of(lambda: rendered(source, tmp_path / "out3")) == "template-broken"


def test_invalid_questions_are_reported(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    source = template(tmp_path / "t", {"copier.yaml": "name: {type: str}\n"})
    assert code_of(lambda: rendered(source, tmp_path / "out")) == "template-invalid"
    (tmp_path / "t" / "copier.yml").write_text("name: {type: str}\n")
    assert code_of(lambda: catalog.load(tmp_path / "t")) == "template-invalid"


def test_a_template_cannot_refer_to_files_outside_of_it(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    source = template(tmp_path / "t", {})
    (tmp_path / "t" / "passwd").symlink_to("/etc/passwd")
    assert code_of(lambda: rendered(source, tmp_path / "out")) == "template-unsafe"
    (tmp_path / "t" / "passwd").rename(tmp_path / "t" / "{{ '..' }}")
    assert code_of(lambda: rendered(source, tmp_path / "out2")) == "template-unsafe"
    assert list((tmp_path / "out").iterdir()) == list((tmp_path / "out2").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "pair"),
    [
        ("update --finish one two", "--finish cannot be combined with several projects"),
        ("update --finish --dry-run", "--finish cannot be combined with --dry-run"),
        ("update --finish --diff --keep", "--finish cannot be combined with --diff or --keep"),
        ("update --finish --to v1", "--finish cannot be combined with --to"),
        ("update --finish --from v1", "--finish cannot be combined with --from"),
        ("update --finish --set a=b", "--finish cannot be combined with --set"),
        ("update --dry-run --keep", "--dry-run cannot be combined with --keep"),
        ("update --diff --json", "--diff cannot be combined with --json"),
        ("update --diff one two", "--diff cannot be combined with several projects"),
        ("diff --stat --json", "--stat cannot be combined with --json"),
        ("new --quiet --verbose", "--quiet cannot be combined with --verbose"),
        ("new --json --verbose", "--json cannot be combined with --verbose"),
        ("verify --url http://x --processes 2", "--url cannot be combined with --processes"),
        ("verify --url http://x --database-url x", "--url cannot be combined with --database-url"),
    ],
)
def test_options_without_effect_are_rejected(words: str, pair: str, run: Run) -> None:
    result = run(*words.split())
    assert (result.returncode, pair in result.stderr, CODE in result.stderr) == (2, True, True)


def test_a_git_that_cannot_merge_trees_is_too_old() -> None:
    old = Mock(**{"git.execute.return_value": (129, "", "usage: git merge-tree")})
    assert code_of(lambda: merge._merge_tree(old, "ours", "theirs")) == "git-too-old"


def test_limits_of_a_server_given_by_url_are_reported() -> None:
    server = Server(url="http://127.0.0.1:9", process=None)
    assert refusal(server.wait)
    assert refusal(lambda: servers.new_database(NOWHERE))
    assert refusal(lambda: servers.running(NOWHERE).__enter__())


def test_a_database_server_that_cannot_be_created_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = ["/bin/sh", "-c", "echo no space left >&2; exit 1"]
    assert "no space left" in refusal(lambda: databases._run(failing, Path("/")))
    assert code_of(lambda: databases._run(failing, Path("/"))) == "database-failed"
    docker = tmp_path / "docker"
    docker.write_text("#!/bin/sh\n[ \"$1\" = info ] || { echo 'no such image' >&2; exit 1; }\n")
    docker.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert code_of(lambda: databases._container("redis", 6379, {}).__enter__()) == "container-failed"
    docker.unlink()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert code_of(lambda: databases._container("redis", 6379, {}).__enter__()) == "database-missing"


def test_a_database_server_that_exits_immediately_shows_its_last_lines(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("one\nno room\n")
    ended = Mock(**{"poll.return_value": 1})
    with pytest.raises(ScaffolderError, match="one no room") as caught:
        databases._wait("Redis", lambda: False, ended, tmp_path / "log")
    assert caught.value.code == "database-not-started"


def test_fuzzing_without_schemathesis_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", Mock(return_value=None))
    assert code_of(fuzzing.require) == "fuzzer-missing"


def test_fuzzing_that_fails_or_hangs_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert code_of(lambda: fuzzing._run(FAILING, tmp_path)) == "fuzzer-failed"
    monkeypatch.setattr(fuzzing, "SECONDS", 0.2)
    assert code_of(lambda: fuzzing._run(HANGING, tmp_path)) == "fuzzer-slow"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"broken": "a fixture"}', "suite-broken"),
        ('{"stopped": "exit code 1"}', "server-stopped"),
    ],
)
def test_a_suite_that_cannot_continue_is_explained(
    line: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suite, "_follow", lambda results, process: iter([json.loads(line)]))

    assert code_of(lambda: list(suite.run_suite(NOWHERE, ["--version"], Mock()))) == code


def test_errors_of_pytest_are_passed_on() -> None:
    words = ["-k", "and and", str(suite.CONTRACTS / "common")]
    assert code_of(lambda: list(suite.run_suite(NOWHERE, words, Mock()))) == "suite-stopped"


@pytest.mark.parametrize("command", [lambda: update(paths=[Path("x")]), lambda: verify(Path("x"))])
def test_a_command_that_is_stopped_is_cancelled(
    command: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr(signal, "signal", Mock())
    monkeypatch.setattr(sources, "opened", Mock(side_effect=KeyboardInterrupt))
    monkeypatch.setattr(suite, "verify", Mock(side_effect=KeyboardInterrupt))
    assert code_of(command) == "cancelled"
