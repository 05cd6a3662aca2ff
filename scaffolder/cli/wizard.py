"""`scaffolder` alone in a terminal: questions, a summary, and the command that says the same."""

from __future__ import annotations

import inspect
import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffolder.cli import prompts
from scaffolder.cli.new import new
from scaffolder.cli.output import stop_on_signals, wrapped
from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from scaffolder.template.catalog import Catalog, Choice, Question
    from scaffolder.template.versions import TemplateVersion

WRITE, LEAVE, FOLDER = "write", "leave", "folder"


def run() -> list[str]:
    """Ask, and return the words of the command that makes the project: none when it is not to be made."""
    from scaffolder.template import sources

    stop_on_signals()
    try:
        with sources.opened() as opened:
            wizard = _Wizard(opened.source())
            answers = wizard.answers()
    except (EOFError, KeyboardInterrupt):
        raise ScaffolderError("Stopped. Nothing was written.", exit_code=130) from None
    if not answers:
        print("Nothing was written.")
    return command(answers, wizard.folder) if answers else []


def command(answers: Mapping[str, Any], folder: str) -> list[str]:
    """The words after `scaffolder` that give these answers, for a project in `folder`."""
    words = ["new", answers["project"], folder]
    if Path(folder).absolute().name != answers["name"]:
        words += ["--name", answers["name"]]
    flags = inspect.signature(new).parameters
    for key, answer in answers.items():
        if key not in ("project", "name"):
            value = ",".join(answer) if isinstance(answer, list) else str(answer)
            words += [f"--{key}", value] if key in flags else ["--set", f"{key}={value}"]
    return [*words, "--defaults"]


class _Wizard:
    """The questions of one template, those that have choices or no default."""

    def __init__(self, source: TemplateVersion) -> None:
        from scaffolder.template import catalog

        self.source = source
        self.known: Catalog = catalog.load(source.folder)
        self.questions = [
            question for question in self.known.questions if question.choices or not question.has_default
        ]
        self.given: dict[str, Any] = {}
        self._folder = ""

    @property
    def folder(self) -> str:
        """Where the project goes: a folder named like it, here, or beside the repository that this is in."""
        from scaffolder.git import repository

        name = self.given["name"]
        outer = repository.enclosing(Path.cwd())
        return self._folder or (os.path.relpath(outer.parent / name) if outer else name)

    def answers(self) -> dict[str, Any]:
        """What was answered and confirmed; nothing when the user leaves."""
        print(f"{len(self.questions)} questions, then a summary. Nothing is written before that.\n")
        for question in self.questions:
            self._ask(question)
        while (choice := self._confirmed()) not in (WRITE, LEAVE):
            self._change(choice)
        return self.given if choice == WRITE else {}

    def _ask(self, question: Question) -> None:
        before = self.given.get(question.key, question.default)
        if not question.choices:
            self.given[question.key] = prompts.text(
                question.help, str(before or ""), lambda text: self._problem({question.key: text}) or True
            )
            return
        choices = [
            (choice.name, choice.help, self._hint(question.key, choice))
            for choice in question.choices
            if self._fits(question.key, choice)
        ]
        ask = prompts.several if question.several else prompts.one
        self.given[question.key] = ask(question.help, choices, before)

    def _change(self, key: str) -> None:
        if key == FOLDER:
            folder = prompts.text("Which folder is made for it?", self.folder, self._folder_problem)
            self._folder = str(Path(folder).expanduser())
        for question in self.questions:
            if question.key == key:
                self._ask(question)
        cell = self.given["project"], self.given["stack"]
        if cell not in self.known.cells():
            self._change("stack")

    def _fits(self, key: str, choice: Choice) -> bool:
        if key == "deploy":
            return self.given.get("database") in self.known.databases_at(choice.name)
        return key != "stack" or (self.given.get("project"), choice.name) in self.known.cells()

    def _hint(self, key: str, choice: Choice) -> str | None:
        """What a choice shows an interviewer, and what it needs here."""
        if key == "project":
            return str(self.known.about(choice.name).get("shows", ""))
        if key != "stack":
            return None
        from scaffolder.template import toolchains

        needs = toolchains.needs(self.known, choice.name)
        return " ".join(filter(None, (self.known.facts(choice.name).get("shows"), needs)))

    def _problem(self, changed: Mapping[str, Any]) -> str | None:
        """The sentence of the template, or of the disk, that refuses these answers."""
        from scaffolder.project import creation
        from scaffolder.template import rendering

        answers = self.given | dict(changed)
        try:
            self.known.check(answers)
            with rendering.answered(
                self.source, answers=answers, suggestions=creation.suggestions(Path.cwd()), interactive=False
            ):
                return None
        except ScaffolderError as error:
            return str(error).removeprefix("'name': ")

    def _folder_problem(self, folder: str) -> str | bool:
        """True, or the sentence that refuses a folder."""
        from scaffolder.project import creation

        try:
            creation.check_destination(Path(folder).expanduser())
        except ScaffolderError as error:
            return str(error)
        return bool(folder.strip()) or "A project needs a folder."

    def _confirmed(self) -> str:
        """WRITE, LEAVE, or the key of the question whose answer is to change."""
        print()
        for question in self.questions:
            answer = self.given[question.key]
            shown = ", ".join(answer) or "nowhere yet" if isinstance(answer, list) else answer
            print(f"  {question.key:<10}{shown}")
        print(f"  {FOLDER:<10}{self.folder}")
        problem = self._problem({}) or self._folder_problem(self.folder)
        if isinstance(problem, str):
            print(f"\n{wrapped(problem, indent=2)}")
        print(f"\n  scaffolder {shlex.join(command(self.given, self.folder))}\n")
        choices = [] if isinstance(problem, str) else [(WRITE, f"Write {self.given['name']}", None)]
        choices += [(question.key, f"Change {question.key}", None) for question in self.questions]
        choices += [(FOLDER, "Change folder", None)]
        return prompts.one("Is that right?", [*choices, (LEAVE, "Leave, writing nothing", None)], None)
