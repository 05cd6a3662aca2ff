"""`scaffolder new` in a terminal: questions, a summary, and no partial project."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
import yaml

from scaffolder.template import catalog
from tests.support import Run, in_terminal

DOWN, UP, ENTER, CLEAR, ESCAPE = "\x1b[B", "\x1b[A", "\r", "\x15", "\x1b"


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[pexpect.spawn[str]]:
    """The wizard on a machine without lock tools, in the folder `work`."""
    for folder in ("bin", "work"):
        (tmp_path / folder).mkdir()
    for name in ("git", "sh"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or name)
    terminal = in_terminal(tmp_path / "work", PATH=str(tmp_path / "bin"))
    yield terminal
    terminal.close(force=True)


def answer(terminal: pexpect.spawn[str], *until: str) -> None:
    """Take the second project, the first of everything else, and the name my-blog."""
    for question, keys in {
        "want to build": DOWN + ENTER,
        "Which stack": ENTER,
        "is the project called": ENTER,
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
    terminal.send(DOWN * 6 + ENTER)
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
    terminal.expect("Created sites/blog in")
    terminal.expect(pexpect.EOF)
    answers = yaml.safe_load((tmp_path / "work" / "sites" / "blog" / ".copier-answers.yml").read_text())
    assert (answers["project"], answers["stack"], answers["database"]) == (
        second.name,
        first.name,
        "postgresql",
    )


def test_a_choice_has_a_hint_and_an_invalid_name_is_rejected_immediately(
    terminal: pexpect.spawn[str],
) -> None:
    known = catalog.load()
    terminal.expect_exact(" ".join(known.about(known.choices("project")[0].name)["shows"].split()[:6]))
    terminal.send(ENTER)
    terminal.expect(r"Needs .*\. .*Missing")
    terminal.send(ENTER)
    terminal.expect("is the project called")
    terminal.send(f"{CLEAR}No Good{ENTER}")
    terminal.expect("Lower-case letters, digits")
    terminal.send(f"{CLEAR}good{ENTER}")
    terminal.expect("Which database")


def test_an_unsupported_target_is_shown_with_the_reason(
    terminal: pexpect.spawn[str],
) -> None:
    answer(terminal, "Where will it run")
    terminal.expect("Kubernetes")
    assert "One host with Docker" in str(terminal.before)
    assert "- Heroku (not with sqlite)" in str(terminal.before)


def test_esc_goes_back_to_the_previous_question(terminal: pexpect.spawn[str]) -> None:
    terminal.expect("1/6 What do you want to build")
    terminal.send(DOWN + ENTER)
    terminal.expect("2/6 Which stack")
    terminal.send(ESCAPE)
    terminal.expect("1/6 What do you want to build")
    terminal.expect("»[^\n]*Blog")
    terminal.send(ENTER)
    terminal.expect("2/6 Which stack")
    terminal.send(ENTER)
    terminal.expect("3/6 What is the project called.*my-blog")
    terminal.send(ESCAPE)
    terminal.expect("2/6 Which stack")


def test_a_name_whose_folder_exists_is_rejected_immediately(
    terminal: pexpect.spawn[str], tmp_path: Path
) -> None:
    for name in ("my-blog", "other"):
        (tmp_path / "work" / name).mkdir()
        (tmp_path / "work" / name / "mine").touch()
    answer(terminal, "is the project called")
    terminal.expect("my-blog-2")
    terminal.send(f"{CLEAR}other{ENTER}")
    terminal.expect("other is not empty")


def test_only_missing_answers_are_asked_for(tmp_path: Path) -> None:
    words = ("new", "chat", "here", "--stack", "express", "--deploy", "heroku", "--ci", "none")
    terminal = in_terminal(tmp_path, *words)
    terminal.expect("1/1 Which database")
    terminal.expect(re.escape("- SQLite (not on heroku)"))
    terminal.send(ENTER)
    terminal.expect("name +here")
    terminal.expect("database +postgresql")
    terminal.sendcontrol("c")
    terminal.expect("Cancelled.")


def test_an_invalid_folder_name_leads_to_a_question_for_the_name(tmp_path: Path) -> None:
    terminal = in_terminal(tmp_path, "new", "chat", "My Chat")
    terminal.expect("1/5 Which stack")
    terminal.send(ENTER)
    terminal.expect("2/5 What is the project called.*my-chat")


def test_invalid_options_are_rejected_before_any_question(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").touch()
    for words in (("chat", "full"), ("chat", "here", "--author", "x" * 101)):
        terminal = in_terminal(tmp_path, "new", *words)
        terminal.expect(pexpect.EOF)
        assert "Which stack" not in str(terminal.before)
        terminal.close()
        assert terminal.exitstatus == 2


def test_the_user_can_quit_at_the_summary(terminal: pexpect.spawn[str], tmp_path: Path) -> None:
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
    terminal.expect("Cancelled.")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert not list((tmp_path / "work").iterdir())


def test_without_a_terminal_it_prints_the_help(run: Run) -> None:
    result = run()
    assert result.returncode == 2
    assert result.stdout + result.stderr == run("-h").stdout


def test_a_terminal_that_cannot_show_menus_gets_the_help(tmp_path: Path) -> None:
    terminal = in_terminal(tmp_path, TERM="dumb")
    terminal.expect("Usage: scaffolder")
    terminal.expect(pexpect.EOF)


def test_every_project_and_stack_has_a_hint() -> None:
    known = catalog.load()
    for project in known.choices("project"):
        assert known.about(project.name)["shows"].endswith(".")
    for stack in known.choices("stack"):
        assert known.facts(stack.name)["shows"].endswith(".")
