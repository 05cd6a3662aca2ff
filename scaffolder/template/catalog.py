"""The questions and choices of a template, read from copier.yml and the facts."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from scaffolder.errors import ScaffolderError

# The C parser is ten times faster, if PyYAML was built with it.
Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


MOST_NODES = 100_000


@dataclass(frozen=True)
class Choice:
    """One answer to a question, with its help text."""

    name: str
    help: str


@dataclass(frozen=True)
class Question:
    """One question of copier.yml. `choices` is empty if it takes any text."""

    key: str
    help: str
    choices: tuple[Choice, ...]
    several: bool
    has_default: bool
    default: object = None

    @property
    def flag(self) -> str:
        return "PROJECT" if self.key == "project" else f"--{self.key}"


@dataclass(frozen=True)
class Catalog:
    """The questions of one template, in the order in which they are asked."""

    root: Path
    questions: tuple[Question, ...]

    def choices(self, key: str) -> tuple[Choice, ...]:
        return next(question.choices for question in self.questions if question.key == key)

    def cells(self) -> list[tuple[str, str]]:
        """Every (project, stack) pair that can be generated."""
        facts = {stack.name: self.facts(stack.name) for stack in self.choices("stack")}
        return [
            (project.name, stack)
            for project in self.choices("project")
            for stack in facts
            if project.name in facts[stack].get("projects", [project.name])
        ]

    def facts(self, stack: str) -> dict[str, Any]:
        """Data about a stack: language, port, commands, drivers. Its own are merged over its language's and the defaults."""
        self.check({"stack": stack})
        folder = self.root / "templates"
        own = read_mapping(folder / "stacks" / f"{stack}.yml")
        shared = [folder / "defaults.yml", folder / "languages" / f"{own.get('language')}.yml"]
        return merged(*(read_mapping(path) for path in shared if path.is_file()), own)

    def about(self, project: str) -> dict[str, Any]:
        """Data about a project: title, description, wire."""
        self.check({"project": project})
        return read_mapping(self.root / "templates" / "projects" / f"{project}.yml")

    def databases_at(self, place: str) -> list[str]:
        """The databases that a deploy target supports."""
        places = self.root / "templates" / "places.yml"
        if not places.is_file():
            return [choice.name for choice in self.choices("database")]
        return list(read_mapping(places)[place]["databases"])

    def owns(self, path: str) -> bool:
        """Whether the template owns a file of a project, so that it should not be edited."""
        patterns = self.root / "templates" / "owned.yml"
        return patterns.is_file() and path in yaml.safe_load(patterns.read_text(encoding="utf-8"))

    def check(self, answers: Mapping[str, object]) -> None:
        """Raise for an unknown question, or an answer that is not one of its choices."""
        known = {question.key: question for question in self.questions}
        for key, answer in answers.items():
            if key not in known:
                raise ScaffolderError(
                    f'There is no question "{key}".{_suggestion(key, list(known))}'
                    f" The questions are: {', '.join(known)}.",
                    code="question-unknown",
                    question=key,
                )
            if known[key].choices:
                _check_choice(known[key], answer)
            elif not isinstance(answer, str | int | float):
                raise ScaffolderError(
                    f"{known[key].flag} takes text, not {json.dumps(answer, default=str)}.",
                    code="answer-invalid",
                    question=key,
                )

    def missing(self, answers: Mapping[str, object], *, defaults: bool) -> list[Question]:
        """The questions that still need an answer if the user cannot be asked."""
        return [
            question
            for question in self.questions
            if question.key not in answers and not (defaults and question.has_default)
        ]


def merged(*mappings: Mapping[str, Any]) -> dict[str, Any]:
    """One mapping over the other, as Ansible's filter `combine` in copier.yml merges them: lists are replaced."""
    result: dict[str, Any] = {}
    for mapping in mappings:
        for key, value in mapping.items():
            both = isinstance(value, Mapping) and isinstance(result.get(key), Mapping)
            result[key] = merged(result[key], value) if both else value
    return result


def template_root() -> Path:
    """The folder of the questions and facts: this package's checkout, or the copy in its wheel."""
    package = Path(__file__).resolve().parents[1]
    for root in (package.parent, package / "templates"):
        if (root / "copier.yml").is_file():
            return root
    raise ScaffolderError(
        f"There are no templates in {package.parent}. Install scaffolder from its wheel, "
        "or from a clone of its repository with `pip install -e .`.",
        code="template-missing",
    )


@cache
def load(root: Path | None = None) -> Catalog:
    """Read the questions of the template at `root`, by default the shipped one."""
    root = root or template_root()
    document = read_mapping(root / "copier.yml")
    try:
        questions = tuple(
            _question(key, details)
            for key, details in document.items()
            if not key.startswith("_") and details.get("when") is not False
        )
    except (AttributeError, KeyError, TypeError):
        raise ScaffolderError(
            "A question in the template's copier.yml has no help, or is in short form.",
            code="template-invalid",
        ) from None
    return Catalog(root=root, questions=questions)


def read_answers(path: Path) -> dict[str, Any]:
    """Answers from a YAML file, without Copier's own keys, which start with an underscore."""
    return {key: value for key, value in read_mapping(path).items() if not key.startswith("_")}


def _parsed(text: str) -> Any:
    """Parse YAML. It is rejected before construction if references make it huge."""
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        if _size(node, {}) > MOST_NODES:
            raise yaml.YAMLError(f"it holds more than {MOST_NODES} values, most of them by reference")
        return loader.construct_document(node) if node is not None else None
    finally:
        loader.dispose()


def _size(node: yaml.Node | None, known: dict[int, int]) -> int:
    """The number of values, counting referenced ones each time."""
    if not isinstance(node, yaml.CollectionNode):
        return 1
    if id(node) not in known:
        # A node that contains itself is infinite.
        known[id(node)] = MOST_NODES + 1
        inside = [each for pair in node.value for each in (pair if isinstance(pair, tuple) else (pair,))]
        known[id(node)] = 1 + sum(_size(each, known) for each in inside)
    return known[id(node)]


def _question(key: str, details: Mapping[str, Any]) -> Question:
    choices: Mapping[str, str] = details.get("choices", {})
    return Question(
        key=key,
        help=details["help"],
        choices=tuple(Choice(name=name, help=help) for help, name in choices.items()),
        several=bool(details.get("multiselect", False)),
        has_default="default" in details,
        default=details.get("default"),
    )


def _check_choice(question: Question, answer: object) -> None:
    names = [choice.name for choice in question.choices]
    if isinstance(answer, list) != question.several:
        kind = "a list from" if question.several else "one of"
        raise ScaffolderError(
            f"{question.flag} takes {kind}: {', '.join(names)}.", code="answer-invalid", question=question.key
        )
    for name in answer if isinstance(answer, list) else [answer]:
        if name not in names:
            swapped = " PATH comes after PROJECT." if question.flag == "PROJECT" and "/" in str(name) else ""
            raise ScaffolderError(
                f'{question.flag} "{name}" is not known.{swapped}{_suggestion(str(name), names)}'
                f" Choose {'from' if question.several else 'one of'}: {', '.join(names)}.",
                code="choice-unknown",
                question=question.key,
            )


def _suggestion(word: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(word.lower(), known, n=1)
    return f' Did you mean "{close[0]}"?' if close else ""


def read_mapping(path: Path) -> dict[str, Any]:
    """Read a mapping from a YAML file; ScaffolderError if it does not contain one."""
    try:
        document = _parsed(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ScaffolderError(f"{path} does not exist.", code="file-missing") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ScaffolderError(f"{path} cannot be read: {error}.", code="file-unreadable") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise ScaffolderError(
            f"{path} is not valid YAML: {' '.join(str(error).split())}.", code="file-invalid"
        ) from None
    if not isinstance(document, dict) or not all(isinstance(key, str) for key in document):
        raise ScaffolderError(f"{path} must contain `key: value` lines.", code="file-invalid")
    return document
