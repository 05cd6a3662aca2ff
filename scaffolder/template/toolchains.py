"""The programs that projects need: which are installed, in which version, and how to install the others."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any, Literal

from scaffolder import processes
from scaffolder.errors import ScaffolderError
from scaffolder.template.catalog import Catalog, read_mapping

ANSWER_SECONDS = 20

State = Literal["found", "old", "incomplete", "missing"]
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Tool:
    """A program and its state on this machine. `advice` is a sentence if the user has to do something.

    `stack` is the one that needs it, None if every project does. `purpose` describes what it is used for.
    """

    command: str
    stack: str | None
    purpose: str
    optional: bool
    state: State
    version: str | None
    advice: str | None


@dataclass(frozen=True)
class Diagnosis:
    """The tools of some stacks, and those that every project needs."""

    stacks: Sequence[str]
    tools: Sequence[Tool]

    def of(self, stack: str | None) -> list[Tool]:
        return [tool for tool in self.tools if tool.stack == stack]

    @property
    def ready(self) -> list[str]:
        """The stacks whose tools are installed."""
        if _lacking(self.of(None)):
            return []
        return [stack for stack in self.stacks if not _lacking(self.of(stack))]

    def as_json(self) -> dict[str, Any]:
        return {"fine": bool(self.ready), "ready": self.ready, "tools": [asdict(tool) for tool in self.tools]}


def diagnose(known: Catalog, stacks: Sequence[str]) -> Diagnosis:
    """Find the tools of each of `stacks` and get their versions."""
    wanted: list[tuple[str | None, Facts]] = [(None, facts) for facts in _shared(known)]
    wanted += [(stack, facts) for stack in stacks for facts in known.facts(stack).get("tools", [])]
    with ThreadPoolExecutor() as pool:
        tools = list(pool.map(lambda each: _examined(known, *each, ask=True), wanted))
    return Diagnosis(stacks, tools)


def lacking(known: Catalog, stack: str) -> list[Tool]:
    """The programs that a project of `stack` needs but this machine does not have, each with advice."""
    facts = [*_shared(known), *known.facts(stack).get("tools", [])]
    return _lacking([_examined(known, stack, each, ask=False) for each in facts if not each.get("optional")])


def needs(known: Catalog, stack: str) -> str:
    """One sentence about the tools of a stack, to help users choose."""
    commands = [tool["command"] for tool in known.facts(stack).get("tools", [])]
    missing = [command for command in commands if shutil.which(command) is None]
    here = f" Missing here: {', '.join(missing)}." if missing else ""
    return f"Needs {', '.join(commands)}.{here}" if commands else ""


def _lacking(tools: Sequence[Tool]) -> list[Tool]:
    return [tool for tool in tools if tool.state != "found" and not tool.optional]


def _shared(known: Catalog) -> list[Facts]:
    """The tools that every project needs; other templates may omit the file."""
    file = known.root / "templates" / "tools.yml"
    return list(read_mapping(file)["shared"]) if file.is_file() else []


def _examined(known: Catalog, stack: str | None, facts: Facts, *, ask: bool) -> Tool:
    command = facts["command"]
    state: State = "found"
    if shutil.which(command) is None:
        state = "missing"
    elif "check" in facts and _output("sh", "-c", facts["check"]) is None:
        state = "incomplete" if "part" in facts else "old"
    return Tool(
        command=command,
        stack=stack,
        purpose=facts.get("for", ""),
        optional=facts.get("optional", False),
        state=state,
        version=_version(facts) if ask and state != "missing" else None,
        advice=None if state == "found" else f"{_finding(facts, state)} {_way(known, facts, state)}",
    )


def _finding(facts: Facts, state: State) -> str:
    if state == "missing":
        return f"{facts['command']} is missing."
    if state == "incomplete":
        return f"{facts['command']} is installed without {facts['part']}."
    return f"{facts['command']} is too old: {facts['needed']} is needed."


def _way(known: Catalog, facts: Facts, state: State) -> str:
    """How to install the tool on this system: with its package manager, or else as in the facts."""
    if "with" in facts and shutil.which(facts["with"]) is None:
        return f"It comes with {facts['with']}."
    wanted, how = (
        (facts["part"], facts["part_how"]) if state == "incomplete" else (facts["command"], facts["how"])
    )
    for manager in _managers(known):
        package = manager["packages"].get(wanted)
        if package is not None and shutil.which(manager["command"]) and _has(manager, package):
            command = f"`{_as_user(manager['install'])} {package}`"
            return " ".join(filter(None, (f"Install it with {command}.", manager.get("then"))))
    return str(how)


def _has(manager: Facts, package: str) -> bool:
    """Whether the package manager has a package, if it can be queried."""
    return "has" not in manager or _output("sh", "-c", manager["has"].format(package=package)) is not None


def _as_user(install: str) -> str:
    """The command for this user: root needs no sudo, which containers often lack."""
    first, _, rest = install.partition(" ")
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return rest if is_root and first in ("sudo", "doas") else install


def _managers(known: Catalog) -> Iterator[Facts]:
    file = known.root / "templates" / "tools.yml"
    if file.is_file():
        yield from read_mapping(file)["managers"]


def _version(facts: Facts) -> str | None:
    """The first number with a dot in the version output."""
    words = facts.get("version", f"{facts['command']} --version").split()
    found = re.search(r"\d+(\.\d+)+", _output(*words) or "")
    return found[0] if found else None


def _output(*words: str) -> str | None:
    """The output of a program; None if it fails, hangs or is not installed."""
    try:
        done = processes.finish(words, seconds=ANSWER_SECONDS)
    except ScaffolderError:
        return None
    return (done.output or done.errors) if done.passed else None
