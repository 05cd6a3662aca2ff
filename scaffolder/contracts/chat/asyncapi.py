"""The events of a chat's asyncapi.yaml, and whether a frame is one that it allows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from scaffolder.contracts.document import errors, widened

CONTRACT = Path(__file__).parent


class Events:
    """Those that the server sends, by name; `client-` stands for all client events.

    `folder` has the document and the openapi.yaml whose schemas it refers to. `own` are the events of a project: its
    frames may have the members that it adds to those of this document.
    """

    def __init__(self, folder: Path, own: Events | None = None) -> None:
        self._documents: dict[str, Any] = {
            name: yaml.safe_load((folder / name).read_text(encoding="utf-8"))
            for name in ("asyncapi.yaml", "openapi.yaml")
        }
        document = self._documents["asyncapi.yaml"]
        messages = [
            document["components"]["messages"][reference["$ref"].rpartition("/")[2]]
            for reference in document["operations"]["receiveEvents"]["messages"]
        ]
        self.payloads = {
            _kind(message["name"]): self._inlined(message["payload"], "asyncapi.yaml") for message in messages
        }
        theirs = own.payloads if own else {}
        self._checks = {
            kind: Check(
                _validator(widened(payload, [theirs.get(kind, {})])),
                _validator(widened(content, [_content(theirs.get(kind, {}))]))
                if (content := _content(payload))
                else None,
            )
            for kind, payload in self.payloads.items()
        }

    def complaint(self, frame: dict[str, Any]) -> str:
        """What is not allowed in it; empty when it is fine."""
        check = self._checks.get(_kind(frame["event"]))
        return check.complaint(frame) if check else "There is no event like this from the server."

    def _inlined(self, node: Any, file: str) -> Any:
        """The schema with what it refers to in its place. Further words beside a reference hold as well."""
        if isinstance(node, list):
            return [self._inlined(each, file) for each in node]
        if not isinstance(node, Mapping):
            return node
        rest = {name: self._inlined(value, file) for name, value in node.items() if name != "$ref"}
        if "$ref" not in node:
            return rest
        name, _, pointer = node["$ref"].partition("#")
        file = name.removeprefix("./") or file
        target: Any = self._documents[file]
        for part in pointer.removeprefix("/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        target = self._inlined(target, file)
        return {"allOf": [target, rest]} if rest else target


class ProjectEvents(Events):
    """What a project's document says. It may add to the contract, and takes nothing from it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._contract = Events(CONTRACT, own=self)

    def complaint(self, frame: dict[str, Any]) -> str:
        if _kind(frame["event"]) not in self._contract.payloads:
            return super().complaint(frame)
        return super().complaint(frame) or self._contract.complaint(frame)


@lru_cache
def events(folder: Path = CONTRACT) -> Events:
    """Those of the project in a folder, or of the contract."""
    return ProjectEvents(folder) if (folder / "asyncapi.yaml").exists() else Events(CONTRACT)


@dataclass(frozen=True)
class Check:
    """`content` is for the JSON in an event's `data`, where that is a string."""

    whole: jsonschema_rs.Draft202012Validator
    content: jsonschema_rs.Draft202012Validator | None

    def complaint(self, frame: dict[str, Any]) -> str:
        wrong = errors(self.whole, frame)
        if wrong or self.content is None:
            return wrong
        try:
            return errors(self.content, json.loads(frame["data"]))
        except ValueError:
            return "$.data: is not a string that holds JSON"


def _kind(name: str) -> str:
    return "client-" if name.startswith("client-") else name


def _content(payload: dict[str, Any]) -> Any:
    """The schema of the JSON that the string `data` holds; None where it is no such string."""
    data = payload.get("properties", {}).get("data", {})
    found = [
        each["x-content-schema"] for each in (data, *data.get("allOf", [])) if "x-content-schema" in each
    ]
    return found[0] if found else None


def _validator(schema: Any) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
