"""Validate the frames that the server sends against the events in asyncapi.yaml."""

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
    """The events that the server sends, by name; `client-` stands for all client events.

    `folder` contains the document and the openapi.yaml that it refers to. `own` are a project's own events: members
    that it adds to frames are allowed.
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

    def violation(self, frame: dict[str, Any]) -> str:
        """How the frame violates the document; empty if it is valid."""
        check = self._checks.get(_kind(frame["event"]))
        return check.violation(frame) if check else "The document has no such event from the server."

    def _inlined(self, node: Any, file: str) -> Any:
        """The schema with all references resolved. Keywords next to a reference also apply."""
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
    """The events of a project's own document, which can extend the contract but not weaken it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._contract = Events(CONTRACT, own=self)

    def violation(self, frame: dict[str, Any]) -> str:
        if _kind(frame["event"]) not in self._contract.payloads:
            return super().violation(frame)
        return super().violation(frame) or self._contract.violation(frame)


@lru_cache
def events(folder: Path = CONTRACT) -> Events:
    """The events of the project in `folder`, or of the contract."""
    return ProjectEvents(folder) if (folder / "asyncapi.yaml").exists() else Events(CONTRACT)


@dataclass(frozen=True)
class Check:
    """`content` validates the JSON in an event's `data` if that is a string."""

    whole: jsonschema_rs.Draft202012Validator
    content: jsonschema_rs.Draft202012Validator | None

    def violation(self, frame: dict[str, Any]) -> str:
        wrong = errors(self.whole, frame)
        if wrong or self.content is None:
            return wrong
        try:
            return errors(self.content, json.loads(frame["data"]))
        except ValueError:
            return "$.data: is not a string with JSON"


def _kind(name: str) -> str:
    return "client-" if name.startswith("client-") else name


def _content(payload: dict[str, Any]) -> Any:
    """The schema of the JSON in the string `data`; None if `data` is not such a string."""
    data = payload.get("properties", {}).get("data", {})
    found = [
        each["x-content-schema"] for each in (data, *data.get("allOf", [])) if "x-content-schema" in each
    ]
    return found[0] if found else None


def _validator(schema: Any) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
