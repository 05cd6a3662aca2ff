"""Compare a project with its template: status, diff, and restoring a file."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from scaffolder.errors import ScaffolderError
from scaffolder.git import repository, trees
from scaffolder.git.answers import answer
from scaffolder.git.trees import Change, Trees
from scaffolder.project import record
from scaffolder.project.record import Project
from scaffolder.template.catalog import Catalog
from scaffolder.template.sources import TemplateRepository

State = Literal["pristine", "customised", "drifted", "missing", "added"]


@dataclass(frozen=True)
class Status:
    """The state of a project. `problem` and `code` tell why its files could not be compared."""

    folder: str
    project: str
    stack: str
    version: str
    newest: str
    behind: bool
    files: Mapping[str, State] = field(default_factory=dict)
    problem: str | None = None
    code: str | None = None

    def paths(self, state: State) -> list[str]:
        return [path for path, found in self.files.items() if found == state]

    @property
    def fine(self) -> bool:
        """Up to date, and no file that the template owns was changed."""
        owned_are_whole = not self.paths("drifted")
        return not self.behind and self.problem is None and owned_are_whole

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"fine": self.fine}


@dataclass(frozen=True)
class Comparison:
    """A project's tree (`now`), the one that the template generated (`then`), and the template of each file."""

    made: Trees
    known: Catalog
    templates: Mapping[str, str]
    lock: str
    then: str
    now: str

    def files(self) -> dict[str, State]:
        files: dict[str, State] = dict.fromkeys(self.made.names(self.then), "pristine")
        for change in self.made.changes(self.then, self.now):
            if change.path != self.lock:
                files[change.path] = self._state(change)
        return dict(sorted(files.items()))

    def _state(self, change: Change) -> State:
        if change.kind == "A":
            return "added"
        if self.known.owns(change.path):
            return "drifted"
        return "missing" if change.kind == "D" else "customised"

    def patch(self, *options: str) -> str:
        return self.made.patch(self.then, self.now, *options, without=self.lock)


@contextmanager
def compared(project: Project, template: TemplateRepository) -> Iterator[Comparison]:
    """Render the version that `project` was generated from, and compare its files."""
    record.check_source(project, template)
    record.check_version(project, template)
    with trees.opened(project.folder) as opened:
        pristine = opened.scratch / "pristine"
        known, templates = record.render(project, template, pristine)
        then = opened.of_folder(pristine)
        lock = record.lock(known, project.answers).get("file", "")
        yield Comparison(opened, known, templates, lock, then, opened.of_project())


def status(folder: Path, template: TemplateRepository) -> Status:
    """The status of the project in `folder`, with a problem if it cannot be compared."""
    folder = record.root(folder)
    project = record.read(folder)
    newest = template.newest()
    kind, stack = project.kind
    files: dict[str, State] = {}
    problem, code, behind = None, None, False
    try:
        with compared(project, template) as comparison:
            files = comparison.files()
        behind = not template.contains(project.version, newest)
    except ScaffolderError as error:
        problem, code = str(error), error.code
    return Status(
        str(folder), kind, stack, project.version, template.described(newest), behind, files, problem, code
    )


def restore(file: Path, template: TemplateRepository, *, force: bool = False) -> Project:
    """Restore `file` from the template. Overwriting uncommitted changes needs `force`."""
    # Only the folder is resolved: if the file itself is a link, it is replaced, not followed.
    place = file.parent.resolve() / file.name
    if place.is_dir() and not place.is_symlink():
        raise ScaffolderError(f"{file} is a folder. Give the path of a file.", code="file-is-folder")
    project = record.read(place.parent)
    path = place.relative_to(project.folder)
    with compared(project, template) as comparison:
        pristine = comparison.made.scratch / "pristine" / path
        if not pristine.is_file() or pristine.is_symlink():
            raise ScaffolderError(
                f"{path} is not a file of the template in {project.version}.", code="file-not-of-template"
            )
        if os.path.lexists(place) and not force and not _committed(place):
            raise ScaffolderError(
                f"{file} has uncommitted changes. Commit them, or discard them with --force.",
                code="uncommitted",
            )
        _replace(place, pristine)
    return project


def _committed(file: Path) -> bool:
    with repository.git_in(file.parent) as git:
        name = f"./{file.name}"
        if repository.top_level(git) is None:
            return False
        tracked = answer(git, "rev-parse", "--verify", "--quiet", f"HEAD:{name}") is not None
        return tracked and answer(git, "diff", "--quiet", "HEAD", "--", name) is not None


def _replace(file: Path, pristine: Path) -> None:
    """Replace `file` by a copy of `pristine` in one step; the target of a link is not changed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(prefix=".scaffolder-", dir=file.parent, delete=False) as draft:
        pass
    try:
        shutil.copy(pristine, draft.name)
        Path(draft.name).replace(file)
    finally:
        Path(draft.name).unlink(missing_ok=True)


def statuses(
    folders: Sequence[Path], template: TemplateRepository
) -> Iterator[Status | tuple[Path, ScaffolderError]]:
    """The status of each folder; a failure does not stop the others."""
    for folder in folders:
        try:
            yield status(folder, template)
        except ScaffolderError as error:
            yield folder, error
