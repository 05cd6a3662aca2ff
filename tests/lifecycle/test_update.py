"""`scaffolder update`: it is applied completely or not at all, and loses nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from tests.lifecycle.releases import COLOUR, QUESTIONS, lines, release
from tests.support import Run, code_of, commit, everything, git, tree

UPDATE = ("update", "--no-check")


def state(project: Path) -> tuple[str, str, dict[str, tuple[int, bytes]], str]:
    """Branches, index and files, including untracked ones."""
    refs = git(project, "for-each-ref", "--format=%(refname) %(objectname)")
    return refs, git(project, "rev-parse", "HEAD"), tree(project), git(project, "ls-files", "--stage")


def landed(run: Run, mine: Path, *words: object) -> str:
    result = run(*(words or UPDATE), mine)
    assert result.returncode == 0, result.stdout + result.stderr
    assert git(mine, "status", "--porcelain", "--untracked-files=no") == ""
    assert git(mine, "fsck", "--no-progress", "--no-dangling") == ""
    return result.stdout


def test_an_update_is_one_commit(run: Run, mine: Path) -> None:
    before = git(mine, "rev-parse", "HEAD")
    plan = landed(run, mine, "update")
    assert git(mine, "rev-parse", "HEAD^") == before
    assert git(mine, "log", "-1", "--format=%an %s") == "Alice Liddell Update the templates to v0.2.0"
    assert (mine / "app.txt").read_text() == lines(line5="line five")
    assert not (mine / "notes" / "two.md").exists()
    assert os.access(mine / "run.sh", os.X_OK)
    assert "_commit: v0.2.0" in (mine / ".copier-answers.yml").read_text()
    for line in (
        "changed    app.txt",
        "new        notes/four.md",
        "removed    notes/two.md",
        "renamed    notes/three.md -> notes/third.md",
    ):
        assert line in plan


def test_the_result_equals_a_new_project_of_the_version(run: Run, mine: Path, tmp_path: Path) -> None:
    landed(run, mine)
    words = ("new", "notes", "other", "--name", "mine", "--stack", "plain", "--defaults")
    assert run(*words, "--to", "v0.2.0", "--quiet").returncode == 0
    assert tree(mine) == tree(tmp_path / "other")


def test_plain_copier_updates_it_too(mine: Path) -> None:
    copier = [sys.executable, "-m", "copier", "update", "--defaults", "--quiet"]
    subprocess.run(copier, cwd=mine, check=True, stdin=subprocess.DEVNULL)
    assert "_commit: v0.2.0" in (mine / ".copier-answers.yml").read_text()
    assert (mine / "app.txt").read_text() == lines(line5="line five")


def test_plain_copier_writes_conflicts_and_failing_updates_into_the_project(
    run: Run, mine: Path, template: Path
) -> None:
    """The README says that scaffolder does not."""
    (mine / "app.txt").write_text(lines(line5="mine"))
    commit(mine, "Edit")
    release(template, "v0.3.0", {"templates/layers/broken": "It fails.\n"})
    before = state(mine)
    assert run("update", mine).returncode == 1
    assert state(mine) == before
    answers = mine / ".copier-answers.yml"
    source = next(line for line in answers.read_text().splitlines() if line.startswith("_src_path"))
    replace(answers, source, f"_src_path: {template}")
    commit(mine, "Follow the copy")
    copier = [sys.executable, "-m", "copier", "update", "--defaults", "--quiet"]
    subprocess.run(copier, cwd=mine, check=True, stdin=subprocess.DEVNULL)
    assert "<<<<<<<" in (mine / "app.txt").read_text()
    assert subprocess.run(["make", "check"], cwd=mine, check=False, capture_output=True).returncode != 0


def test_at_the_newest_version_nothing_changes(run: Run, mine: Path) -> None:
    landed(run, mine)
    before = state(mine)
    assert run("update", mine).stdout.endswith("mine: v0.2.0, up to date.\n")
    assert state(mine) == before


def test_a_dry_run_writes_nothing(run: Run, mine: Path) -> None:
    before = everything(mine)
    result = run("update", "--dry-run", "--diff", mine)
    assert result.returncode == 0
    assert "+line five\n" in result.stdout
    assert everything(mine) == before


def test_the_version_can_be_chosen(run: Run, mine: Path, template: Path) -> None:
    release(template, "v0.3.0", {"templates/layers/app.txt": lines(line9="nine")})
    landed(run, mine, *UPDATE, "--to", "v0.2.0")
    assert "_commit: v0.2.0" in (mine / ".copier-answers.yml").read_text()
    landed(run, mine)
    assert "_commit: v0.3.0" in (mine / ".copier-answers.yml").read_text()
    landed(run, mine, *UPDATE, "--to", "v0.1.0")
    assert "_commit: v0.1.0" in (mine / ".copier-answers.yml").read_text()


def test_a_new_question_takes_its_default_or_an_answer(run: Run, mine: Path) -> None:
    assert "colour: blue" in run("update", "--dry-run", "--diff", mine).stdout
    landed(run, mine, *UPDATE, "--set", "colour=red")
    assert "Notes in red." in (mine / "README.md").read_text()
    landed(run, mine, *UPDATE, "--set", "colour=green")
    assert "Notes in green." in (mine / "README.md").read_text()


def replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text().replace(old, new))


def crlf(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def reserve(template: Path, name: str) -> None:
    """Release v0.3.0, which does not accept this name anymore."""
    validator = f"validator: \"[% if name == '{name}' %]It is reserved.[% endif %]\""
    questions = QUESTIONS.replace("help: Its name}", f"help: Its name, {validator}}}") + COLOUR
    release(template, "v0.3.0", {"copier.yml": questions})


def test_a_project_keeps_a_name_that_is_now_reserved(run: Run, mine: Path, template: Path) -> None:
    reserve(template, "mine")
    landed(run, mine, *UPDATE, "--set", "colour=red")
    answers = (mine / ".copier-answers.yml").read_text()
    assert "name: mine" in answers
    assert "colour: red" in answers
    assert (mine / "README.md").read_text() == "# mine\n\nNotes in red.\n"
    assert run("status", mine).returncode == 0


def test_a_new_answer_is_validated(run: Run, mine: Path, template: Path) -> None:
    reserve(template, "taken")
    result = run(*UPDATE, "--set", "name=taken", mine)
    assert (result.returncode, code_of(result)) == (2, "answer-invalid")
    assert "It is reserved." in result.stderr


def test_in_a_terminal_it_asks_a_new_question(run: Run, mine: Path, template: Path) -> None:
    reserve(template, "mine")
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "scaffolder", "update", "--no-check", "--template", str(template), str(mine)],
        encoding="utf-8",
        timeout=60,
        dimensions=(40, 160),
    )
    terminal.expect("Which colour")
    terminal.send("\x15red\r")
    terminal.expect("Updated")
    terminal.expect(pexpect.EOF)
    assert "colour: red" in (mine / ".copier-answers.yml").read_text()


def moved(project: Path) -> None:
    (project / "text").mkdir()
    (project / "app.txt").rename(project / "text" / "application.txt")


def linked(project: Path) -> None:
    (project / "notes" / "two.md").unlink()
    (project / "notes" / "two.md").symlink_to("one.md")


def with_submodule(project: Path) -> None:
    inner = project / "inner"
    inner.mkdir()
    git(inner, "init", "--quiet")
    commit(inner)


# Edits of the user, and what has to be true after the update.
EDITS: dict[str, tuple[Callable[[Path], object], Callable[[Path], bool]]] = {
    "lines beside the template's": (
        lambda project: replace(project / "app.txt", "line 15\n", "line 15\nmine\n"),
        lambda project: (project / "app.txt").read_text() == lines(line5="line five", line15="line 15\nmine"),
    ),
    "a file that the template leaves alone": (
        lambda project: (project / "Makefile").write_text("check:\n\t@echo mine\nsetup:\n"),
        lambda project: "mine" in (project / "Makefile").read_text(),
    ),
    "a file of their own": (
        lambda project: (project / "own.txt").write_text("mine\n"),
        lambda project: (project / "own.txt").read_text() == "mine\n",
    ),
    "a deleted file that the template changes": (
        lambda project: (project / "app.txt").unlink(),
        lambda project: not (project / "app.txt").exists(),
    ),
    "a changed file that the template removes": (
        lambda project: replace(project / "notes" / "two.md", "line 9", "mine"),
        lambda project: "mine" in (project / "notes" / "two.md").read_text(),
    ),
    "a changed file that the template renames": (
        lambda project: replace(project / "notes" / "three.md", "line 9", "mine"),
        lambda project: "mine" in (project / "notes" / "third.md").read_text(),
    ),
    "a moved file that the template changes": (
        moved,
        lambda project: (project / "text" / "application.txt").read_text() == lines(line5="line five"),
    ),
    "another mode": (
        lambda project: (project / "app.txt").chmod(0o755),
        lambda project: (
            os.access(project / "app.txt", os.X_OK)
            and (project / "app.txt").read_text() == lines(line5="line five")
        ),
    ),
    "a link in place of a file that the template removes": (
        linked,
        lambda project: (project / "notes" / "two.md").is_symlink(),
    ),
    "other line endings": (
        lambda project: crlf(project / "app.txt"),
        lambda project: (
            (project / "app.txt").read_bytes() == lines(line5="line five").replace("\n", "\r\n").encode()
        ),
    ),
    "the same file as the template adds": (
        lambda project: (project / "notes" / "four.md").write_text("four\n"),
        lambda project: (project / "notes" / "four.md").read_text() == "four\n",
    ),
    "a submodule": (with_submodule, lambda project: (project / "inner" / ".git").is_dir()),
    "a name with a newline and quotes": (
        lambda project: (project / 'a\n"b').write_text("mine\n"),
        lambda project: (project / 'a\n"b').read_text() == "mine\n",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_survives(name: str, run: Run, mine: Path) -> None:
    change, survives = EDITS[name]
    change(mine)
    commit(mine, "Mine")
    landed(run, mine)
    assert survives(mine)
    assert "_commit: v0.2.0" in (mine / ".copier-answers.yml").read_text()
    assert "Notes in blue." in (mine / "README.md").read_text()


def test_a_new_file_follows_the_folder_that_the_user_moved(run: Run, mine: Path, template: Path) -> None:
    git(template, "switch", "--quiet", "--detach", "v0.1.0")
    release(template, "v0.1.1", {"templates/layers/notes/five.md": "five\n"})
    (mine / "notes").rename(mine / "pages")
    commit(mine, "Mine")
    landed(run, mine, *UPDATE, "--to", "v0.1.1")
    assert (mine / "pages" / "five.md").read_text() == "five\n"
    assert not (mine / "notes").exists()


def binary(project: Path) -> None:
    (project / "app.txt").write_bytes(bytes(range(256)))


def link_to_outside(project: Path) -> None:
    (project / "app.txt").unlink()
    (project / "app.txt").symlink_to("/etc/passwd")


CONFLICTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "the same line": (lambda project: replace(project / "app.txt", "line 5", "mine"), "app.txt"),
    "a binary in place of a text": (binary, "app.txt"),
    "a link in place of a changed file": (link_to_outside, "app.txt"),
    "another file where the template adds one": (
        lambda project: (project / "notes" / "four.md").write_text("mine\n"),
        "notes/four.md",
    ),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_conflict_changes_nothing(name: str, run: Run, mine: Path) -> None:
    change, path = CONFLICTS[name]
    change(mine)
    commit(mine, "Mine")
    before = everything(mine)
    result = run(*UPDATE, mine)
    assert (result.returncode, f"conflicts  {path}" in result.stdout) == (1, True), result.stdout
    assert path in result.stderr
    assert run("update", "--dry-run", mine).returncode == 1
    assert everything(mine) == before


def test_a_folder_that_is_a_link_to_outside_is_not_written_through(
    run: Run, mine: Path, tmp_path: Path
) -> None:
    (mine / "notes").rename(tmp_path / "outside")
    (mine / "notes").symlink_to(tmp_path / "outside")
    commit(mine, "Mine")
    before = everything(tmp_path / "outside")
    run(*UPDATE, mine)
    assert everything(tmp_path / "outside") == before
    assert (mine / "notes").is_symlink()
    assert git(mine, "status", "--porcelain") == ""


@pytest.mark.parametrize("preserved", [False, True])
def test_a_link_of_the_template_to_outside_is_rejected(
    preserved: bool, run: Run, mine: Path, template: Path
) -> None:
    (template / "templates" / "layers" / "passwd").symlink_to("/etc/passwd")
    questions = (template / "copier.yml").read_text()
    release(template, "v0.3.0", {"copier.yml": f"{questions}_preserve_symlinks: {str(preserved).lower()}\n"})
    before = everything(mine)
    result = run(*UPDATE, mine)
    assert (result.returncode, "Traceback" in result.stderr) == (2, False)
    assert everything(mine) == before


@pytest.mark.parametrize("ignored", [False, True])
@pytest.mark.parametrize("place", ["notes/four.md", "notes/third.md"])
def test_an_untracked_file_is_not_overwritten(ignored: bool, place: str, run: Run, mine: Path) -> None:
    if ignored:
        (mine / ".git" / "info").mkdir(exist_ok=True)
        (mine / ".git" / "info" / "exclude").write_text(f"{place}\n")
    (mine / place).write_text("precious\n")
    before = everything(mine)
    result = run(*UPDATE, mine)
    assert (result.returncode, code_of(result)) == (1, "untracked-in-the-way")
    assert everything(mine) == before


def test_an_untracked_file_is_not_replaced_by_a_folder(run: Run, mine: Path, template: Path) -> None:
    release(template, "v0.3.0", {"templates/layers/deep/inner.txt": "inner\n"})
    (mine / "deep").write_text("precious\n")
    before = state(mine)
    assert run(*UPDATE, mine).returncode == 1
    assert state(mine) == before
    (mine / "deep").unlink()
    (mine / "outside").mkdir()
    (mine / "deep").symlink_to("outside")
    before = state(mine)
    assert run(*UPDATE, mine).returncode == 1
    assert state(mine) == before


def test_other_untracked_files_do_not_prevent_an_update(run: Run, mine: Path) -> None:
    (mine / "idea.txt").write_text("precious\n")
    landed(run, mine)
    assert (mine / "idea.txt").read_text() == "precious\n"


def detached(mine: Path) -> None:
    git(mine, "switch", "--quiet", "--detach")


def shallow(mine: Path) -> None:
    commit(mine)
    (mine / ".git" / "shallow").write_text(git(mine, "rev-parse", "HEAD") + "\n")


def unmade(mine: Path) -> None:
    (mine / ".git").rename(mine.parent / "gone.git")


def unborn(mine: Path) -> None:
    unmade(mine)
    git(mine, "init", "--quiet")


def staged(mine: Path) -> None:
    (mine / "app.txt").write_text("mine\n")
    git(mine, "add", "app.txt")


def merging(mine: Path) -> None:
    git(mine, "switch", "--quiet", "--create", "other")
    commit(mine, "Other")
    git(mine, "switch", "--quiet", "main")
    commit(mine, "Mine")
    git(mine, "merge", "--quiet", "--no-commit", "--no-ff", "other")


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a changed file": (lambda mine: (mine / "app.txt").write_text("mine\n"), "uncommitted"),
    "a staged file": (staged, "uncommitted"),
    "a missing file": (lambda mine: (mine / "app.txt").unlink(), "uncommitted"),
    "no branch": (detached, "no-branch"),
    "half a history": (shallow, "shallow-clone"),
    "no repository": (unmade, "no-repository"),
    "no commit": (unborn, "nothing-committed"),
    "a merge that is not done": (merging, "git-failed"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_impossible_update_is_rejected(name: str, run: Run, mine: Path) -> None:
    change, code = REFUSED[name]
    change(mine)
    before = tree(mine)
    result = run(*UPDATE, mine)
    assert (result.returncode, code_of(result)) == (1, code), result.stderr
    assert "Traceback" not in result.stderr
    assert tree(mine) == before


def test_a_version_that_no_longer_exists_can_be_replaced(run: Run, mine: Path) -> None:
    replace(mine / ".copier-answers.yml", "v0.1.0", "v0.1.9")
    commit(mine, "Mine")
    result = run(*UPDATE, mine)
    assert (result.returncode, code_of(result)) == (1, "version-unknown")
    landed(run, mine, *UPDATE, "--from", "v0.1.0")
    assert "_commit: v0.2.0" in (mine / ".copier-answers.yml").read_text()


@pytest.mark.parametrize("url", ["https://127.0.0.1:9/evil.git", "ext::sh -c 'touch pwned'", "../template"])
def test_other_templates_in_an_answers_file_are_not_read(
    url: str, run: Run, mine: Path, template: Path
) -> None:
    replace(mine / ".copier-answers.yml", f"_src_path: {template.parent.parent}", "_src_path: ")
    answers = mine / ".copier-answers.yml"
    kept = [line for line in answers.read_text().splitlines() if not line.startswith("_src_path")]
    answers.write_text("\n".join([*kept, f'_src_path: "{url}"', ""]))
    commit(mine, "Mine")
    before = everything(mine)
    result = run(*UPDATE, mine, env={"SCAFFOLDER_TEMPLATE": ""})
    assert (result.returncode, code_of(result)) == (2, "template-untrusted")
    assert everything(mine) == before


def test_in_a_folder_of_a_bigger_repository_only_that_folder_changes(
    run: Run, mine: Path, tmp_path: Path
) -> None:
    unmade(mine)
    git(tmp_path, "init", "--quiet", "big")
    (tmp_path / "big" / "app.txt").write_text(lines())
    mine.rename(tmp_path / "big" / "mine")
    commit(tmp_path / "big")
    (tmp_path / "big" / "app.txt").write_text("not committed\n")
    result = run(*UPDATE, tmp_path / "big" / "mine")
    assert result.returncode == 0, result.stderr
    changed = git(tmp_path / "big", "diff", "--name-only", "HEAD^", "HEAD").splitlines()
    assert all(name.startswith("mine/") for name in changed)
    assert (tmp_path / "big" / "mine" / "app.txt").read_text() == lines(line5="line five")
    assert (tmp_path / "big" / "app.txt").read_text() == "not committed\n"
    assert run("undo", tmp_path / "big" / "mine").returncode == 0
    assert (tmp_path / "big" / "mine" / "app.txt").read_text() == lines()
    assert (tmp_path / "big" / "app.txt").read_text() == "not committed\n"


def test_in_another_work_tree_of_the_repository_it_works_the_same(
    run: Run, mine: Path, tmp_path: Path
) -> None:
    git(mine, "worktree", "add", "--quiet", "-b", "other", str(tmp_path / "other"))
    before = state(mine)[1:]
    assert run("update", tmp_path / "other").returncode == 0
    assert git(tmp_path / "other", "status", "--porcelain") == ""
    assert (tmp_path / "other" / "app.txt").read_text() == lines(line5="line five")
    assert state(mine)[1:] == before


def test_a_repository_with_longer_names_works_the_same(run: Run, mine: Path) -> None:
    unmade(mine)
    git(mine, "init", "--quiet", "--object-format=sha256")
    (mine / "notes" / "two.md").write_text("mine\n")
    (mine / "run.sh").unlink()
    commit(mine)
    landed(run, mine, "update")
    assert (mine / "notes" / "two.md").read_text() == "mine\n"


def test_without_an_identity_the_commit_has_a_fallback_author(run: Run, mine: Path) -> None:
    nobody = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "EMAIL": ""}
    assert run(*UPDATE, mine, env=nobody).returncode == 0
    assert git(mine, "log", "-1", "--format=%an") == "scaffolder"


def test_a_commit_that_cannot_be_signed_changes_nothing(run: Run, mine: Path) -> None:
    git(mine, "config", "commit.gpgSign", "true")
    git(mine, "config", "gpg.program", "/bin/false")
    before = everything(mine)
    result = run(*UPDATE, mine)
    assert (result.returncode, code_of(result)) == (1, "git-failed")
    assert everything(mine) == before


def test_hooks_of_the_project_are_not_run(run: Run, mine: Path, tmp_path: Path) -> None:
    (mine / ".git" / "hooks").mkdir(exist_ok=True)
    for name in ("post-merge", "pre-commit", "post-checkout", "reference-transaction"):
        hook = mine / ".git" / "hooks" / name
        hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/pwned\nexit 1\n")
        hook.chmod(0o755)
    landed(run, mine)
    assert not (tmp_path / "pwned").exists()


def test_a_read_only_repository_is_reported(mine: Path, template: Path) -> None:
    before = state(mine)
    for folder in (mine / ".git" / "objects", *(mine / ".git" / "objects").iterdir()):
        folder.chmod(0o500)
    result = subprocess.run(
        [*without_privilege(), sys.executable, "-m", "scaffolder", *UPDATE, mine],
        env={**os.environ, "SCAFFOLDER_TEMPLATE": str(template)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, "Traceback" in result.stderr) == (1, False)
    assert "ermission" in result.stderr
    assert state(mine) == before


def without_privilege() -> list[str]:
    """Root can write everywhere unless this capability is dropped."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]


def test_a_disk_that_fills_up_during_the_update_changes_nothing(
    run: Run, mine: Path, template: Path, tmp_path: Path
) -> None:
    """git can only write files of 64 KiB, so the first larger one makes it fail."""
    noise = os.urandom(200_000).hex()
    release(template, "v0.3.0", {"templates/layers/zz.txt": noise, "templates/layers/aa.txt": "small\n"})
    before = state(mine)
    (tmp_path / "bin").mkdir()
    real = subprocess.check_output(["which", "git"], text=True).strip()
    (tmp_path / "bin" / "git").write_text(
        f'#!/bin/bash\n[[ " $* " == *" --ff-only "* ]] && ulimit -f 64\nexec {real} "$@"\n'
    )
    (tmp_path / "bin" / "git").chmod(0o755)
    result = run(*UPDATE, mine, env={"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"})
    assert (result.returncode, "Traceback" in result.stderr) == (1, False), result.stderr
    assert state(mine) == before
    assert git(mine, "status", "--porcelain") == ""


def test_files_that_cannot_be_restored_are_named(
    run: Run, mine: Path, template: Path, tmp_path: Path
) -> None:
    noise = os.urandom(200_000).hex()
    release(template, "v0.3.0", {"templates/layers/zz.txt": noise})
    (tmp_path / "bin").mkdir()
    real = subprocess.check_output(["which", "git"], text=True).strip()
    (tmp_path / "bin" / "git").write_text(
        "#!/bin/bash\n"
        '[[ " $* " == *" --ff-only "* ]] && ulimit -f 64\n'
        '[[ " $* " == *" checkout "* ]] && exit 1\n'
        f'exec {real} "$@"\n'
    )
    (tmp_path / "bin" / "git").chmod(0o755)
    result = run(*UPDATE, mine, env={"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"})
    assert (result.returncode, code_of(result)) == (1, "half-written"), result.stderr
    assert "git checkout HEAD -- README.md" in result.stderr or "app.txt" in result.stderr


@pytest.fixture
def service(mine: Path, tmp_path: Path) -> Path:
    """The project in a folder of a bigger repository."""
    shutil.rmtree(mine / ".git")
    (tmp_path / "mono").mkdir()
    git(tmp_path / "mono", "init", "--quiet", "--initial-branch=main")
    return mine.rename(tmp_path / "mono" / "svc")


def test_below_the_top_of_a_repository_a_deleted_file_stays_deleted(run: Run, service: Path) -> None:
    (service / "app.txt").unlink()
    commit(service)
    result = run(*UPDATE, service)
    assert result.returncode == 0, result.stderr
    assert "deleted    app.txt: you deleted it, so it stays deleted" in result.stdout
    assert not (service / "app.txt").exists()
    assert git(service, "status", "--porcelain") == ""


def test_below_the_top_of_a_repository_a_conflict_is_named_and_marked(run: Run, service: Path) -> None:
    replace(service / "app.txt", "line 5\n", "mine\n")
    commit(service)
    result = run(*UPDATE, "--keep", service)
    assert (result.returncode, "conflicts  app.txt" in result.stdout) == (1, True), result.stderr
    git(service, "switch", "--quiet", "scaffolder/v0.2.0")
    assert "<<<<<<< your project\n" in (service / "app.txt").read_text()
    assert ">>>>>>> template v0.2.0\n" in (service / "app.txt").read_text()
