"""The kinds of proofs: what they run, on which cells, and what they depend on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import translate
from functools import cache

from scaffolder.contracts.plugin import wire_of
from scaffolder.template import catalog
from tests.proofs.subject import Subject

SUITES = "tests/proofs"
TOOL = Subject()

# Files that a running application does not read. All other files are part of a fingerprint.
NOTES = ("*.md", "docs/*", "LICENSE", ".editorconfig", ".gitattributes", ".gitignore", ".env.example")
PIPELINES = (".github/*", ".gitlab-ci.yml", "Jenkinsfile", "renovate.json")
CONTAINERS = ("Dockerfile", ".dockerignore", "compose.yaml", ".devcontainer/*", "deploy/*")
OWN_CHECKS = (
    "tests/*",
    "scripts/*",
    "Makefile",
    "eslint.config.js",
    "knip.json",
    ".prettierignore",
    "vitest.config.ts",
    "*_test.go",
    "src/test/*",
)
RUNNING = (*NOTES, *PIPELINES, *CONTAINERS, *OWN_CHECKS)


@dataclass(frozen=True)
class Kind:
    """One kind of proof.

    `suites` are pytest arguments, and `subjects` returns the cells to run on. `unread` are patterns of rendered files that
    the proof does not depend on, `facts` the facts of a stack that it does depend on. `runs` are modules that the suites
    start as programs, and `data` are globs of other files. `{project}` is replaced by the subject's project, `{suite}` by
    each suite of its contract. A proof `of_the_tool` depends on all of scaffolder/, others only on rendered files; only one
    that `fuzzes` depends on the fuzzer.
    """

    name: str
    shows: str
    suites: tuple[str, ...]
    subjects: Callable[[], Iterable[Subject]]
    unread: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    of_the_tool: bool = False
    fuzzes: bool = False

    def reads(self, path: str) -> bool:
        """Whether the proof depends on a rendered file. The answers file is excluded, since it contains the version."""
        return not _matching((".copier-answers.yml", *self.unread)).match(path)

    def suites_for(self, subject: Subject) -> tuple[str, ...]:
        """The pytest arguments for one subject."""
        return tuple(suite.replace("{project}", module_of(subject)) for suite in self.suites)

    def data_of(self, subject: Subject) -> tuple[str, ...]:
        """The globs of `data` for one subject."""
        module = module_of(subject)
        return tuple(
            pattern.replace("{project}", module).replace("{suite}", suite)
            for pattern in self.data
            for suite in (suites_of(module) if "{suite}" in pattern else ("",))
        )


@cache
def _matching(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)))


def module_of(subject: Subject) -> str:
    return subject.project.replace("-", "_")


def suites_of(module: str) -> tuple[str, ...]:
    return (*wire_of(module).suites, module)


def cells() -> list[Subject]:
    return [Subject(stack, project) for project, stack in catalog.load().cells()]


def databases() -> list[str]:
    return [choice.name for choice in catalog.load().choices("database")]


def cells_on_sqlite() -> list[Subject]:
    return [Subject(cell.stack, cell.project, "sqlite") for cell in cells()]


def cells_on_every_database() -> list[Subject]:
    return [Subject(cell.stack, cell.project, database) for cell in cells() for database in databases()]


def first_cells(*kinds: str) -> list[Subject]:
    """The first project of each stack, on each of the databases."""
    first = {cell.stack: cell for cell in reversed(cells())}
    return [Subject(stack, cell.project, database) for stack, cell in first.items() for database in kinds]


def chats(database: str) -> list[Subject]:
    return [Subject(cell.stack, cell.project, database) for cell in cells() if cell.project == "chat"]


CONTRACT = (
    "scaffolder/contracts/*.py",
    "scaffolder/contracts/pytest.ini",
    "scaffolder/contracts/{suite}/*.py",
    "scaffolder/contracts/{suite}/*.yaml",
)
FUZZING = ("scaffolder/contracts/{project}/schemathesis.toml", "scaffolder/verification/fuzzing_hooks.py")
WIRE = ("scaffolder/contracts/{suite}/wire.py", "scaffolder/contracts/{suite}/*.yaml")
IMAGES = ("tests/containers/base_images", "tests/containers/stand-ins/**/*", *WIRE)
COMMANDS = ("commands", "tools", "lock")

KINDS = [
    Kind(
        "check",
        "its own checks, its pipeline's commands, seed data and the tour of its README",
        (f"{SUITES}/check.py",),
        cells_on_every_database,
        unread=(*CONTAINERS, "docs/*", "LICENSE", "AGENTS.md", ".editorconfig", ".gitattributes"),
        facts=(*COMMANDS, "passed_tests"),
    ),
    Kind(
        "contract",
        "all contract tests, and those of shared state with two processes",
        (f"{SUITES}/contract.py",),
        cells_on_every_database,
        unread=RUNNING,
        facts=(*COMMANDS, "known_secrets"),
        runs=("scaffolder.verification.suite",),
        data=CONTRACT,
    ),
    Kind(
        "image",
        "a fresh clone starts with Docker Compose and passes the contract tests",
        (f"{SUITES}/image.py",),
        cells_on_every_database,
        unread=(*NOTES, *PIPELINES, "deploy/*", ".devcontainer/*", "tests/*", "Makefile"),
        facts=("image",),
        runs=("scaffolder.verification.suite",),
        data=(*CONTRACT, *IMAGES),
    ),
    Kind(
        "upgrade",
        "an edited project of the last release can be updated",
        (f"{SUITES}/upgrade.py",),
        cells_on_sqlite,
        facts=COMMANDS,
        runs=("scaffolder.cli.new", "scaffolder.cli.update"),
        of_the_tool=True,
    ),
    Kind(
        "hardening",
        "the content of the image, and that it runs with minimal privileges",
        (f"{SUITES}/hardening.py",),
        lambda: first_cells("sqlite"),
        unread=("*.md", "docs/*", *PIPELINES, "deploy/*", ".devcontainer/*"),
        facts=("image",),
        data=IMAGES,
    ),
    Kind(
        "production",
        "the production stack: TLS, read-only containers, backup and restore",
        (f"{SUITES}/production.py",),
        lambda: first_cells(*databases()),
        unread=("README.md", "AGENTS.md", *PIPELINES, ".devcontainer/*", "tests/*", "Makefile"),
        facts=("image",),
        data=IMAGES,
    ),
    Kind(
        "restarts",
        "a database that restarts under load loses nothing",
        (f"{SUITES}/restarts.py",),
        lambda: first_cells(*(name for name in databases() if name != "sqlite")),
        unread=(*NOTES, *PIPELINES, "deploy/*", ".devcontainer/*", "tests/*", "Makefile"),
        facts=("image",),
        data=IMAGES,
    ),
    Kind(
        "reload",
        "an edit reaches the running container, and two projects run side by side",
        (f"{SUITES}/reload.py",),
        lambda: first_cells("sqlite"),
        unread=(*NOTES, *PIPELINES, "deploy/*", ".devcontainer/*", "tests/*", "Makefile"),
        facts=("image",),
        data=IMAGES,
    ),
    Kind(
        "replicas",
        "two replicas of a chat share their state, even if one is killed",
        (f"{SUITES}/replicas.py",),
        lambda: chats("postgresql"),
        unread=(*NOTES, *PIPELINES, ".devcontainer/*", "tests/*", "Makefile"),
        facts=("image",),
        runs=("scaffolder.verification.suite",),
        data=(*CONTRACT, *IMAGES),
    ),
    Kind(
        "clients",
        "the web client in a browser, and third-party clients of a chat",
        (f"{SUITES}/{{project}}_client.py",),
        cells_on_sqlite,
        unread=RUNNING,
        facts=COMMANDS,
        data=("tests/cells/**/*",),
    ),
    Kind(
        "fuzz",
        "generated requests, with all checks of Schemathesis",
        (f"{SUITES}/fuzz.py",),
        cells_on_sqlite,
        unread=RUNNING,
        facts=COMMANDS,
        runs=("scaffolder.verification.suite",),
        data=("scaffolder/contracts/*.py", *FUZZING, *WIRE),
        fuzzes=True,
    ),
    Kind(
        "mutants",
        "tests detect every mutant of the generated code",
        (f"{SUITES}/mutants.py",),
        cells_on_sqlite,
        unread=tuple(pattern for pattern in RUNNING if pattern not in OWN_CHECKS),
        facts=COMMANDS,
        runs=("scaffolder.verification.suite",),
        data=(*CONTRACT, "tests/tools/mutants/*{project}.py"),
    ),
    Kind(
        "fuzzer",
        "the fuzzer finds mutants",
        ("tests/contracts/test_fuzzing.py", "-m", "proof"),
        lambda: cells_on_sqlite()[:1],
        unread=RUNNING,
        facts=COMMANDS,
        data=(*CONTRACT, *FUZZING),
        fuzzes=True,
    ),
    Kind(
        "lifecycle",
        "`new` and `update`, interrupted at any moment",
        ("tests/test_new.py", "tests/lifecycle/test_several.py", "-m", "proof"),
        lambda: [TOOL],
        runs=("scaffolder.cli.new", "scaffolder.cli.update"),
        of_the_tool=True,
    ),
]
