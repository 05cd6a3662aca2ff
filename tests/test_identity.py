"""The identity of a new project: its name and author, who commits it, and in which repository."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from scaffolder.contracts.plugin import CONTRACTS
from scaffolder.git import repository
from scaffolder.template import catalog, versions
from tests.lifecycle.releases import first_release
from tests.support import ROOT, Run, files, git, run_in

NEW = ("new", "notes", "mine", "--stack", "plain", "--defaults", "--no-lock")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    first_release(tmp_path / "template")
    return run_in(tmp_path, {"SCAFFOLDER_TEMPLATE": str(tmp_path / "template")})


def configured(tmp_path: Path, text: str) -> dict[str, str]:
    (tmp_path / "gitconfig").write_text(text)
    return {"GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"), "GIT_CONFIG_SYSTEM": os.devnull, "EMAIL": ""}


def test_an_identity_from_a_conditional_include_is_used(run: Run, tmp_path: Path) -> None:
    (tmp_path / "office.inc").write_text("[user]\n\tname = Alice at Work\n\temail = a@work.example\n")
    environment = configured(
        tmp_path,
        "[user]\n\tname = Alice\n\temail = a@home.example\n"
        f'[includeIf "gitdir:{tmp_path}/office/"]\n\tpath = {tmp_path}/office.inc\n',
    )
    (tmp_path / "office").mkdir()
    words = ("new", "task-manager", "mine", "--stack", "fastapi", "--defaults", "--no-lock")
    result = run(*words, cwd=tmp_path / "office", env=environment | {"SCAFFOLDER_TEMPLATE": str(ROOT)})
    assert result.returncode == 0, result.stderr
    assert "Alice at Work" in (tmp_path / "office" / "mine" / "LICENSE").read_text()
    assert git(tmp_path / "office" / "mine", "log", "--format=%cn") == "Alice at Work"
    assert [path.name for path in (tmp_path / "office").iterdir()] == ["mine"]


@pytest.mark.parametrize("role", ["author", "committer"])
def test_an_author_or_committer_is_enough(role: str, run: Run, tmp_path: Path) -> None:
    environment = configured(tmp_path, f"[{role}]\n\tname = Alice\n\temail = alice@example.com\n")
    result = run(*NEW, env=environment)
    assert (result.returncode, "git has no user.name" in result.stderr) == (0, False), result.stderr
    assert git(tmp_path / "mine", "log", "--format=%an %cn") == "Alice Alice"


def test_a_folder_that_the_outer_repository_ignores_gets_its_own(run: Run, tmp_path: Path) -> None:
    """Such as a home directory whose dotfiles are in git."""
    git(tmp_path, "init", "--quiet")
    (tmp_path / ".gitignore").write_text("*\n")
    result = run(*NEW)
    assert (result.returncode, "is inside the repository" in result.stderr) == (0, False), result.stderr
    assert git(tmp_path / "mine", "rev-list", "--count", "HEAD") == "1"


@pytest.mark.parametrize(("options", "message"), [([], "Initial commit"), (["--message", "Begin"], "Begin")])
def test_the_first_commit_is_the_users(options: list[str], message: str, run: Run, tmp_path: Path) -> None:
    assert run(*NEW, *options).returncode == 0
    assert git(tmp_path / "mine", "log", "--format=%s") == message


def test_no_home_is_needed_to_know_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    assert repository.user_name(tmp_path / "mine") is None


@pytest.fixture(scope="module")
def source() -> Iterator[versions.TemplateVersion]:
    with versions.exported(ROOT) as exported:
        yield exported


@cache
def parsed(document: bytes) -> dict[str, Any]:
    return dict(yaml.load(document, Loader=catalog.Loader))


@pytest.mark.parametrize(("project", "stack"), catalog.load().cells())
def test_the_api_documents_have_the_projects_name_and_no_other_contact(
    project: str, stack: str, source: versions.TemplateVersion
) -> None:
    rendered = files(source, {"project": project, "stack": stack, "name": "no"})
    shipped = sorted((CONTRACTS / project.replace("-", "_")).glob("*api.yaml"))
    assert shipped
    for path in shipped:
        document, contract = parsed(rendered[path.name][1]), parsed(path.read_bytes())
        assert (document["info"]["title"], "contact" in document["info"]) == ("no", False)
        assert document == contract | {"info": contract["info"] | {"title": "no"}}
