"""Generate a project, apply one mutant at a time, and check which tests detect it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from scaffolder.contracts.plugin import CONTRACTS
from scaffolder.contracts.servers import Launch
from scaffolder.errors import ScaffolderError
from scaffolder.template import catalog
from scaffolder.verification.suite import Behaviour, launched, run_suite
from tests.support import PATH
from tests.tools.mutants import Mutant
from tests.tools.mutants.table import language_of

# By language. Without coverage, since a single file would not reach the required percentage.
OWN_TESTS = {
    "python": ["uv", "run", "--quiet", "pytest", "-q", "-p", "no:cacheprovider"],
    "node": ["npx", "vitest", "run", "--coverage.enabled=false"],
    "go": ["go", "test", "-count=1"],
}
# What a compiled project is built with, since it is migrated only once.
# Without symbols, which take longer to link than a mutant to compile.
BUILDS = {"go": ["go", "build", "-ldflags=-s -w", "-o", "bin/", "./cmd/app"], "java": ["sh", "build.sh"]}
STARTS = "common/test_operations.py::test_healthz_and_readyz_return_200_without_authentication"
# A race condition does not occur in every run.
ATTEMPTS = 3
# Python would reuse the bytecode of a file that is changed and restored within a second. Go has one build cache with this.
ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": "1", "CGO_ENABLED": "0"}


@dataclass(frozen=True)
class Verdict:
    """Whether each kind of test detected a mutant, or None if it names none. `problem` is a fault of the mutant itself."""

    mutant: Mutant
    contract: bool | None = None
    own: bool | None = None
    problem: str = ""
    seconds: float = 0

    @property
    def holds(self) -> bool:
        return not self.problem and False not in (self.contract, self.own)


@contextmanager
def generated(project: str, stack: str, keep: Path | None = None) -> Iterator[Path]:
    """Generate and set up a project. One in `keep` is reused and not deleted."""
    with tempfile.TemporaryDirectory(prefix="scaffolder-mutants-") as temporary:
        folder = (keep or Path(temporary)) / f"{project}-{stack}"
        if not folder.exists():
            words = (
                "new",
                project,
                folder,
                "--stack",
                stack,
                "--defaults",
                "--no-git",
                "--no-lock",
                "--quiet",
            )
            _run([sys.executable, "-m", "scaffolder", *map(str, words)], Path())
            _run(["make", "setup"], folder)
        yield folder


def judge(folder: Path, mutants: Sequence[Mutant]) -> Iterator[Verdict]:
    """Run each mutant of the project in `folder`. The tests that it names have to pass without it."""
    os.environ.update(PATH=PATH)
    with launched(catalog.load(), folder, url=None) as running:
        launch = replace(running, urls=[], environment={**running.environment, **ENVIRONMENT})
        green = _green(launch, folder, mutants)
        for mutant in mutants:
            if {mutant.contract, mutant.own} <= green:
                yield _judge(launch, folder, mutant)
            else:
                yield Verdict(mutant, problem="A test that it names fails without it.")


def _green(launch: Launch, folder: Path, mutants: Sequence[Mutant]) -> set[str]:
    """The tests named by the mutants that exist and pass."""
    wanted = {mutant.contract for mutant in mutants} - {""}
    there = {test for test in wanted if f"def {test.partition('::')[2]}(" in _source(test)}
    red = {each.test for each in _contract(launch, sorted(there)) if each.outcome != "passed"}
    green = {""} | {test for test in there if test.partition("::")[2] not in red}
    files = {mutant.own for mutant in mutants} - {""}
    return green | {
        file for file in files if (folder / file).is_file() and _own(folder, file).returncode == 0
    }


def _source(test: str) -> str:
    file = CONTRACTS / test.partition("::")[0]
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _judge(launch: Launch, folder: Path, mutant: Mutant) -> Verdict:
    began = time.monotonic()
    verdict = Verdict(mutant)
    try:
        with broken(folder, mutant):
            if build := BUILDS.get(language_of(mutant.stack)):
                _run(build, folder, ENVIRONMENT)
            if mutant.contract:
                verdict = replace(verdict, contract=_is_red(launch, mutant.contract))
            if mutant.own:
                verdict = replace(verdict, own=_own(folder, mutant.own).returncode == 1)
    except ScaffolderError as error:
        verdict = replace(verdict, problem=str(error))
    return replace(verdict, seconds=time.monotonic() - began)


@contextmanager
def broken(folder: Path, mutant: Mutant) -> Iterator[None]:
    """Apply the mutant, and undo it afterwards."""
    path = folder / mutant.file
    if not path.is_file():
        raise ScaffolderError(f"{mutant.file} does not exist.")
    text, status = path.read_text(encoding="utf-8"), path.stat()
    if (count := text.count(mutant.find)) != 1:
        raise ScaffolderError(f"Its text occurs {count} times in {mutant.file}.")
    path.write_text(text.replace(mutant.find, mutant.replace), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _is_red(launch: Launch, test: str) -> bool:
    for _ in range(ATTEMPTS):
        failed = [each for each in _contract(launch, [test]) if each.outcome == "failed"]
        if any("BootError" in each.detail for each in failed) and not _starts(launch):
            raise ScaffolderError(f"The project does not start: {failed[0].detail[-1500:]}")
        if failed:
            return True
    return False


def _starts(launch: Launch) -> bool:
    """Whether the project starts with the usual settings; a test may start it with others."""
    return all(each.outcome == "passed" for each in _contract(launch, [STARTS]))


def _contract(launch: Launch, tests: Sequence[str]) -> list[Behaviour]:
    if not tests:
        return []
    return list(run_suite(launch, [str(CONTRACTS / test) for test in tests], lambda behaviour: None))


def _own(folder: Path, file: str) -> subprocess.CompletedProcess[str]:
    language = language_of(folder.name.rpartition("-")[2])
    environment = {**os.environ, **ENVIRONMENT}
    return subprocess.run(
        [*OWN_TESTS[language], *(_in_package(folder, file) if language == "go" else [file])],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=300,
    )


def _in_package(folder: Path, file: str) -> list[str]:
    """Go tests packages, of which these are the tests in one file."""
    names = re.findall(r"^func (Test\w+)\(t ", (folder / file).read_text(encoding="utf-8"), re.MULTILINE)
    return ["-run", f"^({'|'.join(names)})$", f"./{Path(file).parent}"]


def _run(command: list[str], folder: Path, environment: Mapping[str, str] | None = None) -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": PATH, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ScaffolderError(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-2000:]}")
