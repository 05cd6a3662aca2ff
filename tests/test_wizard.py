"""`scaffolder` alone, in a terminal of its own: questions, a summary, and nothing half done."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
import yaml

from scaffolder.template import catalog
from tests.support import Run

DOWN, UP, ENTER, CLEAR = "\x1b[B", "\x1b[A", "\r", "\x15"


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[pexpect.spawn[str]]:
    """The wizard on a machine without lock tools, in the folder `work`."""
    for folder in ("bin", "work"):
        (tmp_path / folder).mkdir()
    for name in ("git", "sh"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or name)
    terminal = spawn(tmp_path / "work", PATH=str(tmp_path / "bin"), TERM="xterm", PROMPT_TOOLKIT_NO_CPR="1")
    yield terminal
    terminal.close(force=True)


def spawn(folder: Path, **environment: str) -> pexpect.spawn[str]:
    return pexpect.spawn(
        sys.executable,
        ["-m", "scaffolder"],
        cwd=str(folder),
        env=os.environ | {"COLUMNS": "160", "LINES": "50"} | environment,
        encoding="utf-8",
        timeout=60,
        dimensions=(50, 160),
    )


def answer(terminal: pexpect.spawn[str], *until: str) -> None:
    """Take the second project, the first of everything else, and the name my-blog."""
    for question, keys in {
        "want to build": DOWN + ENTER,
        "Which stack": ENTER,
        "is the project called": f"my-blog{ENTER}",
        "Which database": ENTER,
        "Who runs the checks": ENTER,
        "Where will it run": ENTER,
    }.items():
        terminal.expect(question)
        if question in until:
            return
        terminal.send(keys)


def test_it_shows_the_command_changes_an_answer_and_writes(
    terminal: pexpect.spawn[str], tmp_path: Path
) -> None:
    answer(terminal)
    known = catalog.load()
    second, first = known.choices("project")[1], known.choices("stack")[0]
    terminal.expect(f"scaffolder new {second.name} my-blog --stack {first.name} --database sqlite")
    terminal.expect("Is that right")
    terminal.send(DOWN * 4 + ENTER)
    terminal.expect("Which database")
    terminal.send(DOWN + ENTER)
    terminal.expect("Is that right")
    terminal.send(UP * 2 + ENTER)
    terminal.expect("Which folder")
    (tmp_path / "work" / "full").mkdir()
    (tmp_path / "work" / "full" / "mine").touch()
    terminal.send(f"{CLEAR}full{ENTER}")
    terminal.expect("full is not empty")
    terminal.send(f"{CLEAR}sites/blog{ENTER}")
    terminal.expect("(scaffolder new .* --defaults)")
    assert isinstance(terminal.match, re.Match)
    words = shlex.split(terminal.match[1])
    assert words[3:6] == ["sites/blog", "--name", "my-blog"]
    assert words[words.index("--database") + 1] == "postgresql"
    terminal.expect("Is that right")
    assert not (tmp_path / "work" / "sites").exists()
    terminal.send(ENTER)
    terminal.expect("Made sites/blog in")
    terminal.expect(pexpect.EOF)
    answers = yaml.safe_load((tmp_path / "work" / "sites" / "blog" / ".copier-answers.yml").read_text())
    assert (answers["project"], answers["stack"], answers["database"]) == (
        second.name,
        first.name,
        "postgresql",
    )


def test_a_choice_comes_with_a_line_that_helps_and_a_name_is_refused_at_once(
    terminal: pexpect.spawn[str],
) -> None:
    known = catalog.load()
    terminal.expect_exact(" ".join(known.about(known.choices("project")[0].name)["shows"].split()[:6]))
    terminal.send(ENTER)
    terminal.expect("Needs .* missing here")
    terminal.send(ENTER)
    terminal.expect("is the project called")
    terminal.send(f"No Good{ENTER}")
    terminal.expect("Lower-case letters, digits")
    terminal.send(f"{CLEAR}good{ENTER}")
    terminal.expect("Which database")


def test_only_places_where_the_database_lives_on_are_offered(terminal: pexpect.spawn[str]) -> None:
    answer(terminal, "Where will it run")
    terminal.expect("Kubernetes")
    assert "One host with Docker" in str(terminal.before)
    assert "Heroku" not in str(terminal.before)


def test_one_can_leave_at_the_summary(terminal: pexpect.spawn[str], tmp_path: Path) -> None:
    answer(terminal)
    terminal.expect("Is that right")
    terminal.send(UP + ENTER)
    terminal.expect("Nothing was written.")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert not list((tmp_path / "work").iterdir())


@pytest.mark.parametrize("question", ["want to build", "Where will it run"])
def test_ctrl_c_leaves_nothing(question: str, terminal: pexpect.spawn[str], tmp_path: Path) -> None:
    answer(terminal, question)
    terminal.sendcontrol("c")
    terminal.expect("Stopped. Nothing was written.")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert not list((tmp_path / "work").iterdir())


def test_without_a_terminal_it_prints_the_help(run: Run) -> None:
    result = run()
    assert result.returncode == 2
    assert result.stdout + result.stderr == run("-h").stdout


def test_a_terminal_without_menus_gets_the_help(tmp_path: Path) -> None:
    terminal = spawn(tmp_path, TERM="dumb")
    terminal.expect("Usage: scaffolder")
    terminal.expect(pexpect.EOF)


def test_every_project_and_stack_has_a_line_that_helps() -> None:
    known = catalog.load()
    for project in known.choices("project"):
        assert known.about(project.name)["shows"].endswith(".")
    for stack in known.choices("stack"):
        assert known.facts(stack.name)["shows"].endswith(".")
