"""Merge the layers of a template in memory: nothing is written before everything has been rendered."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from scaffolder.errors import ScaffolderError


@dataclass(frozen=True)
class File:
    """A file of a project, with its permission bits and its template."""

    mode: int
    content: bytes
    template: str = ""


def places(
    layers: Path, name: Callable[[str], str], *, suffix: str, template: Path
) -> Iterator[tuple[PurePosixPath, os.DirEntry[str]]]:
    """Yield the destination of each file in `layers` of a `template`; `name` renders the names of folders and files.

    Folders whose name renders to nothing are not read: a project uses only a small part of a template.
    """
    waiting = [(PurePosixPath(), os.fspath(layers))]
    while waiting:
        above, folder = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                is_folder = entry.is_dir()
                if named := name(entry.name if is_folder else entry.name.removesuffix(suffix)):
                    place = above / named
                    _refuse_to_leave(place, entry, template)
                    if is_folder:
                        waiting.append((place, entry.path))
                    else:
                        yield place, entry


def _refuse_to_leave(place: PurePosixPath, entry: os.DirEntry[str], template: Path) -> None:
    """Raise if a template refers to files outside of the project or the template."""
    if place.is_absolute() or ".." in place.parts:
        raise ScaffolderError(
            f"The template has a path outside of the project: {place}.", code="template-unsafe"
        )
    # On other systems, git treats these as its own folder too.
    if any(part.lower().rstrip(". ") in (".git", "git~1") for part in place.parts):
        raise ScaffolderError(f"The template has a path reserved by git: {place}.", code="template-unsafe")
    if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(template.resolve()):
        raise ScaffolderError(
            f"The template has a link to a file outside of it: {place}.", code="template-unsafe"
        )


def write(files: Mapping[str, File], folder: Path) -> None:
    """Write `files` into a folder that does not contain any of them."""
    for parent in dict.fromkeys((folder / path).parent for path in files):
        parent.mkdir(parents=True, exist_ok=True)
    for path, file in files.items():
        (folder / path).write_bytes(file.content)
        (folder / path).chmod(file.mode)


def read(folder: Path) -> dict[str, File]:
    """Every file below `folder`."""
    return {
        path.relative_to(folder).as_posix(): File(path.stat().st_mode & 0o777, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }
