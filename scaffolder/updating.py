"""Carry a newer version of the templates into a project: planned, proved, then landed whole or not at all."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scaffolder import landing, merging, projects, proving, repository, trees
from scaffolder.errors import ScaffolderError
from scaffolder.landing import Ground
from scaffolder.merging import Merge
from scaffolder.projects import Generated
from scaffolder.sources import Template
from scaffolder.trees import Change, Trees


@dataclass(frozen=True)
class Wish:
    """What the user asks of an update. `to` and `since` are versions, `answers` those to questions."""

    to: str | None = None
    since: str | None = None
    answers: Mapping[str, object] = field(default_factory=dict)
    interactive: bool = False
    check: bool = True
    keep: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Plan:
    """What an update would do to a project that is clean at `ground`."""

    project: Generated
    version: str
    ground: Ground
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


@dataclass(frozen=True)
class Result:
    """How an update ended. `reason` says why it did not land; `notes` what else is worth knowing."""

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
    template: Template,
    wish: Wish,
    *,
    seen: Callable[[Plan], None] = lambda plan: None,
    progress: Callable[[str], None] = lambda step: None,
) -> Result:
    """Update the project in `folder`; unless that lands, its files and branches are as they were."""
    project = projects.read(folder)
    version = template.described(wish.to or template.newest())
    if _is_current(project, template, version, wish):
        return Result(folder, f"{project.version}, up to date", current=True)
    with planned(project, template, version, wish) as plan:
        seen(plan)
        outcome = Result(folder, plan.title, plan=plan.changes, conflicts=plan.merge.conflicts)
        if plan.merge.conflicts:
            reason = f"It conflicts in {', '.join(plan.merge.conflicts)}."
            return _left_out(plan, plan.merge.tree, outcome, reason, wish)
        if wish.dry_run:
            return dataclasses.replace(outcome, planned=True)
        return _prove_and_land(plan, outcome, wish, progress)


def _is_current(project: Generated, template: Template, version: str, wish: Wish) -> bool:
    projects.check_source(project, template)
    if wish.since is None:
        projects.check_version(project, template)
    elif template.find(wish.since) is None:
        template.commit(wish.since)
    if wish.answers or wish.since:
        return False
    return project.version == version or (
        wish.to is None and template.contains(project.version, template.newest())
    )


@contextmanager
def planned(project: Generated, template: Template, version: str, wish: Wish) -> Iterator[Plan]:
    """Render both versions and merge them with the project's last commit, writing nothing to it."""
    ground = landing.ground(project.folder)
    with trees.opened(project.folder) as opened:
        then, now = opened.scratch / "then", opened.scratch / "now"
        projects.render(project, template, then, version=wish.since)
        known, answers = projects.render_again(
            project, template, now, version=version, answers=wish.answers, interactive=wish.interactive
        )
        ours = repository.answer(opened.git, "rev-parse", "--verify", f"{ground.head}:{opened.prefix}")
        if ours is None:
            raise ScaffolderError(f"{project.folder} is in no commit yet. Commit it first.", exit_code=1)
        merge = merging.merge(
            opened,
            base=opened.of_folder(then),
            ours=ours,
            theirs=opened.of_folder(now),
            label=f"template {version}",
        )
        changes = opened.changes(ours, merge.tree, renames=True)
        lock = projects.lock(known, answers)
        has_lock = lock.get("file") in opened.names(ours)
        yield Plan(project, version, ground, opened, merge, changes, lock if has_lock else None)


def _prove_and_land(plan: Plan, outcome: Result, wish: Wish, progress: Callable[[str], None]) -> Result:
    landing.check_room(plan.trees.project, plan.changes)
    notes: list[str] = []
    with proving.bench(plan.trees, plan.ground.branch) as bench:
        tree, changes = plan.merge.tree, plan.changes
        if plan.lock and projects.is_stale(plan.lock, plan.changes):
            progress(f"Resolving dependencies ({plan.lock['command']})")
            bench.show(_committed(plan, tree))
            tree = bench.locked(plan.lock, tree, notes)
            changes = plan.trees.changes(plan.committed, tree, renames=True)
        commit = _committed(plan, tree, sign=True)
        if wish.check:
            reason = bench.is_worse(commit, plan.ground.head, notes, progress)
            if reason:
                return _left_out(plan, tree, dataclasses.replace(outcome, notes=notes), reason, wish)
    landing.land(plan.trees, plan.ground, commit, changes)
    return dataclasses.replace(outcome, landed=True, plan=changes, notes=notes)


def _committed(plan: Plan, tree: str, *, sign: bool = False) -> str:
    message = f"Update the templates to {plan.version}\n\nFrom {plan.project.version}, by scaffolder update."
    with repository.identified(plan.trees.git):
        whole = plan.trees.whole(plan.ground.head, tree)
        return plan.trees.commit(whole, message, plan.ground.head, sign=sign)


def _left_out(plan: Plan, tree: str, outcome: Result, reason: str, wish: Wish) -> Result:
    """The user's tree stays; with --keep, a branch shows what would have been."""
    if wish.dry_run:
        return dataclasses.replace(outcome, reason=reason)
    note = "Nothing was changed. --keep leaves it in a branch, where you can put it right."
    if wish.keep:
        branch = f"scaffolder/{plan.version}"
        landing.keep(plan.trees, plan.ground, branch, _committed(plan, tree, sign=True))
        note = (
            f"The branch {branch} holds it. `git switch {branch}`, put it right, commit, "
            "then `scaffolder update --finish`."
        )
    return dataclasses.replace(outcome, reason=reason, notes=[*outcome.notes, note])
