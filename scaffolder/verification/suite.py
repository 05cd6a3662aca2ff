"""Start a generated project and run its contract tests."""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import httpx

from scaffolder import processes
from scaffolder.contracts.servers import Launch, migrated_once, new_database, running
from scaffolder.errors import ScaffolderError
from scaffolder.project import record
from scaffolder.template import toolchains
from scaffolder.template.catalog import Catalog, read_answers, read_mapping
from scaffolder.verification import databases, fuzzing

if TYPE_CHECKING:
    from subprocess import Popen

CONTRACTS = Path(__file__).parent.parent / "contracts"
# The suite sends requests from many addresses, so that limits per address do not slow it down.
LOOPBACK = "127.0.0.0/8"
ANSWER_SECONDS = 10
STOP_SECONDS = 30

Outcome = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True)
class Behaviour:
    """The result of one contract test, with its name as a sentence.

    `test` selects it with -k. `detail` has the request, the response and the documented responses, or the reason why
    it was skipped.
    """

    sentence: str
    test: str
    outcome: Outcome
    seconds: float
    detail: str


@dataclass(frozen=True)
class Report:
    project: str
    target: str
    behaviours: Sequence[Behaviour] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        return sum(behaviour.outcome == outcome for behaviour in self.behaviours)

    @property
    def holds(self) -> bool:
        return self.count("failed") == 0

    def as_json(self) -> dict[str, Any]:
        counts = {outcome: self.count(outcome) for outcome in ("passed", "failed", "skipped")}
        behaviours = [asdict(behaviour) for behaviour in self.behaviours]
        return {"project": self.project, "target": self.target, **counts, "behaviours": behaviours}


def verify(
    catalog: Catalog,
    path: Path,
    *,
    url: str | None = None,
    database_url: str | None = None,
    processes: int = 1,
    select: str = "",
    jobs: int = 1,
    junit: Path | None = None,
    fuzz: bool = False,
    seen: Callable[[Behaviour], None] = lambda behaviour: None,
) -> Report:
    """Run the contract suite of the project at `path`, or of the server at `url`.

    Without `url` the project is started on a free port with a temporary database. `jobs` tests run at a
    time, or one at a time if `select` is given.
    """
    if fuzz:
        fuzzing.require()
    with launched(catalog, path, url=url, database_url=database_url, processes=processes) as launch:
        from scaffolder.contracts.plugin import suites_of

        arguments = [f"--junitxml={junit.absolute()}"] if junit else []
        arguments += ["-k", select] if select else []
        arguments += [str(suite) for suite in suites_of(launch.project)]
        behaviours = list(run_suite(launch, arguments, seen, jobs=1 if select else jobs))
        if not behaviours:
            raise ScaffolderError(f'No contract test matches -k "{select}".', code="nothing-selected")
        if fuzz:
            behaviours += _fuzz(launch, seen)
        return Report(launch.project, url or str(path), behaviours)


def _fuzz(launch: Launch, seen: Callable[[Behaviour], None]) -> Iterator[Behaviour]:
    for result in fuzzing.fuzz(launch):
        behaviour = Behaviour(result.name, "", result.outcome, result.seconds, result.details)
        seen(behaviour)
        yield behaviour


@contextmanager
def launched(
    catalog: Catalog, path: Path, *, url: str | None, database_url: str | None = None, processes: int = 1
) -> Iterator[Launch]:
    """Start the project with everything that it needs; yield how to reach it."""
    if url is not None:
        yield Launch(project=_project_at(catalog, url.rstrip("/")), urls=[url.rstrip("/")])
        return
    path = record.root(path)
    answers = _answers(catalog, path)
    project, facts = answers["project"].replace("-", "_"), catalog.facts(answers["stack"])
    contract = _own_contract(project, path / "openapi.yaml")
    _require_tools(catalog, answers["stack"])
    with ExitStack() as stack:
        environment = {"SECRET_KEY": secrets.token_hex(32), "TRUSTED_PROXIES": LOOPBACK}
        if catalog.about(answers["project"])["redis"] and processes > 1:
            environment["REDIS_URL"] = stack.enter_context(databases.redis())
        environment |= _compiled_once(stack.enter_context(_temporary_folder()))
        launch = migrated_once(
            Launch(
                project=project,
                contract=str(contract),
                directory=str(path.absolute()),
                serve=facts["commands"]["serve"],
                migrate=facts["commands"]["migrate"],
                environment=environment,
                database=stack.enter_context(databases.temporary_server(answers["database"], database_url)),
                processes=processes,
                known_secrets=facts["known_secrets"],
            )
        )
        database_url = new_database(launch)
        servers = [stack.enter_context(running(launch, database_url=database_url)) for _ in range(processes)]
        yield replace(launch, urls=[server.url for server in servers])


def _temporary_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="scaffolder-verify-")


def _compiled_once(folder: str) -> dict[str, str]:
    """Share compiled code between the dozens of servers. Python does that unless it is told not to."""
    kept = {"NODE_COMPILE_CACHE": folder}
    if os.environ.get("PYTHONDONTWRITEBYTECODE"):
        kept |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}
    return kept


def _answers(catalog: Catalog, path: Path) -> dict[str, Any]:
    file = path / record.ANSWERS
    answers = read_answers(file)
    for key in ("project", "stack", "database"):
        if key not in answers:
            raise ScaffolderError(f"{file} has no {key}.", code="project-incomplete")
    catalog.check({key: answers[key] for key in ("project", "stack", "database")})
    return answers


def _project_at(catalog: Catalog, url: str) -> str:
    """Identify a running server by the paths in its document, because users can change the title."""
    try:
        answer = httpx.get(f"{url}/openapi.json", timeout=ANSWER_SECONDS, trust_env=False)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise ScaffolderError(
            f"{url} is not an address like http://127.0.0.1:8000.", code="address-invalid"
        ) from None
    except httpx.HTTPError as error:
        raise ScaffolderError(
            f"{url} does not answer: {error or type(error).__name__}.", code="server-silent", exit_code=1
        ) from None
    try:
        document = answer.json()
        title, paths = document["info"]["title"], set(document.get("paths", {}))
    except (ValueError, TypeError, LookupError):
        raise ScaffolderError(
            f"{url}/openapi.json is not an OpenAPI document.", code="server-unknown", exit_code=1
        ) from None
    shares = {
        project: len(paths & known.keys()) / len(known)
        for project in (choice.name.replace("-", "_") for choice in catalog.choices("project"))
        for known in [_read_document(CONTRACTS / project / "openapi.yaml")["paths"]]
    }
    likeliest = max(shares, key=shares.__getitem__)
    if shares[likeliest] <= 0.5:
        raise ScaffolderError(
            f'{url} serves "{title}", which is not a known project.', code="server-unknown", exit_code=1
        )
    _check_version(likeliest, document)
    return likeliest


def _read_document(path: Path) -> dict[str, Any]:
    document = read_mapping(path)
    if not isinstance(document.get("info"), dict):
        raise ScaffolderError(f"{path} is not an OpenAPI document.", code="contract-invalid")
    return document


def _require_tools(catalog: Catalog, stack: str) -> None:
    """Raise if a tool that is needed to start the project is missing."""
    commands = [tool["command"] for tool in catalog.facts(stack).get("tools", [])]
    for tool in toolchains.lacking(catalog, stack):
        if tool.state == "missing" and tool.command in commands:
            raise ScaffolderError(f"The project cannot be started: {tool.advice}", code="tool-missing")


def _own_contract(project: str, path: Path) -> Path:
    """The project's own document, which may extend the contract."""
    from scaffolder.contracts.document import document

    _check_version(project, _read_document(path))
    try:
        document(path.absolute())
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise ScaffolderError(
            f"{path} is not an OpenAPI document: {type(error).__name__} {error}.", code="contract-invalid"
        ) from None
    return path.absolute()


def _check_version(project: str, document: dict[str, Any]) -> None:
    theirs = str(document["info"].get("version", "unknown"))
    ours = str(_read_document(CONTRACTS / project / "openapi.yaml")["info"]["version"])
    if _version(theirs) > _version(ours):
        raise ScaffolderError(
            f"The project's contract is version {theirs}, but this scaffolder only knows {ours}. Upgrade scaffolder.",
            code="contract-newer",
        )
    if _version(theirs)[:1] < _version(ours)[:1]:
        raise ScaffolderError(
            f"The project's contract is version {theirs}, but this scaffolder tests version {ours}: "
            "update the project first, with `scaffolder update`.",
            code="contract-older",
        )


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text)[:3])


def run_suite(
    launch: Launch, arguments: Sequence[str], seen: Callable[[Behaviour], None], *, jobs: int = 1
) -> Iterator[Behaviour]:
    """Run the tests that `arguments` select, `jobs` at a time, and yield each result as it arrives."""
    with _temporary_folder() as temporary:
        file, results, output = (Path(temporary, name) for name in ("launch.json", "results", "output"))
        launch.write(file)
        results.touch()
        command = [
            *(sys.executable, "-m", "pytest", "--config-file", str(CONTRACTS / "pytest.ini")),
            *("-p", "scaffolder.contracts.plugin", "--launch", str(file)),
            *("-p", "scaffolder.contracts.results", "--results", str(results)),
            *("-p", "no:cacheprovider", "-p", "no:terminal"),
            *(("-p", "xdist.plugin", "-n", str(jobs), "--dist", "worksteal") if jobs > 1 else ()),
            *arguments,
        ]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        with (
            output.open("wb") as log,
            processes.started(
                command,
                environment=environment | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
                output=log,
                # pytest stops the servers on Ctrl-C.
                stop=signal.SIGINT,
                stop_seconds=STOP_SECONDS,
                terminal=True,
            ) as process,
        ):
            for line in _follow(results, process):
                if "broken" in line:
                    raise ScaffolderError(
                        f"The contract suite is broken: {line['broken']}", code="suite-broken", exit_code=1
                    )
                if "stopped" in line:
                    raise ScaffolderError(
                        f"The server has stopped answering: {line['stopped']}",
                        code="server-stopped",
                        exit_code=1,
                    )
                if "id" in line:
                    behaviour = _behaviour(line)
                    seen(behaviour)
                    yield behaviour
            if process.returncode not in (0, 1, 5):
                printed = output.read_text(errors="replace").strip()
                raise ScaffolderError(f"The contract tests stopped: {printed}", code="suite-stopped")


def _follow(results: Path, process: Popen[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the lines of a file that `process` writes, until the process ends."""
    rest = ""
    with results.open(encoding="utf-8") as file:
        while True:
            done = process.poll() is not None
            rest += file.read()
            *lines, rest = rest.split("\n")
            for line in lines:
                yield json.loads(line)
            if done:
                return
            time.sleep(0.02)


def _behaviour(line: dict[str, Any]) -> Behaviour:
    name = line["id"].rpartition("::")[2]
    function, _, variant = name.removesuffix("]").partition("[")
    sentence = function.removeprefix("test_").replace("_", " ")
    return Behaviour(
        sentence=f"{sentence} ({variant})" if variant else sentence,
        test=function,
        outcome=line["outcome"],
        seconds=round(line["seconds"], 3),
        detail=line["detail"],
    )
