"""`scaffolder publish`, with stand-ins for gh and glab that record their arguments. No network."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pexpect
import pytest

from scaffolder.errors import ScaffolderError
from scaffolder.project import publication
from scaffolder.template import catalog
from tests.support import ROOT, Run, code_of, commit, document, git, run_in

# Records its arguments, and adds the remote that the real program would add.
STAND_IN = """#!/bin/sh
printf '%s\\n' "$@" > {folder}/words
git remote add origin {folder}/remote.git
"""


class Machine:
    """A folder of programs, a bare repository in place of the host, and a committed project."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bin = folder, folder / "bin"
        self.project = folder / "mine"
        self.bin.mkdir()
        self.project.mkdir()
        for name in ("git", "sh"):
            (self.bin / name).symlink_to(shutil.which(name) or name)
        git(folder, "init", "--quiet", "--bare", str(folder / "remote.git"))
        git(self.project, "init", "--quiet", "--initial-branch=main")
        self.answer("github")
        self.environment = {"PATH": str(self.bin)}
        self.run = run_in(folder, self.environment)

    def answer(self, ci: str) -> None:
        (self.project / ".copier-answers.yml").write_text(
            f"_src_path: https://scaffolder.example/s.git\n_commit: v0\nname: mine\nci: {ci}\n"
        )
        commit(self.project)

    def install(self, program: str) -> None:
        (self.bin / program).write_text(STAND_IN.format(folder=self.folder))
        (self.bin / program).chmod(0o755)

    @property
    def words(self) -> list[str]:
        noted = self.folder / "words"
        return noted.read_text().splitlines() if noted.exists() else []

    @property
    def pushed(self) -> str:
        return git(self.folder / "remote.git", "for-each-ref", "--format=%(refname) %(objectname)")

    @property
    def nothing_happened(self) -> bool:
        return not self.words and not self.pushed and not git(self.project, "remote")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_gh_creates_a_private_repository_and_the_branch_is_pushed(machine: Machine) -> None:
    machine.install("gh")
    result = machine.run("publish", machine.project, "--yes")
    assert result.returncode == 0, result.stderr
    assert machine.words == ["repo", "create", "mine", "--private", "--source", ".", "--remote", "origin"]
    assert machine.pushed == f"refs/heads/main {git(machine.project, 'rev-parse', 'HEAD')}"
    assert "gh repo create mine --private" in result.stdout
    assert f"Published mine at {machine.folder}/remote.git." in result.stdout


def test_glab_creates_it_if_the_ci_is_gitlab(machine: Machine) -> None:
    machine.answer("gitlab")
    machine.install("gh")
    machine.install("glab")
    result = machine.run("publish", machine.project, "--yes", "--public", "--name", "us/team/mine", "--json")
    assert result.returncode == 0, result.stderr
    options = ["--public", "--remoteName", "origin", "--defaultBranch", "main"]
    assert machine.words == ["repo", "create", "us/team/mine", *options]
    assert machine.pushed
    assert document("publish", result.stdout)["published"] == f"{machine.folder}/remote.git"


@pytest.mark.parametrize("visibility", ["--public", "--private"])
def test_the_page_of_a_public_project_links_to_the_repository(visibility: str, machine: Machine) -> None:
    page = machine.project / "web" / "index.html"
    page.parent.mkdir()
    page.write_text(f"<p>{publication.PLACE} · © alice</p>")
    commit(machine.project)
    machine.install("gh")
    remote = machine.folder / "remote.git"
    git(machine.project, "config", f"url.{remote}.pushInsteadOf", "git@github.com:alice/mine.git")
    with (machine.bin / "gh").open("a") as file:
        file.write("git remote set-url origin git@github.com:alice/mine.git\n")
    result = machine.run("publish", machine.project, "--yes", visibility)
    assert result.returncode == 0, result.stderr
    link = ' · <a href="https://github.com/alice/mine">Source code</a>' if visibility == "--public" else ""
    assert git(remote, "show", "main:web/index.html") == f"<p>{publication.PLACE}{link} · © alice</p>"
    assert not git(machine.project, "status", "--porcelain")


def test_every_page_has_a_place_for_the_link() -> None:
    """The files are those that `publish` changes."""
    pages = sorted((ROOT / "templates" / "layers").glob(f"*/{publication.PAGE}.jinja"))
    partial = (ROOT / "templates" / "partials" / "web" / "sign-in.html").read_text()
    assert len(pages) == len(catalog.load().choices("project"))
    for page in pages:
        text = page.read_text()
        assert publication.PLACE in text or ("sign-in.html" in text and publication.PLACE in partial), page


def test_without_either_it_prints_the_commands(machine: Machine) -> None:
    result = machine.run("publish", machine.project, "--yes")
    assert result.returncode == 1, result.stderr
    assert machine.run("publish", machine.project, "--dry-run").returncode == 0
    assert "gh is not installed" in result.stdout
    assert (
        "git remote add origin git@github.com:OWNER/mine.git\n  git push --set-upstream origin main"
        in result.stdout
    )
    assert machine.nothing_happened


def test_without_confirmation_nothing_is_sent(machine: Machine) -> None:
    machine.install("gh")
    result = machine.run("publish", machine.project)
    assert (result.returncode, code_of(result)) == (2, "no-terminal")
    assert machine.run("publish", machine.project, "--json").returncode == 1
    assert machine.run("publish", machine.project, "--yes", "--dry-run").returncode == 0
    assert machine.nothing_happened


@pytest.mark.parametrize(
    ("keys", "code", "happens"), [("\r", 1, False), ("\x03", 130, False), ("y\r", 0, True)]
)
def test_in_a_terminal_it_asks(keys: str, code: int, happens: bool, machine: Machine) -> None:
    machine.install("gh")
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "scaffolder", "publish", str(machine.project)],
        env=os.environ | machine.environment,
        encoding="utf-8",
        timeout=60,
    )
    terminal.expect("Go ahead")
    terminal.send(keys)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert (terminal.exitstatus, machine.nothing_happened) == (code, not happens)


@pytest.mark.parametrize("name", ["-x", "a b", "a;b", "$(id)", "a/", "a\nb", "/a", "--private"])
def test_an_invalid_name_is_rejected(name: str, machine: Machine) -> None:
    with pytest.raises(ScaffolderError) as caught:
        publication.plan(machine.project, name=name, host="github", private=True)
    assert caught.value.code == "name-invalid"


def test_uncommitted_changes_are_rejected(machine: Machine) -> None:
    machine.install("gh")
    (machine.project / "new.txt").write_text("not committed")
    result = machine.run("publish", machine.project, "--yes")
    assert (result.returncode, code_of(result)) == (1, "uncommitted")
    with (machine.project / ".copier-answers.yml").open("a") as file:
        file.write("more: 1\n")
    result = machine.run("publish", machine.project, "--yes")
    assert (result.returncode, code_of(result)) == (1, "uncommitted")
    assert machine.nothing_happened


def test_an_existing_remote_is_rejected_without_showing_its_password(machine: Machine) -> None:
    machine.install("gh")
    git(machine.project, "remote", "add", "origin", "https://alice:geheim@example.com/mine.git")
    result = machine.run("publish", machine.project, "--yes")
    assert result.returncode == 1
    assert code_of(result) == "remote-exists"
    assert not machine.words


def test_a_folder_inside_of_a_repository_is_rejected(machine: Machine) -> None:
    inner = machine.project / "inner"
    inner.mkdir()
    shutil.copy(machine.project / ".copier-answers.yml", inner)
    commit(machine.project)
    result = machine.run("publish", inner, "--yes")
    assert (result.returncode, code_of(result)) == (1, "part-of-repository")


def test_the_error_of_the_program_is_passed_on(machine: Machine) -> None:
    (machine.bin / "gh").write_text("#!/bin/sh\necho 'Name already exists' >&2\nexit 1\n")
    (machine.bin / "gh").chmod(0o755)
    result = machine.run("publish", machine.project, "--yes")
    assert result.returncode == 1
    assert code_of(result) == "program-failed"
    assert not machine.pushed


def test_a_missing_remote_after_creation_is_reported(machine: Machine) -> None:
    (machine.bin / "gh").write_text("#!/bin/sh\nexit 0\n")
    (machine.bin / "gh").chmod(0o755)
    result = machine.run("publish", machine.project, "--yes")
    assert result.returncode == 1
    assert code_of(result) == "remote-not-set"


def test_a_folder_that_is_not_a_project_is_rejected(run: Run, tmp_path: Path) -> None:
    result = run("publish", tmp_path)
    assert (result.returncode, code_of(result)) == (2, "project-missing")
