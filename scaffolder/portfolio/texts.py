"""The user's own texts, in portfolio.yml: written once, then only read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scaffolder.errors import ScaffolderError
from scaffolder.template import catalog

FILE = "portfolio.yml"

KEYS = ("name", "sentence", "links", "projects")
PROJECT_KEYS = ("title", "text", "live", "repository", "api")
ADDRESSES = ("live", "repository", "api")

_HEAD = """\
# The texts of your portfolio. Change them and run `scaffolder portfolio` again: it never changes this file.
"""
_PROJECTS = """
# What differs from a project's own files: title, text, live (where it runs), repository, api (its API reference).
"""


@dataclass(frozen=True)
class Texts:
    """The person, and for each project by its name what is not taken from its own files."""

    name: str
    sentence: str
    links: Mapping[str, str]
    projects: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read(file: Path) -> Texts:
    """The texts in `file`. Keys without a value are ignored."""
    return parse(catalog.read_mapping(file), str(file))


def parse(document: Mapping[str, Any], where: str) -> Texts:
    """Check the texts in `document`; errors name it as `where`."""
    _refuse_unknown(document, KEYS, where)
    projects = {
        name: _project(_mapping(details, f"{where}: projects.{name}"), f"{where}: projects.{name}")
        for name, details in _mapping(document.get("projects"), f"{where}: projects").items()
    }
    name = _text(document.get("name"), f"{where}: name")
    if not name.strip():
        raise ScaffolderError(f"{where}: name is empty. It is the title of the page.", code="text-invalid")
    return Texts(
        name=name,
        sentence=_text(document.get("sentence") or "", f"{where}: sentence"),
        links={
            label: _link(address, f"{where}: links.{label}")
            for label, address in _mapping(document.get("links"), f"{where}: links").items()
        },
        projects=projects,
    )


def is_link(address: str) -> bool:
    """Whether a browser only opens a page or a mail program for it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if not address.isprintable() or re.search(r"[\s<>\"\\]", address):
        return False
    return bool(parts.hostname) if parts.scheme in ("http", "https") else address.startswith("mailto:")


def written(texts: Texts, names: Sequence[str]) -> str:
    """The first portfolio.yml, with an empty `live` for each of the projects in `names`."""
    links = "".join(f"  {_quoted(label)}: {_quoted(link)}\n" for label, link in texts.links.items())
    projects = "".join(f"  {_quoted(name)}:\n    live:\n" for name in names)
    return (
        f"{_HEAD}name: {_quoted(texts.name)}\nsentence: {_quoted(texts.sentence)}\n"
        f"links:\n{links}{_PROJECTS}projects:\n{projects}"
    )


def _project(details: Mapping[str, Any], where: str) -> dict[str, str]:
    _refuse_unknown(details, PROJECT_KEYS, where)
    return {
        key: (_link if key in ADDRESSES else _text)(value, f"{where}.{key}")
        for key, value in details.items()
        if value not in (None, "")
    }


def _refuse_unknown(document: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    for key in document:
        if key not in known:
            raise ScaffolderError(
                f'{where} has the unknown key "{key}". The keys are: {", ".join(known)}.', code="key-unknown"
            )


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise ScaffolderError(f"{where} must contain `key: value` lines.", code="text-invalid")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise ScaffolderError(f"{where} must be text. Put it in quotes.", code="text-invalid")
    # Python decodes invalid bytes of the command line into surrogates.
    if any(0xD800 <= ord(character) < 0xE000 for character in value):
        raise ScaffolderError(f"{where} is not valid UTF-8.", code="text-invalid")
    return value


def _link(value: object, where: str) -> str:
    address = _text(value, where)
    if not is_link(address):
        raise ScaffolderError(
            f'{where} is "{address}". Give an address that starts with https://, http:// or mailto:.',
            code="link-invalid",
        )
    return address


def _quoted(text: str) -> str:
    """A YAML string; YAML reads the escapes of JSON."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(each if each.isprintable() else f"\\U{ord(each):08x}" for each in quoted)
