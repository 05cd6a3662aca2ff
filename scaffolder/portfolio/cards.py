"""What the site shows of a project: its answers, README, picture and remote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffolder.errors import ScaffolderError, refused_by_system
from scaffolder.git import repository
from scaffolder.portfolio.texts import is_link
from scaffolder.project import record
from scaffolder.template import catalog

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif")

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_DECISIONS = re.compile(r"^## Decisions worth talking about\n(.*?)(?=^##? |\Z)", re.MULTILINE | re.DOTALL)
_ITEM = re.compile(r"^[-*] +(.+?)(?=^[-*] |\Z)", re.MULTILINE | re.DOTALL)
_LIVE = re.compile(r"\*\*Live at:\*\* (?:\[[^]]*\]\(|<)?(https?://[^\s<>()]+)")
_TITLED = re.compile(r"\*\*(.+?)\*\* *(.*)")


@dataclass(frozen=True)
class Decision:
    """A design decision. Each part of its texts says whether it is code."""

    title: Sequence[tuple[bool, str]]
    why: Sequence[tuple[bool, str]]


@dataclass(frozen=True)
class Card:
    """One project of the site. `picture` and `dark_picture` are files of the project."""

    name: str
    title: str
    kind: str
    stack: str
    text: str
    repository: str | None
    live: str | None
    api: str | None
    picture: Path | None
    dark_picture: Path | None
    decisions: Sequence[Decision]


def read_projects(
    paths: Sequence[Path], *, besides: Path
) -> tuple[list[record.Project], list[ScaffolderError]]:
    """The projects at or directly below `paths`, and an error for each folder that is not one; never `besides`."""
    found: dict[str, record.Project] = {}
    problems: list[ScaffolderError] = []
    for path in paths:
        for folder in _candidates(path, besides):
            try:
                project = record.read(folder)
                # Fails if git refuses the folder, for example because it belongs to someone else.
                _repository(folder)
                other = found.setdefault(name_of(project), project)
                if other.folder != project.folder:
                    raise ScaffolderError(
                        f"{folder} and {other.folder} have the same name. "
                        "Rename one with `scaffolder update --set name=NAME`.",
                        code="name-taken",
                        exit_code=1,
                    )
            except ScaffolderError as error:
                problems.append(error)
            except OSError as error:
                problems.append(refused_by_system(error))
    return list(found.values()), problems


def card_of(project: record.Project, texts: Mapping[str, str]) -> Card:
    """The card of a project, with the user's `texts` instead of its own."""
    readme = _readme(project.folder)
    about, facts = _known(project)
    kind, stack = project.kind
    picture, dark = _pictures(project.folder / "docs", readme)
    live = texts.get("live") or _live(readme)
    return Card(
        name=name_of(project),
        title=texts.get("title", name_of(project)),
        kind=about.get("title", kind),
        stack=facts.get("title", stack),
        text=texts.get("text", about.get("shows", str(project.answers.get("description", "")))),
        repository=texts.get("repository") or _repository(project.folder),
        live=live,
        api=texts.get("api") or (f"{live.rstrip('/')}/docs" if live else None),
        picture=picture,
        dark_picture=dark,
        decisions=list(_decisions(readme)),
    )


def name_of(project: record.Project) -> str:
    """The name, which also names files of the site."""
    name = str(project.answers.get("name", project.folder.name))
    if not _NAME.fullmatch(name):
        raise ScaffolderError(
            f'{project.folder / record.ANSWERS} has the name "{name}", which no project can have.',
            code="name-invalid",
            exit_code=1,
        )
    return name


def _candidates(path: Path, besides: Path) -> list[Path]:
    """The folder itself, or the folders in it if one of them is a project."""
    if _is_project(path) or not path.is_dir():
        return [path]
    inside = [
        folder
        for folder in sorted(path.iterdir())
        if folder.is_dir() and not folder.name.startswith(".") and folder.resolve() != besides.resolve()
    ]
    return inside if any(_is_project(folder) for folder in inside) else [path]


def _is_project(folder: Path) -> bool:
    with suppress(OSError):
        return (folder / record.ANSWERS).is_file()
    return False


def _readme(folder: Path) -> str:
    file = folder / "README.md"
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def _live(readme: str) -> str | None:
    """The address that the user wrote into the README after the project's first deployment."""
    found = _LIVE.search(readme)
    return found[1] if found and is_link(found[1]) else None


def _known(project: record.Project) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The facts about the project and its stack; none about those of other templates."""
    known = catalog.load()
    kind, stack = project.kind
    if (kind, stack) not in known.cells():
        return {}, {}
    return known.about(kind), known.facts(stack)


def _pictures(folder: Path, readme: str) -> tuple[Path | None, Path | None]:
    """The picture in `folder` that the README shows first, or else the first one, and its dark version.

    Links to other folders are not followed, because the site would publish what they point to.
    """
    there = {
        file.name: file
        for file in sorted(folder.glob("*"))
        if file.suffix.lower() in PICTURES and file.is_file() and file.resolve().parent == folder
    }
    shown = [name for name in re.findall(r"docs/([\w.-]+)", readme) if name in there]
    light = next((name for name in [*shown, *there] if "-dark." not in name), "")
    dark = there.get(light.replace("-light.", "-dark.")) if "-light." in light else None
    return there.get(light), dark


def _repository(folder: Path) -> str | None:
    """The page of the repository's origin."""
    with repository.git_in(folder) as git:
        address = repository.address(git) if repository.top_level(git) else None
    page = repository.page(address) if address else ""
    return page if is_link(page) else None


def _decisions(readme: str) -> Iterator[Decision]:
    section = _DECISIONS.search(readme)
    for item in _ITEM.findall(section[1]) if section else []:
        text = " ".join(item.split())
        titled = _TITLED.match(text)
        title, why = titled.groups() if titled else ("", text)
        yield Decision(title=_parts(title.removesuffix(".")), why=_parts(why))


def _parts(markdown: str) -> list[tuple[bool, str]]:
    """Split a line at its code; links and emphasis become plain text."""
    parts = enumerate(re.split("`([^`]+)`", markdown))
    return [(index % 2 == 1, part if index % 2 else _plain(part)) for index, part in parts if part]


def _plain(markdown: str) -> str:
    return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", markdown).replace("**", "")
