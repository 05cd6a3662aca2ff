"""Update one project: plan, check, then apply the update completely or not at all."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scaffolder.git import branches, repository
from scaffolder.git.trees import Change
from scaffolder.project import record
from scaffolder.project.record import Project
from scaffolder.template.sources import TemplateRepository
from scaffolder.update.check import worktree
from scaffolder.update.plan import Plan, UpdateRequest, planned


@dataclass(frozen=True)
class Result:
    """The result of an update. `reason` explains why it was not applied; `notes` are further sentences."""

    folder: Path
    title: str
    landed: bool = False
    current: bool = False
    planned: bool = False
    plan: list[Change] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    reason: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def fine(self) -> bool:
        return not self.reason

    @property
    def changes(self) -> int:
        return len(self.plan)

    def as_json(self) -> dict[str, Any]:
        document = dataclasses.asdict(self) | {"folder": str(self.folder.resolve()), "fine": self.fine}
        return document | {"reason": self.reason or None}


def update(
    folder: Path,
    template: TemplateRepository,
    request: UpdateRequest,
    *,
    seen: Callable[[Plan], None] = lambda plan: None,
    progress: Callable[[str], None] = lambda step: None,
) -> Result:
    """Update the project in `folder`; if that fails, its files and branches are not changed."""
    project = record.read(folder)
    version = template.described(request.to or template.newest())
    if _is_current(project, template, version, request):
        return Result(folder, f"{project.version}, up to date", current=True)
    with planned(project, template, version, request) as plan:
        seen(plan)
        outcome = Result(folder, plan.title, plan=plan.changes, conflicts=plan.merge.conflicts)
        if plan.merge.conflicts:
            reason = f"There are conflicts in {', '.join(plan.merge.conflicts)}."
            return _left_out(plan, plan.merge.tree, outcome, reason, request)
        if request.dry_run:
            return dataclasses.replace(outcome, planned=True)
        return _check_and_land(plan, outcome, request, progress)


def _is_current(project: Project, template: TemplateRepository, version: str, request: UpdateRequest) -> bool:
    record.check_source(project, template)
    if request.since is None:
        record.check_version(project, template)
    elif template.find(request.since) is None:
        template.commit(request.since)
    if request.answers or request.since:
        return False
    return project.version == version or (
        request.to is None and template.contains(project.version, template.newest())
    )


def _check_and_land(
    plan: Plan, outcome: Result, request: UpdateRequest, progress: Callable[[str], None]
) -> Result:
    branches.check_room(plan.trees.project, plan.changes)
    notes: list[str] = []
    with worktree(plan.trees, plan.ground.branch) as copy:
        tree, changes = plan.merge.tree, plan.changes
        if plan.lock and record.is_stale(plan.lock, plan.changes):
            copy.show(_committed(plan, tree))
            tree = copy.locked(plan.lock, tree, notes, progress)
            changes = plan.trees.changes(plan.committed, tree, renames=True)
        commit = _committed(plan, tree, sign=True)
        if request.check:
            reason = copy.is_worse(commit, plan.ground.head, notes, progress)
            if reason:
                return _left_out(plan, tree, dataclasses.replace(outcome, notes=notes), reason, request)
    branches.land(plan.trees, plan.ground, commit, changes)
    return dataclasses.replace(outcome, landed=True, plan=changes, notes=notes)


def _committed(plan: Plan, tree: str, *, sign: bool = False) -> str:
    message = f"Update the templates to {plan.version}\n\nFrom {plan.project.version}, by scaffolder update."
    with repository.identified(plan.trees.git):
        whole = plan.trees.whole(plan.ground.head, tree)
        return plan.trees.commit(whole, message, plan.ground.head, sign=sign)


def _left_out(plan: Plan, tree: str, outcome: Result, reason: str, request: UpdateRequest) -> Result:
    """Leave the user's files unchanged; with --keep, store the update in a branch."""
    if request.dry_run:
        return dataclasses.replace(outcome, reason=reason)
    note = "Nothing was changed. With --keep, the update is left in a branch where you can fix it."
    if request.keep:
        branch = f"scaffolder/{plan.version}"
        branches.keep(plan.trees, plan.ground, branch, _committed(plan, tree, sign=True))
        note = (
            f"The update is in the branch {branch}. Run `git switch {branch}`, fix it, commit, "
            "then `scaffolder update --finish`."
        )
    return dataclasses.replace(outcome, reason=reason, notes=[*outcome.notes, note])
