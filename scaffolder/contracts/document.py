"""Validate responses against an OpenAPI document.

openapi-core takes 3 ms per response because it creates a validator for each header. Here they are created once. They come
from jsonschema-rs because jsonschema takes 2 s to import if some of its format checkers are installed.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import httpx
import jsonschema_rs
import yaml

METHODS = frozenset({"get", "put", "post", "delete", "patch", "head", "options", "trace"})
PARAMETER = re.compile(r"\{[^}]*\}")
# Keywords that contain schemas: alternatives and parts of this value, and schemas of its items and members.
PARTS = frozenset({"allOf", "anyOf", "oneOf"})
INNER = frozenset({"items", "additionalProperties"})


class Document:
    def __init__(self, path: Path, own: "Document | None" = None):
        """`own` is a project's document: members that it adds to responses are allowed."""
        self.raw = _read(path)
        self.prefix = _path_of(self.raw["servers"])
        self.responses = {
            (PARAMETER.sub("{}", template), method, status): self.resolve(response)
            for template, item in self.raw["paths"].items()
            for method in METHODS & item.keys()
            for status, response in item[method]["responses"].items()
        }
        added = own.bodies if own else lambda *_: {}
        self._operations = [
            _Operation(
                method=method.upper(),
                parameters=template.count("{"),
                path=re.compile(
                    _path_of(item["servers"]) + pattern if "servers" in item else self.prefix + pattern
                ),
                responses={
                    status: self._answer(response, added(template, method, status))
                    for status, response in operation["responses"].items()
                },
            )
            # A path without parameters takes precedence over one whose parameters would also match.
            for template, item in sorted(self.raw["paths"].items(), key=lambda entry: entry[0].count("{"))
            for pattern in [re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(template))]
            for method, operation in item.items()
            if method in METHODS
        ]

    def violation(self, answer: httpx.Response) -> str | None:
        """Describe in one sentence how a response violates the document; None if it is valid."""
        operation = self._operation(answer.request.method, answer.request.url.path)
        if operation is None:
            return "The document has no such operation."
        promised = operation.responses.get(str(answer.status_code)) or operation.responses.get("default")
        if promised is None:
            return f"The document has no response {answer.status_code} for this operation."
        return promised.violation(answer)

    def bodies(self, template: str, method: str, status: str) -> dict[str, Any]:
        """The schemas of one response by media type, whatever the path parameters are called."""
        response = self.responses.get((PARAMETER.sub("{}", template), method, status), {})
        return {
            media_type: self.inlined(content.get("schema", {}))
            for media_type, content in response.get("content", {}).items()
        }

    def describe_responses(self, method: str, path: str) -> str:
        """The documented responses of an operation, one per line."""
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

    def _answer(self, response: Mapping[str, Any], added: Mapping[str, Any]) -> "_Answer":
        response = self.resolve(response)
        headers = {name: self.resolve(header) for name, header in response.get("headers", {}).items()}
        return _Answer(
            description=response.get("description", "").strip().partition("\n")[0],
            required=[name for name, header in headers.items() if header.get("required")],
            headers={name: _schema(self.inlined(header["schema"])) for name, header in headers.items()},
            bodies={
                media_type: _schema(
                    widened(self.inlined(content.get("schema", {})), [added.get(media_type, {})])
                )
                for media_type, content in response.get("content", {}).items()
            },
        )

    def inlined(self, node: Any) -> Any:
        """The schema with all references resolved; following them took most of the validation time."""
        if isinstance(node, list):
            return [self.inlined(each) for each in node]
        if not isinstance(node, Mapping):
            return node
        rest = {name: self.inlined(value) for name, value in node.items() if name != "$ref"}
        if "$ref" not in node:
            return rest
        target = self.inlined(self.resolve({"$ref": node["$ref"]}))
        return {"allOf": [target, rest]} if rest else target

    def resolve(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in node:
            target: Any = self.raw
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node


class ProjectDocument(Document):
    """A project's own document, which can extend the contract but not weaken it."""

    def __init__(self, path: Path, contract: Path):
        super().__init__(path)
        self.contract = Document(contract, own=self)

    def violation(self, answer: httpx.Response) -> str | None:
        return super().violation(answer) or self._broken_promise(answer)

    def _broken_promise(self, answer: httpx.Response) -> str | None:
        asked = answer.request.method, answer.request.url.path
        own, promised = self._operation(*asked), self.contract._operation(*asked)
        is_added = own and promised and own.parameters < promised.parameters
        if promised is None or is_added or (wrong := self.contract.violation(answer)) is None:
            return None
        return f"{wrong} The project's openapi.yaml allows it, but the contract does not."


@lru_cache
def document(path: Path, contract: Path | None = None) -> Document:
    """The document at `path`. If it differs from `contract`, responses have to match both."""
    if contract is None or _promises(path) == _promises(contract):
        return Document(path)
    return ProjectDocument(path, contract)


def _promises(path: Path) -> dict[str, Any]:
    """The document without `info`, because each project has its own title."""
    return {key: value for key, value in _read(path).items() if key != "info"}


def _read(path: Path) -> dict[str, Any]:
    raw: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506
    return raw


def widened(schema: Any, own: list[Any]) -> Any:
    """The schema, also allowing the members that the `own` schemas have in the same places."""
    if not isinstance(schema, Mapping):
        return schema
    parts = [part for each in own for part in _parts(each)]
    result = dict(schema)
    for word in PARTS & schema.keys():
        result[word] = [widened(each, own) for each in schema[word]]
    if "properties" in schema:
        theirs: dict[str, list[Any]] = {}
        for part in parts:
            for name, member in part.get("properties", {}).items():
                theirs.setdefault(name, []).append(member)
        known = {name: widened(member, theirs.get(name, [])) for name, member in schema["properties"].items()}
        result["properties"] = dict.fromkeys(theirs, True) | known
    for word in INNER & schema.keys():
        result[word] = widened(schema[word], [part[word] for part in parts if word in part])
    return result


def _parts(schema: Any) -> Iterator[Mapping[str, Any]]:
    """A schema and its subschemas in `allOf`, `anyOf` and `oneOf`."""
    if isinstance(schema, Mapping):
        yield schema
        for word in PARTS & schema.keys():
            for each in schema[word]:
                yield from _parts(each)


@dataclass(frozen=True)
class _Operation:
    method: str
    parameters: int
    path: re.Pattern[str]
    responses: dict[str, "_Answer"]


@dataclass(frozen=True)
class _Answer:
    """The documented response of one operation for one status."""

    description: str
    required: list[str]
    headers: dict[str, "_Schema"]
    bodies: dict[str, "_Schema"]

    def violation(self, answer: httpx.Response) -> str | None:
        for name in self.required:
            if name not in answer.headers:
                return f"The header {name} is missing."
        for name, schema in self.headers.items():
            if name in answer.headers and (wrong := schema.errors(schema.typed(answer.headers[name]))):
                return f"The header {name} does not match the schema: {wrong}"
        if not self.bodies:
            return f"A response {answer.status_code} should not have a body here." if answer.content else None
        media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in self.bodies:
            return f"The media type is {media_type or 'missing'}, not {' or '.join(self.bodies)}."
        body: Any = answer.text
        if media_type == "application/json" or media_type.endswith("+json"):
            try:
                body = json.loads(answer.content)
            except ValueError as error:
                return f"The body is not JSON: {error}"
        wrong = self.bodies[media_type].errors(body)
        return f"The body does not match the schema: {wrong}" if wrong else None


@dataclass(frozen=True)
class _Schema:
    validator: jsonschema_rs.Draft202012Validator
    is_integer: bool

    def errors(self, value: Any) -> str:
        return errors(self.validator, value)

    def typed(self, text: str) -> str | int:
        """A header's value in the type of the schema."""
        return int(text) if self.is_integer and re.fullmatch(r"-?[0-9]+", text) else text


def _schema(schema: dict[str, Any]) -> _Schema:
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    return _Schema(validator=validator, is_integer=schema.get("type") == "integer")


def errors(validator: jsonschema_rs.Draft202012Validator, value: Any) -> str:
    """All violations of the schema, each with its JSON path; empty if `value` is valid."""
    return "; ".join(
        f"{_json_path(error.instance_path)}: {error.message}" for error in validator.iter_errors(value)
    )


def _json_path(parts: Iterable[str | int]) -> str:
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)


def _path_of(servers: list[dict[str, Any]]) -> str:
    url: str = servers[0]["url"]
    return urlsplit(url).path.rstrip("/")


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Keeps timestamps such as 2026-01-31T09:00:00.000Z as strings, as JSON does."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
