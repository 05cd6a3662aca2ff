"""A project's OpenAPI document, and whether an answer is one that it allows.

openapi-core takes 3 ms an answer, as it makes a validator for each header: here they are made once, by jsonschema-rs, as
jsonschema takes 2 s to import where some of its format checkers are installed.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import httpx
import jsonschema_rs
import yaml

METHODS = frozenset({"get", "put", "post", "delete", "patch", "head", "options", "trace"})


class Document:
    def __init__(self, path: Path):
        self.raw: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506
        self.prefix = _path_of(self.raw["servers"])
        self._operations = [
            _Operation(
                method=method.upper(),
                path=re.compile(
                    _path_of(item["servers"]) + pattern if "servers" in item else self.prefix + pattern
                ),
                responses={
                    status: self._answer(response) for status, response in operation["responses"].items()
                },
            )
            # A fixed path goes before one with parameters that it would match, too.
            for template, item in sorted(self.raw["paths"].items(), key=lambda entry: entry[0].count("{"))
            for pattern in [re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(template))]
            for method, operation in item.items()
            if method in METHODS
        ]

    def complaint(self, answer: httpx.Response) -> str | None:
        """Say in one sentence what the document does not allow in this answer, or return None."""
        operation = self._operation(answer.request.method, answer.request.url.path)
        if operation is None:
            return "The document knows no such operation."
        promised = operation.responses.get(str(answer.status_code)) or operation.responses.get("default")
        if promised is None:
            return f"The document lists no {answer.status_code} here."
        return promised.complaint(answer)

    def promise(self, method: str, path: str) -> str:
        """The answers the document lists for an operation, one a line."""
        operation = self._operation(method, path)
        if operation is None:
            return "  (the document has no such operation)"
        return "\n".join(
            f"  {status}: {answer.description}" for status, answer in operation.responses.items()
        )

    def _operation(self, method: str, path: str) -> "_Operation | None":
        return next(
            (each for each in self._operations if each.method == method and each.path.fullmatch(path)), None
        )

    def _answer(self, response: Mapping[str, Any]) -> "_Answer":
        response = self._resolve(response)
        headers = {name: self._resolve(header) for name, header in response.get("headers", {}).items()}
        return _Answer(
            description=response.get("description", "").strip().partition("\n")[0],
            required=[name for name, header in headers.items() if header.get("required")],
            headers={name: self._validator(header["schema"]) for name, header in headers.items()},
            bodies={
                media_type: self._validator(content.get("schema", {}))
                for media_type, content in response.get("content", {}).items()
            },
        )

    def _validator(self, schema: Mapping[str, Any]) -> "_Schema":
        whole = self._inlined(schema)
        return _Schema(
            validator=jsonschema_rs.Draft202012Validator(whole, validate_formats=True),
            is_integer=whole.get("type") == "integer",
        )

    def _inlined(self, node: Any) -> Any:
        """The schema with what it refers to in its place: following references was most of the time."""
        if isinstance(node, list):
            return [self._inlined(each) for each in node]
        if not isinstance(node, Mapping):
            return node
        rest = {name: self._inlined(value) for name, value in node.items() if name != "$ref"}
        if "$ref" not in node:
            return rest
        target = self._inlined(self._resolve({"$ref": node["$ref"]}))
        return {"allOf": [target, rest]} if rest else target

    def _resolve(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in node:
            target: Any = self.raw
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node


@lru_cache
def document(path: Path) -> Document:
    return Document(path)


@dataclass(frozen=True)
class _Operation:
    method: str
    path: re.Pattern[str]
    responses: dict[str, "_Answer"]


@dataclass(frozen=True)
class _Answer:
    """What one status of one operation promises."""

    description: str
    required: list[str]
    headers: dict[str, "_Schema"]
    bodies: dict[str, "_Schema"]

    def complaint(self, answer: httpx.Response) -> str | None:
        for name in self.required:
            if name not in answer.headers:
                return f"The header {name} is missing."
        for name, schema in self.headers.items():
            if name in answer.headers and (wrong := schema.errors(schema.typed(answer.headers[name]))):
                return f"The header {name} is not allowed: {wrong}"
        if not self.bodies:
            return f"A {answer.status_code} has no body here." if answer.content else None
        media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in self.bodies:
            return f"The body is {media_type or 'of no type'}, not {' or '.join(self.bodies)}."
        body: Any = answer.text
        if media_type == "application/json" or media_type.endswith("+json"):
            try:
                body = json.loads(answer.content)
            except ValueError as error:
                return f"The body is not JSON: {error}"
        wrong = self.bodies[media_type].errors(body)
        return f"The schema does not allow the body: {wrong}" if wrong else None


@dataclass(frozen=True)
class _Schema:
    validator: jsonschema_rs.Draft202012Validator
    is_integer: bool

    def errors(self, value: Any) -> str:
        return errors(self.validator, value)

    def typed(self, text: str) -> str | int:
        """A header's value as the schema has it."""
        return int(text) if self.is_integer and re.fullmatch(r"-?[0-9]+", text) else text


def errors(validator: jsonschema_rs.Draft202012Validator, value: Any) -> str:
    """What the schema does not allow in `value`, each with its JSON path; empty when it is fine."""
    return "; ".join(
        f"{_json_path(error.instance_path)}: {error.message}" for error in validator.iter_errors(value)
    )


def _json_path(parts: Iterable[str | int]) -> str:
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)


def _path_of(servers: list[dict[str, Any]]) -> str:
    url: str = servers[0]["url"]
    return urlsplit(url).path.rstrip("/")


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """YAML as JSON sees it: an example like 2026-01-31T09:00:00.000Z stays a string."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
