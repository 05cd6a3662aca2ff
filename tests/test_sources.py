"""Template sources: every kind, its versions, and what is never fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from scaffolder.template import versions
from tests.support import CELL, QUICK, ROOT, Run, clone_of_this_repository, code_of, commit, git

NEW = ("new", "task-manager", "made", *CELL, *QUICK, "--quiet")
PARTIAL = Path("templates", "layers", ".editorconfig")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A repository with releases v0.9.0 and v0.10.0, and a commit after them."""
    folder = clone_of_this_repository(tmp_path_factory.mktemp("source") / "template")
    for tag in ("v0.9.0", "v0.10.0", "not-a-release"):
        with (folder / PARTIAL).open("a") as file:
            file.write(f"# {tag}\n")
        commit(folder)
        git(folder, "tag", tag)
    git(folder, "bundle", "create", "--quiet", "../template.bundle", "HEAD", "--tags")
    git(folder, "clone", "--quiet", "--bare", ".", "../bare.git")
    yield folder


def read_project(folder: Path) -> dict[str, str]:
    last = (folder / "made" / ".editorconfig").read_text().splitlines()[-1]
    answers = yaml.safe_load((folder / "made" / ".copier-answers.yml").read_text())
    return {**answers, "last": last}


@pytest.mark.parametrize("kind", ["template.bundle", "bare.git", "file://template"])
def test_a_published_source_provides_its_newest_release(
    kind: str, template: Path, run: Run, tmp_path: Path
) -> None:
    named = f"file://{template}" if kind.startswith("file") else str(template.parent / kind)
    result = run(*NEW, "--template", named)
    assert (result.returncode, result.stderr) == (0, "")
    project = read_project(tmp_path)
    assert (project["_commit"], project["_src_path"], project["last"]) == ("v0.10.0", named, "# v0.10.0")


def test_a_folder_provides_its_current_files(template: Path, run: Run, tmp_path: Path) -> None:
    assert run(*NEW, env={"SCAFFOLDER_TEMPLATE": str(template)}).returncode == 0
    project = read_project(tmp_path)
    assert project["last"] == "# not-a-release"
    assert project["_src_path"] == str(template)


@pytest.mark.parametrize("version", ["v0.9.0", "v0.9.0-0-g{}"])
def test_an_older_version_can_be_asked_for(version: str, template: Path, run: Run, tmp_path: Path) -> None:
    version = version.format(git(template, "rev-parse", "--short", "v0.9.0"))
    result = run(*NEW, "--template", template.parent / "template.bundle", "--to", version)
    assert result.returncode == 0, result.stderr
    assert read_project(tmp_path)["_commit"] == "v0.9.0"


def test_a_folder_with_a_remote_is_recorded_by_its_address(template: Path, run: Run, tmp_path: Path) -> None:
    git(template, "clone", "--quiet", ".", str(tmp_path / "fork"))
    git(tmp_path / "fork", "remote", "set-url", "origin", "https://me:secret@example.com/fork")
    assert run(*NEW, "--template", "fork").returncode == 0
    assert read_project(tmp_path)["_src_path"] == "https://example.com/fork.git"


def test_the_option_overrides_the_variable(template: Path, run: Run, tmp_path: Path) -> None:
    result = run(*NEW, "--template", template, env={"SCAFFOLDER_TEMPLATE": "/nowhere"})
    assert result.returncode == 0, result.stderr


REFUSED = {
    "a version that never was": ("{}", "v7.0.0", "version-unknown"),
    "an option for git": ("{}", "--upload-pack=touch pwned", "version-unknown"),
    "a transport that runs a command": ("ext::sh -c 'touch pwned'", "", "template-unknown"),
    "a folder that is none": ("/nowhere", "", "template-unknown"),
    "a folder without a repository": (".", "", "template-unversioned"),
    "a file that is no bundle": (str(ROOT / "README.md"), "", "git-failed"),
    "a host that does not answer": ("http://127.0.0.1:9/x.git", "", "git-failed"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_invalid_source_is_rejected(case: str, template: Path, run: Run, tmp_path: Path) -> None:
    named, version, code = REFUSED[case]
    result = run(*NEW, "--template", named.format(template), *(["--to", version] if version else []))
    assert result.returncode in (1, 2)
    assert code_of(result) == code
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_submodule_of_the_template_cannot_name_a_transport(
    template: Path, run: Run, tmp_path: Path
) -> None:
    """Nothing is fetched from addresses in a template, such as those of submodules."""
    git(template, "clone", "--quiet", ".", str(tmp_path / "evil"))
    (tmp_path / "evil" / ".gitmodules").write_text(
        f'[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "touch {tmp_path}/pwned"\n'
    )
    with (tmp_path / "evil" / "copier.yml").open("a") as file:
        file.write(f"\n_tasks:\n  - touch {tmp_path}/pwned\n")
    result = run(*NEW, "--template", "evil")
    assert result.returncode == 2
    assert "tasks" in result.stderr
    assert not (tmp_path / "pwned").exists()
    assert not (tmp_path / "made").exists()


def test_git_cannot_run_a_command_to_fetch(run: Run, tmp_path: Path) -> None:
    """Not even if its configuration allows that and rewrites a harmless address."""
    evil = f"ext::sh -c touch% {tmp_path}/pwned"
    settings = {"protocol.ext.allow": "always", f"url.{evil}.insteadOf": "https://harmless.example/x"}
    environment = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (key, value) in enumerate(settings.items()):
        environment |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    result = run(*NEW, "--template", "https://harmless.example/x", env=environment)
    assert (result.returncode, code_of(result)) == (1, "git-failed")
    assert not (tmp_path / "pwned").exists()


def test_a_repository_without_templates_is_reported(run: Run, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "other")
    commit(tmp_path / "other")
    result = run(*NEW, "--template", "other")
    assert (result.returncode, code_of(result)) == (2, "template-empty")


def test_the_default_source_is_the_shipped_one(run: Run, tmp_path: Path) -> None:
    assert run(*NEW).returncode == 0
    assert re.match(r"https://|git@|ssh://", read_project(tmp_path)["_src_path"])
    assert versions.HOME.endswith(".git")


@pytest.mark.parametrize("kind", ["template", "bare.git"])
def test_files_marked_export_ignore_are_not_exported(kind: str, template: Path) -> None:
    with versions.exported(template.parent / kind, "v0.10.0") as source:
        laid_out = {path.name for path in source.folder.iterdir()}
    assert "tests" not in laid_out
    assert {"copier.yml", "templates", "scaffolder"} <= laid_out
