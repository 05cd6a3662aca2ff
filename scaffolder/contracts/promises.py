"""Compare a project's document with the contract: it may add to it, but must not weaken it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scaffolder.contracts.document import Document

# Keywords that restrict a value. A project that omits one of these allows more.
LIMITS = ("type", "const", "enum", "format", "pattern", "minimum", "maximum", "maxLength", "maxItems")


def weakened(own: Document, contract: Document) -> Iterator[str]:
    """Guarantees of the contract that are missing in the project's document, one per line."""
    for (template, method, status), promised in contract.responses.items():
        place = f"{method.upper()} {template} {status}"
        response = own.responses.get((template, method, status))
        if response is None:
            yield f"{place} is missing."
            continue
        for name, header in promised.get("headers", {}).items():
            theirs = own.resolve(response.get("headers", {}).get(name, {}))
            if contract.resolve(header).get("required") and not theirs.get("required"):
                yield f"{place}: the header {name} may be missing."
        bodies = own.bodies(template, method, status)
        for media_type, schema in contract.bodies(template, method, status).items():
            for problem in _weaker(schema, [bodies.get(media_type, {})], "$"):
                yield f"{place}: {problem}"


def _weaker(promised: Any, own: Sequence[Any], place: str) -> Iterator[str]:
    """`own` are schemas that all apply to the same value."""
    if not isinstance(promised, Mapping):
        return
    together = [part for each in own for part in _all_of(each)]
    for limit in LIMITS:
        if limit in promised and not any(_keeps(part, limit, promised[limit]) for part in together):
            yield f"{place} may have a different {limit}."
    required = {name for part in together for name in part.get("required", [])}
    for name in promised.get("required", []):
        if name not in required:
            yield f"{place}.{name} may be missing."
    for name, member in promised.get("properties", {}).items():
        members = [part["properties"][name] for part in together if name in part.get("properties", {})]
        yield from _weaker(member, members, f"{place}.{name}")
    if promised.get("additionalProperties") is False and not any(
        part.get("additionalProperties") is False for part in together
    ):
        yield f"{place} may have unknown members."
    if "items" in promised:
        yield from _weaker(
            promised["items"], [part["items"] for part in together if "items" in part], f"{place}[]"
        )
    for each in promised.get("allOf", []):
        yield from _weaker(each, own, place)


def _keeps(schema: Mapping[str, Any], limit: str, value: Any) -> bool:
    """Whether a schema is at least as strict as `value`."""
    if limit not in schema:
        return False
    given = schema[limit]
    if limit in ("type", "enum"):
        return _values(given) <= _values(value)
    if limit.startswith("max"):
        return bool(given <= value)
    return bool(given >= value) if limit == "minimum" else bool(given == value)


def _values(given: Any) -> set[str]:
    return {str(each) for each in given} if isinstance(given, list) else {str(given)}


def _all_of(schema: Any) -> Iterator[Mapping[str, Any]]:
    """A schema and those in its `allOf`; alternatives are not followed."""
    if isinstance(schema, Mapping):
        yield schema
        for each in schema.get("allOf", []):
            yield from _all_of(each)
