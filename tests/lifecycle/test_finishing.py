"""`update --keep`, `update --finish` and `undo`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lifecycle.releases import lines, release
from tests.support import Run, code_of, commit, everything, git, tree

KEPT = "scaffolder/v0.2.0"


@pytest.fixture
def kept(run: Run, mine: Path) -> Path:
    """A project whose update conflicts in app.txt and is kept in a branch."""
    (mine / "app.txt").write_text(lines(line5="mine"))
    commit(mine, "Mine")
    before = tree(mine), git(mine, "rev-parse", "HEAD")
    result = run("update", "--no-check", "--keep", mine)
    assert (result.returncode, f"git switch {KEPT}" in result.stderr) == (1, True)
    assert before == (tree(mine), git(mine, "rev-parse", "HEAD"))
    assert git(mine, "branch", "--show-current") == "main"
    return mine


def resolved(project: Path) -> None:
    git(project, "switch", "--quiet", KEPT)
    (project / "app.txt").write_text(lines(line5="both"))
    commit(project, "Put it right")


def test_the_branch_has_markers_that_name_both_sides(kept: Path) -> None:
    text = git(kept, "show", f"{KEPT}:app.txt")
    assert "<<<<<<< your project\nmine\n=======\nline five\n>>>>>>> template v0.2.0" in text


def test_an_existing_branch_is_not_overwritten(run: Run, kept: Path) -> None:
    resolved(kept)
    git(kept, "switch", "--quiet", "main")
    before = git(kept, "for-each-ref")
    result = run("update", "--no-check", "--keep", kept)
    assert (result.returncode, code_of(result)) == (1, "branch-exists")
    assert git(kept, "for-each-ref") == before


def test_finish_adds_one_commit_and_removes_the_branch(run: Run, kept: Path) -> None:
    before = git(kept, "rev-parse", "main")
    resolved(kept)
    result = run("update", "--finish", kept)
    assert result.returncode == 0, result.stderr
    assert git(kept, "branch", "--format=%(refname:short)") == "main"
    assert git(kept, "rev-parse", "HEAD^") == before
    assert git(kept, "log", "-1", "--format=%s") == "Update the templates to v0.2.0"
    assert (kept / "app.txt").read_text() == lines(line5="both")
    assert git(kept, "status", "--porcelain") == ""
    assert git(kept, "fsck", "--no-progress", "--no-dangling") == ""
    assert run("undo", kept).returncode == 0
    assert (git(kept, "rev-parse", "HEAD"), git(kept, "status", "--porcelain")) == (before, "")


def test_finish_renews_the_lock_file(run: Run, mine: Path, template: Path) -> None:
    release(template, "v0.3.0", {"templates/layers/requirements.txt": "flask\nhttpx\n"})
    (mine / "app.txt").write_text(lines(line5="mine"))
    (mine / "lock.txt").write_text("stale\n")
    commit(mine, "Mine")
    assert run("update", "--no-check", "--keep", mine).returncode == 1
    git(mine, "switch", "--quiet", "scaffolder/v0.3.0")
    (mine / "app.txt").write_text(lines(line5="both"))
    commit(mine, "Put it right")
    result = run("update", "--finish", mine)
    assert result.returncode == 0, result.stderr
    assert (mine / "lock.txt").read_text() == "flask\nhttpx\n"
    assert git(mine, "log", "-2", "--format=%s") == "Update the templates to v0.3.0\nMine"
    assert git(mine, "branch", "--format=%(refname:short)") == "main"
    assert git(mine, "status", "--porcelain") == ""
    assert git(mine, "fsck", "--no-progress", "--no-dangling") == ""
    assert run("undo", mine).returncode == 0
    assert (mine / "lock.txt").read_text() == "stale\n"


def test_finish_rejects_unresolved_conflicts(run: Run, kept: Path) -> None:
    git(kept, "switch", "--quiet", KEPT)
    before = everything(kept)
    result = run("update", "--finish", "--no-check", kept)
    assert (result.returncode, code_of(result)) == (1, "conflicts-left")
    assert everything(kept) == before


def test_finish_rejects_uncommitted_changes(run: Run, kept: Path) -> None:
    git(kept, "switch", "--quiet", KEPT)
    (kept / "app.txt").write_text(lines(line5="both"))
    result = run("update", "--finish", "--no-check", kept)
    assert (result.returncode, code_of(result)) == (1, "uncommitted")
    assert (kept / "app.txt").read_text() == lines(line5="both")


def test_finish_rejects_new_commits_on_the_target_branch(run: Run, kept: Path) -> None:
    (kept / "later.txt").write_text("later\n")
    commit(kept, "Later")
    resolved(kept)
    result = run("update", "--finish", "--no-check", kept)
    assert (result.returncode, code_of(result)) == (1, "branch-moved")
    git(kept, "rebase", "--quiet", "main")
    assert run("update", "--finish", "--no-check", kept).returncode == 0
    assert (kept / "later.txt").read_text() == "later\n"


def test_finish_rejects_failing_checks(run: Run, kept: Path) -> None:
    resolved(kept)
    (kept / "broken").write_text("broken\n")
    commit(kept, "Break it")
    before = everything(kept)
    result = run("update", "--finish", kept)
    assert (result.returncode, code_of(result)) == (1, "check-failed")
    assert everything(kept) == before


def test_finish_without_a_kept_update_is_reported(run: Run, mine: Path) -> None:
    result = run("update", "--finish", mine)
    assert (result.returncode, code_of(result)) == (1, "nothing-to-finish")


def test_undo_reverts_an_update(run: Run, mine: Path) -> None:
    before = tree(mine), git(mine, "rev-parse", "HEAD")
    assert run("update", "--no-check", mine).returncode == 0
    would = run("undo", "--dry-run", mine)
    assert would.stdout == "Would undo: Update the templates to v0.2.0.\n"
    result = run("undo", mine)
    assert (result.returncode, result.stdout) == (0, "Undone: Update the templates to v0.2.0.\n")
    assert before == (tree(mine), git(mine, "rev-parse", "HEAD"))
    assert git(mine, "status", "--porcelain") == ""
    assert run("undo", mine).returncode == 1
    assert run("update", "--no-check", mine).returncode == 0


def test_undo_keeps_edits_in_other_files(run: Run, mine: Path) -> None:
    assert run("update", "--no-check", mine).returncode == 0
    (mine / "Makefile").write_text("precious\n")
    (mine / "idea.txt").write_text("precious\n")
    assert run("undo", mine).returncode == 0
    assert (mine / "Makefile").read_text() == (mine / "idea.txt").read_text() == "precious\n"
    assert (mine / "app.txt").read_text() == lines()


def edited(mine: Path) -> None:
    (mine / "app.txt").write_text("precious\n")


def built_on(mine: Path) -> None:
    edited(mine)
    commit(mine, "Mine")


def amended(mine: Path) -> None:
    edited(mine)
    git(mine, "commit", "--quiet", "--all", "--amend", "--no-edit")


def in_the_way(mine: Path) -> None:
    (mine / "notes" / "two.md").write_text("precious\n")


def published(mine: Path) -> None:
    git(mine, "clone", "--quiet", "--bare", ".", "../hub.git")
    git(mine, "remote", "add", "origin", "../hub.git")
    git(mine, "fetch", "--quiet", "origin")


LATER = {
    "an edit of a file that it changed": (edited, "git-failed"),
    "a commit": (built_on, "nothing-to-undo"),
    "an amended commit": (amended, "nothing-to-undo"),
    "a file in the way": (in_the_way, "untracked-in-the-way"),
    "a push": (published, "already-pushed"),
}


@pytest.mark.parametrize("name", LATER)
def test_undo_is_rejected_after(name: str, run: Run, mine: Path) -> None:
    change, code = LATER[name]
    assert run("update", "--no-check", mine).returncode == 0
    change(mine)
    before = tree(mine), git(mine, "rev-parse", "HEAD")
    result = run("undo", mine)
    assert (result.returncode, code_of(result)) == (1, code), result.stderr
    assert before == (tree(mine), git(mine, "rev-parse", "HEAD"))


def test_undo_without_an_update_is_reported(run: Run, mine: Path) -> None:
    result = run("undo", mine)
    assert (result.returncode, code_of(result)) == (1, "nothing-to-undo")


def test_undo_rejects_a_rewritten_history(run: Run, mine: Path) -> None:
    tree = git(mine, "rev-parse", "HEAD^{tree}")
    elsewhere = git(mine, "commit-tree", tree, "-m", "Elsewhere")
    git(mine, "update-ref", "-m", "scaffolder update: odd", "HEAD", elsewhere)
    result = run("undo", mine)
    assert (result.returncode, code_of(result)) == (1, "history-changed")


def test_an_update_with_failing_checks_can_be_kept_too(run: Run, mine: Path, template: Path) -> None:
    release(template, "v0.3.0", {"templates/layers/broken": "broken\n"})
    assert run("update", "--keep", mine).returncode == 1
    git(mine, "switch", "--quiet", "scaffolder/v0.3.0")
    (mine / "broken").unlink()
    commit(mine, "Repair it")
    assert run("update", "--finish", mine).returncode == 0
    assert not (mine / "broken").exists()
