"""Three-way merge of the original template, the user's project and the new template."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from scaffolder.errors import ScaffolderError
from scaffolder.git import answers, repository
from scaffolder.git.trees import Trees
from scaffolder.project.record import ANSWERS

USAGE = 129
"""The exit status of git for an unknown option."""

_BASE, _OURS, _THEIRS = 1, 2, 3


@dataclass(frozen=True)
class Merge:
    """The merged `tree`; files in `conflicts` have markers, or the user's version if they are binary.

    `deleted` files were deleted by the user and changed in the template: they stay deleted. `kept`
    files were removed from the template and changed by the user: they are kept.
    """

    tree: str
    conflicts: list[str]
    deleted: list[str]
    kept: list[str]


def merged(trees: Trees, *, base: str, ours: str, theirs: str, label: str) -> Merge:
    """Merge the project's tree and the template's. `label` names the template in conflict markers."""
    base, theirs = _comparable(trees, base, ours, theirs)
    # These temporary commits need no real identity.
    with trees.git.custom_environment(**repository.NOBODY):
        root = trees.commit(base, "what the template made")
        sides = [trees.commit(tree, "a side", root) for tree in (ours, theirs)]
    tree, stages = _merge_tree(trees, *sides)
    deleted = [path for path, found in stages.items() if set(found) == {_BASE, _THEIRS}]
    kept = [path for path, found in stages.items() if set(found) == {_BASE, _OURS}]
    conflicts = [path for path in stages if path not in deleted and path not in kept]
    changed: dict[str, tuple[str, str] | None] = dict.fromkeys(deleted)
    labels = {sides[0].encode(): b"your project", sides[1].encode(): label.encode()}
    entries = trees.entries(tree) if conflicts else {}
    for path in conflicts:
        if path in entries and entries[path][0] != "160000":
            mode, name = entries[path]
            changed[path] = mode, trees.store(_relabelled(trees.content(name), labels))
    return Merge(trees.edited(tree, changed), conflicts, deleted, kept)


def _merge_tree(trees: Trees, ours: str, theirs: str) -> tuple[str, dict[str, list[int]]]:
    """The merged tree, and the stages of each conflicting path."""
    # If the user moved a folder, new files of the template follow it.
    settings = ("-c", "merge.directoryRenames=true", "-c", "merge.renames=true")
    # With the repository given, git works at its top and prints paths as they are in the trees.
    place = f"--git-dir={trees.directory}"
    words = ["git", place, *settings, "merge-tree", "--write-tree", "-z", "--no-messages", ours, theirs]
    status, output, errors = trees.git.execute(words, with_extended_output=True, with_exceptions=False)
    if status not in (0, 1, USAGE):
        raise answers.failure(trees.git, answers.in_one_line(str(errors)), status)
    if status == USAGE or not output:
        raise ScaffolderError(
            f"git 2.38 or newer is needed for updates. It said: {errors}", code="git-too-old", exit_code=1
        )
    tree, *lines = str(output).rstrip("\0").split("\0")
    stages: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        words_, path = line.split("\t", 1)
        stages[path].append(int(words_.split()[2]))
    return tree, dict(sorted(stages.items()))


def _comparable(trees: Trees, base: str, ours: str, theirs: str) -> tuple[str, str]:
    """Base and theirs, adapted to ours where differences are not the user's decision.

    The answers file is always taken from the template. If a file has CRLF in the user's project, it
    is compared with CRLF.
    """
    entries = {tree: trees.entries(tree) for tree in (base, ours, theirs)}
    changed: dict[str, dict[str, tuple[str, str] | None]] = {base: {}, theirs: {}}
    if ANSWERS in entries[ours]:
        changed[base][ANSWERS] = entries[ours][ANSWERS]
    for path in _changed_by_both(entries[base], entries[ours], entries[theirs]):
        mine = trees.content(entries[ours][path][1])
        if not 0 < mine.count(b"\n") == mine.count(b"\r\n"):
            continue
        for tree in (base, theirs):
            mode, name = entries[tree][path]
            content = trees.content(name)
            if b"\r\n" not in content:
                changed[tree][path] = mode, trees.store(content.replace(b"\n", b"\r\n"))
    return trees.edited(base, changed[base]), trees.edited(theirs, changed[theirs])


def _changed_by_both(
    base: dict[str, tuple[str, str]], ours: dict[str, tuple[str, str]], theirs: dict[str, tuple[str, str]]
) -> list[str]:
    """Paths of regular files that differ in all three trees."""
    return [
        path
        for path in base.keys() & ours.keys() & theirs.keys()
        if len({base[path][1], ours[path][1], theirs[path][1]}) == 3
        and all(tree[path][0].startswith("100") for tree in (base, ours, theirs))
    ]


def _relabelled(content: bytes, labels: dict[bytes, bytes]) -> bytes:
    for commit, label in labels.items():
        content = content.replace(commit, label)
    return content
