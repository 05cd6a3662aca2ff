"""Create a new project, completely or not at all."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffolder import processes, temporary
from scaffolder.errors import ScaffolderError
from scaffolder.git import repository
from scaffolder.project import locking
from scaffolder.template import catalog, toolchains
from scaffolder.template.toolchains import Tool
from scaffolder.template.versions import TemplateVersion

if TYPE_CHECKING:
    from scaffolder.template.rendering import Draft

FIRST_COMMIT = "Initial commit"

_UNCOMMITTED = "The template has uncommitted changes, which are in the project too."


@dataclass(frozen=True)
class Creation:
    """A project that was or would be created.

    `facts` describe its stack, `about` the project. `files` has the size of each file in bytes, `templates` its
    template. `notes` are sentences about what was skipped or done differently, `lacking` the required programs that
    this machine does not have.
    """

    folder: Path
    source: TemplateVersion
    answers: Mapping[str, Any]
    facts: Mapping[str, Any]
    about: Mapping[str, Any]
    files: Mapping[str, int]
    templates: Mapping[str, str]
    notes: Sequence[str]
    lacking: Sequence[str]


def generate(
    source: TemplateVersion,
    folder: Path | None,
    answers: Mapping[str, object],
    *,
    dry_run: bool = False,
    git: bool = True,
    lock: bool = True,
    message: str = FIRST_COMMIT,
    lacks: Callable[[Sequence[Tool]], None] = lambda tools: None,
    progress: Callable[[str], None] = lambda step: None,
) -> Creation:
    """Write a project into `folder`, by default a folder with its name in the current one.

    A project without a name is named after its folder. It is written next to its destination and moved there in one
    step, so that a failure does not change the destination. `lacks` is called with the missing tools before anything
    is written; a `dry_run` only writes to the system's temporary folder.
    """
    if folder is not None:
        check_destination(folder)
    with _answered(source, folder, answers) as project:
        folder = (folder or Path(project.answers["name"])).absolute()
        check_destination(folder)
        known = catalog.load(source.folder)
        lacking = toolchains.lacking(known, project.answers["stack"])
        lacks(lacking)
        facts, about = known.facts(project.answers["stack"]), known.about(project.answers["project"])
        notes = [_UNCOMMITTED] if source.changed else []
        with temporary.folder() if dry_run else _in_whole(folder) as draft:
            progress(f"{'Rendering' if dry_run else 'Writing'} {facts['title']} {project.answers['project']}")
            project.write(draft)
            files = {
                path.relative_to(draft).as_posix(): path.lstat().st_size
                for path in sorted(draft.rglob("*"))
                if not path.is_dir()
            }
            if lock and facts["lock"] and not dry_run:
                notes += _lock(draft, facts["lock"], lacking, progress)
            if git and not dry_run:
                notes += _commit(draft, folder, message, progress)
    return Creation(
        folder=folder,
        source=source,
        answers=project.answers,
        facts=facts,
        about=about,
        files=files,
        templates=project.templates,
        notes=notes,
        lacking=[tool.command for tool in lacking],
    )


@contextmanager
def _answered(source: TemplateVersion, folder: Path | None, answers: Mapping[str, object]) -> Iterator[Draft]:
    from scaffolder.template import rendering

    named = dict(answers)
    if folder is not None:
        named.setdefault("name", folder.absolute().name)
    place = folder or Path(str(named.get("name", "project")))
    try:
        with rendering.answered(source, answers=named, suggestions=suggestions(place)) as project:
            yield project
    except ScaffolderError as error:
        if error.question != "name" or "name" in answers:
            raise
        words = f"{error} That is the folder's name; you could give --name {name_like(place)}."
        raise ScaffolderError(words, code=error.code, question="name") from None


def name_like(folder: Path) -> str:
    """A valid name that resembles the folder's invalid one."""
    words = re.findall("[a-z0-9]+", folder.absolute().name.lower())
    name = "-".join(words) if words and words[0][0].isalpha() else "my-project"
    return f"my-{name}" if name == folder.absolute().name else name


def suggestions(folder: Path) -> dict[str, object]:
    """Suggested answers for a project in `folder`: the name of the git user as the author."""
    return {"author": name} if (name := _plain(repository.user_name(folder))) else {}


def check_destination(folder: Path) -> None:
    """Raise if the folder cannot hold a new project."""
    if folder.is_symlink() and not folder.exists():
        raise ScaffolderError(
            f"{folder} is a broken symbolic link. Choose another folder.", code="folder-dangling"
        )
    if folder.exists() and not folder.is_dir():
        raise ScaffolderError(f"{folder} is a file. Choose another folder.", code="folder-is-file")
    if folder.is_dir() and any(folder.iterdir()):
        raise ScaffolderError(
            f"{folder} is not empty. Choose another folder, or empty it first.", code="folder-not-empty"
        )


@contextmanager
def _in_whole(folder: Path) -> Iterator[Path]:
    """A draft folder that becomes `folder` if the block succeeds, and is removed otherwise.

    An existing folder is filled, because it may be the current one or a mount point.
    """
    folder = folder.resolve()
    exists = folder.is_dir()
    parents = _make_parents(folder)
    draft: Path | None = None
    try:
        draft = Path(tempfile.mkdtemp(prefix=".scaffolder-", dir=folder if exists else folder.parent))
        yield draft
        with processes.uninterrupted():
            if exists:
                _fill(folder, draft)
            else:
                _move(draft, folder)
            parents = []
    finally:
        with processes.uninterrupted():
            if draft is not None:
                temporary.remove(draft)
            for parent in parents:
                with suppress(OSError):
                    parent.rmdir()


def _make_parents(folder: Path) -> list[Path]:
    """Create the parents of `folder`; return those that were missing, innermost first."""
    missing = [parent for parent in folder.parents if not parent.exists()]
    folder.parent.mkdir(parents=True, exist_ok=True)
    return missing


def _move(draft: Path, folder: Path) -> None:
    """Rename `draft` to `folder`; raise if that was created and filled in the meantime."""
    umask = os.umask(0)
    os.umask(umask)
    draft.chmod(0o777 & ~umask)
    try:
        draft.rename(folder)
    except OSError:
        _refuse_filled(folder, draft)
        raise


def _fill(folder: Path, draft: Path) -> None:
    """Move the content of `draft` into `folder`, which contains it: everything or nothing."""
    _refuse_filled(folder, draft)
    moved: list[Path] = []
    try:
        for path in sorted(draft.iterdir()):
            moved.append(path.rename(folder / path.name))
    except OSError:
        for path in moved:
            path.rename(draft / path.name)
        raise


def _refuse_filled(folder: Path, draft: Path) -> None:
    if folder.is_dir() and any(path != draft for path in folder.iterdir()):
        raise ScaffolderError(
            f"{folder} was filled by another program in the meantime. Nothing was written.",
            code="folder-not-empty",
        )


def _lock(
    folder: Path, lock: Mapping[str, Any], lacking: Sequence[Tool], progress: Callable[[str], None]
) -> list[str]:
    """Create the lock file with the stack's own tools; without them, add a note how to create it."""
    later = f"The project has no {lock['file']} yet: run `{lock['command']}` and commit the file."
    program = lock["command"].split()[0]
    if any(tool.state == "old" or tool.command == program for tool in lacking):
        return [later]
    problem = locking.lock(folder, lock, progress)
    if not problem:
        return []
    (folder / lock["file"]).unlink(missing_ok=True)
    return [f"{problem} {later}"]


def _commit(draft: Path, folder: Path, message: str, progress: Callable[[str], None]) -> list[str]:
    outer = repository.enclosing(folder)
    if outer is not None:
        return [f"{folder} is inside the repository {outer}, so no repository was created. Commit it there."]
    progress("Committing")
    commit = repository.commit_all(draft, message)
    if commit.fallback:
        words = f"git has no user.name and user.email, so the first commit is by {commit.author}. "
        return [words + "Set them, then `git commit --amend --reset-author --no-edit`."]
    return []


def _plain(name: str | None) -> str:
    """A name without the characters that answers must not contain."""
    return "".join(
        character for character in name or "" if character.isprintable() and character not in '"\\`$<>|'
    ).strip()
