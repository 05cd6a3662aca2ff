"""The combinations of CI provider, deploy targets and database for every cell that can differ, rendered in one process.

Targets are rendered all together and without any for each CI provider, and each alone for the first provider and database
that it can have. Other combinations need no test: each target and provider has its own layer, a path is written by only
one layer, and `test_other_choices_do_not_change_the_files_of_a_layer` checks that they do not affect each other's files.
Files that targets share are loops over the chosen ones.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from scaffolder.template import catalog, versions
from tests.support import ROOT, files

Answers = dict[str, Any]
File = tuple[int, bytes]


def combinations() -> list[Answers]:
    """Each cell and database with each CI provider and all targets or none, and each target once alone."""
    known = catalog.load()
    providers = [choice.name for choice in known.choices("ci")]
    first = {
        target: database.name
        for database in reversed(known.choices("database"))
        for target in targets(database.name)
    }
    return [
        {"project": project, "stack": stack, "database": database.name, "ci": ci, "deploy": deploy}
        for database in known.choices("database")
        for project, stack in known.cells()
        for ci, deploy in [
            *itertools.product(providers, ([], targets(database.name))),
            *((providers[0], [target]) for target in first if first[target] == database.name),
        ]
    ]


def fullest() -> list[Answers]:
    """One combination for each cell and database, with all its targets."""
    every = [answers for answers in combinations() if answers["deploy"] == targets(answers["database"])]
    return [answers for answers in every if answers["ci"] == every[0]["ci"]]


@cache
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
    """The answers for each path and content."""

    files: dict[str, dict[File, list[Answers]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def add(self, answers: Answers, rendered: dict[str, File]) -> None:
        for path, file in rendered.items():
            self.files[path][file].append(answers)

    def distinct(self) -> Iterator[tuple[str, bytes, Answers]]:
        """Each path with each possible content, and answers for it."""
        for path, contents in self.files.items():
            for (_, content), answers in contents.items():
                yield path, content, answers[0]


def rendered(source: versions.TemplateVersion, every: list[Answers]) -> Matrix:
    matrix = Matrix()
    for answers in every:
        matrix.add(answers, files(source, answers))
    return matrix
