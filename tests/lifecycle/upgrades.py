"""Projects of an earlier release with edits of a developer, to test updates."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.proofs.subject import Subject
from tests.support import Run, clone_of_this_repository, code_of, commit, git

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
    makefile.write_text(makefile.read_text().replace("Run the checks that CI runs", "Check it all"))
    ignored = layers / ".gitignore.jinja"
    ignored.write_text(ignored.read_text().replace("# Secrets and local settings", "# Secrets"))
    (layers / "gone.md").write_text("# Gone since\n\nThis file is in no newer version.\n")
    (layers / "AGENTS.md.jinja").unlink()
    commit(template, "Be older")
    git(template, "tag", MADE_UP)
    git(template, "switch", "--quiet", "--detach", head)
    return template


def releases(template: Path) -> list[str]:
    return [tag for tag in git(template, "tag").splitlines() if re.fullmatch(r"v\d+\.\d+\.\d+", tag)]


def edit(project: Path) -> None:
    """Typical first changes of a developer."""
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


def create_edited(run: Run, version: str, subject: Subject, folder: Path) -> Path | None:
    """A project with a developer's edits, or None if the release did not have this cell."""
    words = ("new", subject.project, folder, "--stack", subject.stack, "--database", subject.database)
    result = run(*words, "--to", version, "--defaults", "--quiet", "--no-lock")
    if result.returncode == 2 and code_of(result) == "choice-unknown" and version != MADE_UP:
        return None
    assert result.returncode == 0, result.stderr
    edit(folder)
    return folder
