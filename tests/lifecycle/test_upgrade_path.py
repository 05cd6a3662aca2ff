"""From every release to what lies here, in every cell, with the edits that a developer makes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from scaffolder import catalog
from tests.cells.checks import make
from tests.support import PATH, Run, clone_of_this_repository, commit, git, run_in

# How many files may conflict, of all cells and releases together. Lower it when you can.
CONFLICT_BUDGET = 0

MADE_UP = "v0.0.1"
OWN_FILE = "docs/my-notes.md"


@pytest.fixture(scope="session")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository with its releases, and a made-up one in which shared files were different."""
    template = clone_of_this_repository(tmp_path_factory.mktemp("here") / "template")
    head = git(template, "rev-parse", "HEAD")
    layers = template / "templates" / "layers"
    (layers / ".editorconfig").write_text("root = true\n")
    makefile = layers / "Makefile.jinja"
    makefile.write_text(makefile.read_text().replace("Do all that CI checks", "Check it all"))
    ignored = layers / ".gitignore.jinja"
    ignored.write_text(ignored.read_text().replace("# Secrets and local settings", "# Secrets"))
    (layers / "gone.md").write_text("# Gone since\n\nThis file is in no newer version.\n")
    (layers / "AGENTS.md.jinja").unlink()
    commit(template, "Be older")
    git(template, "tag", MADE_UP)
    git(template, "switch", "--quiet", "--detach", head)
    return template


@pytest.fixture
def run(tmp_path: Path, here: Path) -> Run:
    return run_in(tmp_path, {"SCAFFOLDER_TEMPLATE": str(here)})


def releases(template: Path) -> list[str]:
    return [tag for tag in git(template, "tag").splitlines() if re.fullmatch(r"v\d+\.\d+\.\d+", tag)]


def edit(project: Path) -> None:
    """What a developer changes in the first week."""
    readme = project / "README.md"
    title, rest = readme.read_text().split("\n", 1)
    readme.write_text(f"{title} (mine)\n{rest}\n## About me\n\nMine.\n")
    for name, line in (("Makefile", "\nmine: ## Mine\n\t@echo mine\n"), (".gitignore", "\nmine/\n")):
        with (project / name).open("a") as file:
            file.write(line)
    (project / OWN_FILE).write_text("mine\n")
    shutil.rmtree(project / ".devcontainer")
    commit(project, "Make it mine")


def survived(project: Path) -> bool:
    return (
        (project / "README.md").read_text().split("\n", 1)[0].endswith("(mine)")
        and "## About me" in (project / "README.md").read_text()
        and "@echo mine" in (project / "Makefile").read_text()
        and "\nmine/\n" in (project / ".gitignore").read_text()
        and (project / OWN_FILE).read_text() == "mine\n"
        and not (project / ".devcontainer").exists()
    )


def made(run: Run, here: Path, version: str, cell: tuple[str, str], folder: Path) -> Path | None:
    """A project with a developer's edits, or None when the release did not have this cell."""
    project, stack = cell
    result = run(
        *("new", project, folder, "--stack", stack, "--to", version, "--defaults", "--no-lock", "--quiet")
    )
    if result.returncode == 2 and "is not known" in result.stderr and version != MADE_UP:
        return None
    assert result.returncode == 0, result.stderr
    edit(folder)
    return folder


def test_edits_survive_in_every_cell_within_the_budget(run: Run, here: Path, tmp_path: Path) -> None:
    projects = [
        found
        for version in releases(here)
        for cell in catalog.load().cells()
        if (found := made(run, here, version, cell, tmp_path / version / "-".join(cell)))
    ]
    result = run("update", "--no-check", "--to", "HEAD", *projects)
    conflicts = re.findall(r"It conflicts in (.*)\.$", result.stdout, flags=re.MULTILINE)
    count = sum(len(found.split(", ")) for found in conflicts)
    print(f"{count} conflicts in {len(projects)} projects:\n{result.stdout}")
    assert count <= CONFLICT_BUDGET
    assert result.returncode == 0, result.stdout
    assert all(survived(project) for project in projects)
    for project in projects:
        (status,) = json.loads(run("status", "--json", project).stdout)
        changed = {path for path, state in status["files"].items() if state not in ("pristine", "missing")}
        assert changed == {"README.md", "Makefile", ".gitignore", OWN_FILE}


@pytest.mark.parametrize("stack", [choice.name for choice in catalog.load().choices("stack")])
def test_checks_and_contract_pass_after_it(stack: str, run: Run, here: Path, tmp_path: Path) -> None:
    for program in ("make", *(tool["command"] for tool in catalog.load().facts(stack)["tools"])):
        if shutil.which(program, path=PATH) is None:
            pytest.skip(f"{program} is not installed")
    project = made(run, here, MADE_UP, ("task-manager", stack), tmp_path / "made")
    assert project
    result = run("update", "--to", "HEAD", project, timeout=900)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "as it did before" not in result.stderr
    assert survived(project)
    make(project, "setup")
    assert run("verify", project, "-k", "health or token", timeout=600).returncode == 0
