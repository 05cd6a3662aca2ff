"""Every choice of CI provider, deploy target and database, for every cell, rendered in one process.

Targets are tried alone, all together, and not at all: each brings files of its own layer, one path is written by one layer,
and `test_a_file_of_a_layer_is_the_same_whatever_else_is_chosen` holds that company changes no byte of them. So a pair can
differ from what is tried in the files that several targets share alone, and those are loops over what was chosen.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scaffolder.template import catalog, versions
from tests.support import ROOT, files

Answers = dict[str, Any]
File = tuple[int, bytes]


def combinations() -> list[Answers]:
    """Every choice of every question that is possible; of targets, each alone, all together, and none."""
    known = catalog.load()
    keys = ("database", "ci")
    choices = itertools.product(*([choice.name for choice in known.choices(key)] for key in keys))
    return [
        {"project": project, "stack": stack, "database": database, "ci": ci, "deploy": deploy}
        for (database, ci), (project, stack) in itertools.product(list(choices), known.cells())
        for deploy in deployments(database)
    ]


def deployments(database: str) -> list[list[str]]:
    """The targets that the database lives on: each alone, all together, none."""
    possible = targets(database)
    return [possible, [], *([one] for one in possible if len(possible) > 1)]


def fullest() -> list[Answers]:
    """One combination for each cell and database, with all its targets."""
    every = [answers for answers in combinations() if answers["deploy"] == targets(answers["database"])]
    return [answers for answers in every if answers["ci"] == every[0]["ci"]]


def targets(database: str) -> list[str]:
    places = catalog.read_mapping(ROOT / "templates" / "places.yml")
    return [
        choice.name
        for choice in catalog.load().choices("deploy")
        if database in places[choice.name]["databases"]
    ]


def label(answers: Answers) -> str:
    return "-".join(
        "+".join(value) or "nowhere" if isinstance(value, list) else value for value in answers.values()
    )


@dataclass
class Matrix:
    """What became of each path, by what it holds: the answers that lead to it."""

    files: dict[str, dict[File, list[Answers]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def add(self, answers: Answers, made: dict[str, File]) -> None:
        for path, file in made.items():
            self.files[path][file].append(answers)

    def distinct(self) -> Iterator[tuple[str, bytes, Answers]]:
        """Each path with each content that it can have, and answers that lead there."""
        for path, contents in self.files.items():
            for (_, content), answers in contents.items():
                yield path, content, answers[0]


def rendered(source: versions.TemplateVersion, every: list[Answers]) -> Matrix:
    matrix = Matrix()
    for answers in every:
        matrix.add(answers, files(source, answers))
    return matrix
