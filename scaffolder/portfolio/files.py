"""Writing a portfolio again without losing what the user changed in it."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from scaffolder import processes, temporary
from scaffolder.errors import ScaffolderError

# What the last run wrote: the digest of each file by its path.
RECORD = ".portfolio.json"

_PICTURE = re.compile(r"site/pictures/[\w-]+(\.dark)?\.\w+")


def write(files: Mapping[str, bytes], folder: Path, *, page: str, once: Mapping[str, bytes]) -> list[str]:
    """Write `files` into `folder`, all or none; return those that the user changed, which are kept.

    If the user changed the `page` itself, ScaffolderError. Pictures of projects that are gone are removed.
    The files in `once` do not exist yet, and are the user's afterwards.
    """
    for path in files:
        refuse_file((folder / path).parent)
    before = _recorded(folder / RECORD)
    kept = [path for path, content in files.items() if _is_changed(folder / path, content, before.get(path))]
    if page in kept:
        raise ScaffolderError(
            f"{folder / page} was changed by hand. Put your texts into portfolio.yml, and move or delete that file. "
            "Nothing was written.",
            code="page-changed",
            exit_code=1,
        )
    digests = {path: _digest(content) for path, content in files.items()}
    content = json.dumps(digests, indent=2, sort_keys=True).encode() + b"\n"
    wanted = {path: files[path] for path in files if path not in kept} | {RECORD: content, **once}
    gone = [
        path
        for path in before.keys() - files.keys()
        if _PICTURE.fullmatch(path) and not _is_changed(folder / path, b"", before[path])
    ]
    _replace(wanted, gone, folder)
    return kept


def refuse_file(folder: Path) -> None:
    """Raise if there is a file where the folder must be."""
    for path in (folder, *folder.parents):
        if path.exists() and not path.is_dir():
            raise ScaffolderError(f"{path} is a file. Choose another folder.", code="folder-is-file")


def _recorded(file: Path) -> dict[str, str]:
    """The digests; none if the record is damaged, so that every file counts as changed."""
    with suppress(OSError, ValueError):
        document = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(document, dict):
            return {path: str(digest) for path, digest in document.items()}
    return {}


def _is_changed(file: Path, content: bytes, recorded: str | None) -> bool:
    """Whether a file is neither as it was written before nor as it would be written now."""
    if not file.is_file():
        return file.exists()
    return _digest(file.read_bytes()) not in (recorded, _digest(content))


def _digest(content: bytes) -> str:
    """The same whichever line endings git checked out."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def _replace(files: Mapping[str, bytes], gone: list[str], folder: Path) -> None:
    """Put `files` in place and remove those that are `gone`; after an error everything is as before."""
    made = _make_folders([folder, *((folder / path).parent for path in files)])
    draft = None
    try:
        draft = Path(tempfile.mkdtemp(prefix=".scaffolder-", dir=folder))
        for number, content in enumerate(files.values()):
            (draft / f"new-{number}").write_bytes(content)
        with processes.uninterrupted():
            _swap(draft, [folder / path for path in files], [folder / path for path in gone])
            made = []
    finally:
        with processes.uninterrupted():
            if draft is not None:
                temporary.remove(draft)
            for each in reversed(made):
                with suppress(OSError):
                    each.rmdir()


def _swap(draft: Path, targets: list[Path], gone: list[Path]) -> None:
    moved: list[tuple[Path, Path]] = []
    added: list[Path] = []
    try:
        for number, target in enumerate([*targets, *gone]):
            if target.is_file():
                moved.append((target, target.rename(draft / f"old-{number}")))
            if number < len(targets):
                added.append((draft / f"new-{number}").rename(target))
    except OSError:
        for target in added:
            target.unlink()
        for target, old in moved:
            old.rename(target)
        raise


def _make_folders(folders: list[Path]) -> list[Path]:
    """Create the folders; return those that were missing, outermost first."""
    missing = {path for folder in folders for path in (folder, *folder.parents) if not path.exists()}
    made: list[Path] = []
    try:
        for path in sorted(missing):
            path.mkdir()
            made.append(path)
    except OSError:
        for path in reversed(made):
            path.rmdir()
        raise
    return made
