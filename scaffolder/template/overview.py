"""An overview of a project before it is created: features, endpoints, commands, files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from scaffolder import temporary
from scaffolder.template.catalog import Catalog, read_mapping
from scaffolder.template.versions import TemplateVersion

CONTRACTS = Path(__file__).parent.parent / "contracts"
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Endpoint:
    method: str
    path: str
    summary: str


@dataclass(frozen=True)
class Overview:
    """A project; `commands` and `files`, with their sizes, belong to one stack."""

    project: str
    title: str
    description: str
    features: Sequence[str]
    stacks: Sequence[str]
    endpoints: Sequence[Endpoint]
    stack: str | None = None
    commands: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def overview_of(known: Catalog, project: str, source: TemplateVersion | None, stack: str | None) -> Overview:
    """The overview of `project`; with `stack`, including the commands and files that `source` generates."""
    about = known.about(project)
    commands, files = _made(known, source, project, stack) if source and stack else ({}, {})
    return Overview(
        project=project,
        title=about["title"],
        description=about["description"],
        features=about.get("features", []),
        stacks=[stack for each, stack in known.cells() if each == project],
        endpoints=list(_endpoints(CONTRACTS / project.replace("-", "_"))),
        stack=stack,
        commands=commands,
        files=files,
    )


def _endpoints(contract: Path) -> Iterator[Endpoint]:
    """The operations of the contract, and the address of its WebSocket."""
    if (contract / "openapi.yaml").is_file():
        document = read_mapping(contract / "openapi.yaml")
        for path, item in document["paths"].items():
            prefix = (item.get("servers") or document["servers"])[0]["url"].rstrip("/")
            for method in METHODS:
                if method in item:
                    yield Endpoint(method.upper(), prefix + path, item[method]["summary"])
    if (contract / "asyncapi.yaml").is_file():
        for channel in read_mapping(contract / "asyncapi.yaml")["channels"].values():
            if channel["address"].startswith("/"):
                yield Endpoint("WS", channel["address"], channel["title"])


def _made(
    known: Catalog, source: TemplateVersion, project: str, stack: str
) -> tuple[Mapping[str, str], Mapping[str, int]]:
    from scaffolder.template import rendering

    known.check({"project": project, "stack": stack})
    answers = {"project": project, "stack": stack, "name": "example"}
    with (
        temporary.folder() as folder,
        rendering.answered(source, answers=answers, suggestions={}) as draft,
    ):
        draft.write(folder)
        doors = re.findall(r"^(\w+):.*?## (.+)$", (folder / "Makefile").read_text(), flags=re.MULTILINE)
        files = {path: (folder / path).stat().st_size for path in sorted(draft.templates)}
    return {f"make {name}": words for name, words in doors}, files
