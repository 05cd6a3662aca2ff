"""Break a reference server in one way and let its suite have a look."""

import contextlib
import importlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scaffolder.contracts.plugin import suites_of
from scaffolder.contracts.servers import Launch
from scaffolder.verification.suite import Behaviour, run_suite
from tests.mutants import Mutant
from tests.references import REPOSITORY, reference

SOURCES = ("common", "problem_details")


def mutants_of(project: str) -> list[Mutant]:
    found: list[Mutant] = importlib.import_module(f"tests.mutants.{project}").MUTANTS
    return found


@contextlib.contextmanager
def broken(project: str, mutant: Mutant) -> Iterator[Launch]:
    """How to start the reference server with this one thing wrong."""
    folder = Path(tempfile.mkdtemp(prefix="scaffolder-mutant-"))
    try:
        (folder / "scaffolder").symlink_to(REPOSITORY / "scaffolder")
        shutil.copytree(REPOSITORY / "tests" / "references", folder / "tests" / "references")
        (folder / "tests" / "__init__.py").touch()
        file = source_of(project, mutant, folder / "tests" / "references")
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(mutant.find, mutant.replace), encoding="utf-8")
        yield reference(project, directory=folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def source_of(project: str, mutant: Mutant, folder: Path) -> Path:
    """The one file of a reference server that the mutant changes."""
    files = [folder / f"{name}.py" for name in (project, *SOURCES)]
    places = [file for file in files for _ in range(file.read_text(encoding="utf-8").count(mutant.find))]
    assert len(places) == 1, f"{mutant.name}: its text stands {len(places)} times in {project}'s reference"
    return places[0]


def caught_by(project: str, mutant: Mutant) -> list[Behaviour]:
    """What the test that the mutant names has to say."""
    file, _, test = mutant.caught_by.partition("::")
    places = [suite / file for suite in suites_of(project) if (suite / file).is_file()]
    assert len(places) == 1, f"{mutant.name}: {file} is in {len(places)} suites"
    with broken(project, mutant) as launch:
        return list(run_suite(launch, [f"{places[0]}::{test}"], _ignore))


def caught(project: str, mutant: Mutant) -> list[Behaviour]:
    """Every test of the whole suite that notices."""
    with broken(project, mutant) as launch:
        suites = [str(suite) for suite in suites_of(project)]
        return [each for each in run_suite(launch, suites, _ignore) if each.outcome == "failed"]


def _ignore(_: Behaviour) -> None: ...
