"""The questions of `scaffolder new` in a terminal, a summary, and the equivalent command."""

from __future__ import annotations

import inspect
import os
import shlex
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffolder.cli import prompts
from scaffolder.cli.output import wrapped
from scaffolder.cli.prompts import Back, Option
from scaffolder.errors import ScaffolderError
from scaffolder.project import creation
from scaffolder.template import catalog, rendering, toolchains

if TYPE_CHECKING:
    from scaffolder.template.catalog import Choice, Question
    from scaffolder.template.versions import TemplateVersion

WRITE, LEAVE, FOLDER = "write", "leave", "folder"


def ask(
    source: TemplateVersion, given: Mapping[str, Any], folder: Path | None
) -> tuple[dict[str, Any], Path] | None:
    """All answers and the folder, asking for those that are not `given`; None if the user quits."""
    if folder is not None:
        creation.check_destination(folder)
    wizard = _Wizard(source, given, folder)
    questions = wizard.open_questions()
    if questions:
        count = f"{len(questions)} question{'s' * (len(questions) > 1)}, then a summary"
        print(f"{count}. Nothing is written before that.\n{prompts.KEYS}\n")
        wizard.go_through(questions)
        if not wizard.is_confirmed():
            return None
    return wizard.answers, wizard.folder


def complete(source: TemplateVersion, given: Mapping[str, Any]) -> dict[str, Any]:
    """The recorded answers of a project, and answers to the other questions of the template."""
    wizard = _Wizard(source, given, Path.cwd(), recorded=given.keys())
    wizard.go_through([question for question in wizard.known.questions if question.key not in given])
    return wizard.answers


def command(answers: Mapping[str, Any], folder: Path) -> list[str]:
    """The arguments of `scaffolder` that give these answers, for a project in `folder`."""
    from scaffolder.cli.new import new

    words = ["new", answers["project"], str(folder)]
    if folder.absolute().name != answers["name"]:
        words += ["--name", answers["name"]]
    flags = inspect.signature(new).parameters
    for key, answer in answers.items():
        if key not in ("project", "name"):
            value = ",".join(answer) if isinstance(answer, list) else str(answer)
            words += [f"--{key}", value] if key in flags else ["--set", f"{key}={value}"]
    return [*words, "--defaults"]


class _Wizard:
    """The questions of one template, and the answers so far."""

    def __init__(
        self,
        source: TemplateVersion,
        given: Mapping[str, Any],
        folder: Path | None,
        *,
        recorded: Collection[str] = (),
    ) -> None:
        self.source = source
        self.recorded = recorded
        self.known = catalog.load(source.folder)
        self.answers = dict(given)
        self._folder = folder

    @property
    def folder(self) -> Path:
        """The given folder, or one named after the project."""
        return self._folder or self._folder_of(self.answers["name"])

    def _folder_of(self, name: str) -> Path:
        """A folder of this name here, or next to the repository that contains the current folder."""
        from scaffolder.git import repository

        outer = repository.enclosing(Path.cwd())
        return Path(os.path.relpath(outer.parent / name)) if outer else Path(name)

    def open_questions(self) -> list[Question]:
        """Unanswered questions that have choices or no default; given answers are checked first."""
        if self._folder is not None and "name" not in self.answers:
            self.answers["name"] = self._folder.absolute().name
            if self._problem({}, "name"):
                del self.answers["name"]
        self._check({})
        return [
            question
            for question in self.known.questions
            if question.key not in self.answers and (question.choices or not question.has_default)
        ]

    def go_through(self, questions: Sequence[Question]) -> None:
        position = 0
        while position < len(questions):
            try:
                self._ask(questions[position], f"{position + 1}/{len(questions)} ")
                position += 1
            except Back:
                position = max(position - 1, 0)

    def _ask(self, question: Question, progress: str = "") -> None:
        words = f"{progress}{question.help}"
        if not question.choices:
            self.answers[question.key] = prompts.text(
                words, self._suggestion(question), lambda text: self._text_problem(question.key, text)
            )
            return
        options = [
            Option(
                choice.name,
                choice.help,
                self._hint(question.key, choice),
                self._obstacle(question.key, choice),
            )
            for choice in question.choices
        ]
        menu = prompts.several if question.several else prompts.one
        self.answers[question.key] = menu(words, options, self.answers.get(question.key, question.default))

    def _suggestion(self, question: Question) -> str:
        """The initial text: the previous answer, the template's default, or a free name."""
        if question.key in self.answers:
            return str(self.answers[question.key])
        if question.key == "name":
            return self._free_name()
        return str(self._completed({}).get(question.key, "")) if question.has_default else ""

    def _free_name(self) -> str:
        if self._folder is not None:
            return creation.name_like(self._folder)
        project = self.answers.get("project", "project")
        name = str(self.known.about(project).get("example", f"my-{project}"))
        candidates = [name, *(f"{name}-{number}" for number in range(2, 100))]
        return next((each for each in candidates if not os.path.lexists(self._folder_of(each))), name)

    def _obstacle(self, key: str, choice: Choice) -> str | None:
        """Why a choice cannot be combined with the answers so far."""
        if key == "stack" and (project := self.answers.get("project")):
            return None if (project, choice.name) in self.known.cells() else f"has no {project} yet"
        if key == "deploy" and (database := self.answers.get("database")):
            return None if database in self.known.databases_at(choice.name) else f"not with {database}"
        if key == "database":
            places = self.answers.get("deploy", [])
            refused = [place for place in places if choice.name not in self.known.databases_at(place)]
            return f"not on {' or '.join(refused)}" if refused else None
        return None

    def _hint(self, key: str, choice: Choice) -> str | None:
        """Why one would choose it, and which tools it needs."""
        if key == "project":
            return str(self.known.about(choice.name).get("shows", ""))
        if key != "stack":
            return None
        needs = toolchains.needs(self.known, choice.name)
        return " ".join(filter(None, (self.known.facts(choice.name).get("shows"), needs)))

    def _completed(self, changed: Mapping[str, Any]) -> Mapping[str, Any]:
        """All answers with the `changed` ones; unanswered questions get any possible answer."""
        answers = self.answers | dict(changed)
        for question in self.known.questions:
            if question.key not in answers and (question.choices or not question.has_default):
                answers[question.key] = self._stand_in(question)
        self.known.check(answers)
        suggestions = creation.suggestions(self._folder or Path.cwd())
        with rendering.answered(
            self.source, answers=answers, suggestions=suggestions, recorded=self.recorded
        ) as draft:
            return draft.answers

    def _stand_in(self, question: Question) -> object:
        possible = [
            choice.name for choice in question.choices if self._obstacle(question.key, choice) is None
        ]
        if question.several:
            chosen = question.default if isinstance(question.default, list) else []
            return [name for name in chosen if name in possible]
        return question.default if question.default in possible else (possible or ["my-project"])[0]

    def _check(self, changed: Mapping[str, Any]) -> None:
        self._completed(changed)

    def _problem(self, changed: Mapping[str, Any], key: str | None = None) -> str | None:
        """The error message for these answers, or only for the answer to `key`."""
        try:
            self._check(changed)
        except ScaffolderError as error:
            if key is None or error.question == key:
                return str(error).removeprefix(f"--{error.question}: ")
        return None

    def _text_problem(self, key: str, text: str) -> str | None:
        problem = self._problem({key: text}, key)
        if problem is None and key == "name" and self._folder is None:
            problem = _folder_problem(self._folder_of(text))
        return problem

    def is_confirmed(self) -> bool:
        """Show the summary and let the user change answers; True if the project should be written."""
        while (choice := self._confirmed()) not in (WRITE, LEAVE):
            self._change(choice)
        return choice == WRITE

    def _change(self, key: str) -> None:
        try:
            if key == FOLDER:
                folder = prompts.text("Which folder is it written to?", str(self.folder), _typed_problem)
                self._folder = Path(folder).expanduser()
            for question in self.known.questions:
                if question.key == key:
                    self._ask(question)
        except Back:
            return
        cell = self.answers["project"], self.answers["stack"]
        if cell not in self.known.cells():
            self._change("stack")

    def _confirmed(self) -> str:
        """WRITE, LEAVE, or the key of the answer to change."""
        problem = self._problem({}) or _folder_problem(self.folder)
        answers = dict(self.answers) if problem else self._completed({})
        print()
        for question in self.known.questions:
            if question.key in answers:
                answer = answers[question.key]
                shown = ", ".join(answer) or "nowhere yet" if isinstance(answer, list) else answer
                print(f"  {question.key:<13}{wrapped(str(shown), indent=15).strip()}")
        print(f"  {FOLDER:<13}{self.folder}")
        if problem:
            print(f"\n{wrapped(problem, indent=2)}")
        print(f"\n  scaffolder {shlex.join(command(self.answers, self.folder))}\n")
        options = [] if problem else [Option(WRITE, f"Write {self.answers['name']}")]
        options += [Option(question.key, f"Change {question.key}") for question in self.known.questions]
        options += [Option(FOLDER, "Change folder"), Option(LEAVE, "Quit without writing")]
        try:
            return prompts.one("Is that right?", options, None)
        except Back:
            return self.known.questions[-1].key


def _typed_problem(folder: str) -> str | None:
    return _folder_problem(Path(folder).expanduser()) if folder.strip() else "A project needs a folder."


def _folder_problem(folder: Path) -> str | None:
    """The error message for a folder that cannot be used."""
    try:
        creation.check_destination(folder)
    except ScaffolderError as error:
        return str(error)
    return None
