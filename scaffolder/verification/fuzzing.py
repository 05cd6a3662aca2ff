"""Fuzz a running server: no 5xx, and no response that its document does not allow."""

import importlib.util
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

import httpx

from scaffolder import processes
from scaffolder.contracts.client import Client
from scaffolder.contracts.document import Document, document
from scaffolder.contracts.plugin import CONTRACTS, wire_of
from scaffolder.contracts.servers import Launch
from scaffolder.errors import ScaffolderError

SECONDS = 600
HOOKS = Path(__file__).with_name("fuzzing_hooks.py")
# First each operation with valid and invalid requests, then sequences of requests along the links: these only get
# far if each request is valid.
PHASES = {
    "each operation": ["--phases", "examples,coverage,fuzzing", "--mode", "all"],
    "walks": ["--phases", "stateful", "--mode", "positive"],
}
EXAMPLES = {"each operation": 25, "walks": 50}


@dataclass(frozen=True)
class Fuzzed:
    """The result for one operation, or for the walks along the document's links."""

    name: str
    outcome: Literal["passed", "failed", "skipped"]
    seconds: float
    details: str


def require() -> None:
    if importlib.util.find_spec("schemathesis") is None:
        raise ScaffolderError(
            "--fuzz needs schemathesis: pip install 'scaffolder[fuzz]'.", code="fuzzer-missing"
        )


def fuzz(launch: Launch, *, examples: Mapping[str, int] = EXAMPLES) -> Iterator[Fuzzed]:
    """Send generated requests to every operation below the API's prefix, then follow its links."""
    project, url = launch.project, launch.urls[0]
    contract = document(Path(launch.contract or CONTRACTS / project / "openapi.yaml"))
    with tempfile.TemporaryDirectory(prefix="scaffolder-fuzz-") as name:
        folder = Path(name)
        (folder / "openapi.json").write_text(
            json.dumps(_below_prefix(contract), default=str), encoding="utf-8"
        )
        shutil.copy(CONTRACTS / project / "schemathesis.toml", folder)
        for phase, count in examples.items():
            command = [
                *(sys.executable, "-m", "schemathesis.cli", "run", "openapi.json"),
                *("--url", url + contract.prefix),
                *("--header", f"Authorization:{_authorization(project, contract, url)}"),
                *("--checks", "all"),
                *("--max-examples", str(count), *PHASES[phase]),
                *("--report-junit-path", "report.xml", "--request-timeout", "30"),
                *("--generation-deterministic", "--continue-on-failure", "--warnings", "off", "--no-color"),
            ]
            yield from _run(command, folder)


def _run(command: list[str], folder: Path) -> list[Fuzzed]:
    report = folder / "report.xml"
    report.unlink(missing_ok=True)
    try:
        done = processes.finish(
            command,
            folder=folder,
            environment=os.environ | {"SCHEMATHESIS_HOOKS": str(HOOKS)},
            seconds=SECONDS,
        )
    except ScaffolderError as error:
        raise ScaffolderError(f"Fuzzing did not finish: {error}", code="fuzzer-slow", exit_code=1) from None
    if done.status not in (0, 1) or not report.is_file():
        printed = (done.errors or done.output)[-1500:]
        raise ScaffolderError(f"Fuzzing could not be run: {printed}", code="fuzzer-failed", exit_code=1)
    return _read(report)


def _below_prefix(contract: Document) -> dict[str, object]:
    """The document without the paths outside of the API, such as /healthz."""
    paths = {path: item for path, item in contract.raw["paths"].items() if "servers" not in item}
    return {**contract.raw, "paths": paths}


def _authorization(project: str, contract: Document, url: str) -> str:
    with httpx.Client(timeout=30, trust_env=False) as http:
        api = Client(http, document=contract, urls=[url], prefix=contract.prefix)
        return wire_of(project).sign_up(api).headers["Authorization"]


def _read(report: Path) -> list[Fuzzed]:
    results = []
    for case in ElementTree.parse(report).getroot().iter("testcase"):  # noqa: S314 - written by schemathesis, just now
        failures = [*case.iter("failure"), *case.iter("error")]
        outcome: Literal["passed", "failed", "skipped"] = "passed"
        if failures:
            outcome = "failed"
        elif case.find("skipped") is not None:
            outcome = "skipped"
        details = "\n".join(f"{each.get('message', '')}\n{each.text or ''}".strip() for each in failures)
        operation = re.sub(r"\s+", " ", case.get("name", ""))
        name = "Walks along the links stay" if operation == "Stateful tests" else f"{operation} stays"
        results.append(Fuzzed(f"{name} within the document", outcome, float(case.get("time", 0)), details))
    return results
