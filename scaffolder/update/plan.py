"""Compute the changes of an update without writing to the project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from scaffolder.errors import ScaffolderError
from scaffolder.git import branches, trees
from scaffolder.git.answers import answer
from scaffolder.git.branches import CleanBranch
from scaffolder.git.trees import Change, Trees
from scaffolder.project import record
from scaffolder.project.record import Project
from scaffolder.template.sources import TemplateRepository
from scaffolder.update.merge import Merge, merged


@dataclass(frozen=True)
class UpdateRequest:
    """The options of an update. `to` and `since` are versions, `answers` those given with --set."""

    to: str | None = None
    since: str | None = None
    answers: Mapping[str, object] = field(default_factory=dict)
    ask: record.Ask | None = None
    check: bool = True
    keep: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Plan:
    """The changes that an update makes to a project that is clean at `ground`."""

    project: Project
    version: str
    ground: CleanBranch
    trees: Trees
    merge: Merge
    changes: list[Change]
    lock: Mapping[str, Any] | None

    @property
    def title(self) -> str:
        return f"{self.project.version} -> {self.version}"

    def patch(self) -> str:
        return self.trees.patch(self.committed, self.merge.tree, "-M")

    @property
    def committed(self) -> str:
        return f"{self.ground.head}:{self.trees.prefix}"


@contextmanager
def planned(
    project: Project, template: TemplateRepository, version: str, request: UpdateRequest
) -> Iterator[Plan]:
    """Render both versions and merge them with the project's last commit, writing nothing to it."""
    ground = branches.ground(project.folder)
    with trees.opened(project.folder) as opened:
        then, now = opened.scratch / "then", opened.scratch / "now"
        record.render(project, template, then, version=request.since)
        known, answers = record.render_again(
            project, template, now, version=version, answers=request.answers, ask=request.ask
        )
        ours = answer(opened.git, "rev-parse", "--verify", "--quiet", f"{ground.head}:{opened.prefix}")
        if ours is None:
            raise ScaffolderError(
                f"{project.folder} has not been committed yet. Commit it first.",
                code="nothing-committed",
                exit_code=1,
            )
        merge = merged(
            opened,
            base=opened.of_folder(then),
            ours=ours,
            theirs=opened.of_folder(now),
            label=f"template {version}",
        )
        changes = opened.changes(ours, merge.tree, renames=True)
        lock = record.lock(known, answers)
        has_lock = lock.get("file") in opened.names(ours)
        yield Plan(project, version, ground, opened, merge, changes, lock if has_lock else None)
