"""A template folder or an unpacked project cannot start programs or change settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lifecycle.releases import FIRST, SECOND, first_release, release
from tests.support import Run, code_of, commit, git, run_in

NEW = ("new", "notes", "mine", "--stack", "plain", "--defaults")


@pytest.fixture
def template(tmp_path: Path) -> Path:
    return first_release(tmp_path / "template")


@pytest.fixture
def run(tmp_path: Path, template: Path) -> Run:
    return run_in(tmp_path, {"SCAFFOLDER_TEMPLATE": str(template)})


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[Path]:
    """A program that leaves a file, which must not exist at the end."""
    program = tmp_path / "trap"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat 2>/dev/null\n")
    program.chmod(0o755)
    yield program
    assert not (tmp_path / "sprung").exists()


def arm(repository: Path, trap: Path) -> None:
    """Configure the trap as every program that git can start in a repository."""
    for key in ("core.fsmonitor", "filter.x.clean", "filter.x.smudge", "merge.x.driver", "gpg.program"):
        git(repository, "config", key, str(trap))
    git(repository, "config", "commit.gpgSign", "false")
    (repository / ".git" / "info" / "attributes").write_text("* filter=x merge=x\n")
    for name in ("post-checkout", "post-merge", "pre-commit", "prepare-commit-msg", "reference-transaction"):
        hook = repository / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_bytes(trap.read_bytes())
        hook.chmod(0o755)


@pytest.mark.parametrize("options", [["--dry-run"], []])
def test_a_template_folder_starts_no_programs(
    options: list[str], run: Run, template: Path, trap: Path
) -> None:
    arm(template, trap)
    (template / "templates" / "layers" / "app.txt").write_text("changed\n")
    result = run(*NEW, *options)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("command", [["status"], ["diff"], ["update"], ["update", "--dry-run"]])
def test_an_unpacked_project_starts_no_programs(
    command: list[str], run: Run, template: Path, trap: Path, tmp_path: Path
) -> None:
    assert run(*NEW).returncode == 0
    (tmp_path / "mine" / "app.txt").write_text("mine\n" + FIRST["templates/layers/app.txt"])
    commit(tmp_path / "mine")
    release(template, "v0.2.0", SECOND)
    arm(tmp_path / "mine", trap)
    result = run(*command, "mine")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", [".git/config", ".git/hooks/pre-commit", "sub/.GIT/config", "git~1/config"])
def test_a_template_cannot_write_into_a_repository(
    name: str, run: Run, template: Path, tmp_path: Path
) -> None:
    # Git refuses to track such a name, but a template can render it from an answer.
    folders = [f"[[ '{part}' ]]" for part in name.split("/")[:-1]]
    place = template.joinpath("templates", "layers", *folders, name.rpartition("/")[2])
    place.parent.mkdir(parents=True)
    place.write_text("[core]\n")
    result = run(*NEW)
    assert (result.returncode, code_of(result)) == (2, "template-unsafe"), result.stderr
    assert not (tmp_path / "mine").exists()


def test_an_extension_that_a_template_names_is_not_imported(run: Run, template: Path, tmp_path: Path) -> None:
    (tmp_path / "evil.py").write_text(f"open({str(tmp_path / 'imported')!r}, 'w')\nclass Evil: pass\n")
    with (template / "copier.yml").open("a") as file:
        file.write("\n_jinja_extensions:\n  - evil.Evil\n")
    result = run(*NEW, env={"PYTHONPATH": str(tmp_path)})
    assert (result.returncode, code_of(result)) == (2, "template-extensions")
    assert not (tmp_path / "imported").exists()


@pytest.mark.parametrize("shape", ["[{}]", "{{<<: [{}]}}"])
def test_yaml_references_cannot_exhaust_memory(shape: str, run: Run, tmp_path: Path) -> None:
    assert run(*NEW).returncode == 0
    first = "{k: v}" if "<<" in shape else "[x]"
    lines = [f"a0: &a0 {first}"]
    lines += [
        f"a{level}: &a{level} " + shape.format(", ".join([f"*a{level - 1}"] * 9)) for level in range(1, 20)
    ]
    with (tmp_path / "mine" / ".copier-answers.yml").open("a") as file:
        file.write("\n".join(lines) + "\n")
    result = run("status", "mine", timeout=30)
    assert (result.returncode, "most of them by reference" in result.stderr) == (2, True), result.stderr


def settings(**values: str) -> dict[str, str]:
    environment = {"GIT_CONFIG_COUNT": str(len(values))}
    for number, (key, value) in enumerate(values.items()):
        environment |= {
            f"GIT_CONFIG_KEY_{number}": key.replace("__", "."),
            f"GIT_CONFIG_VALUE_{number}": value,
        }
    return environment


def test_the_users_settings_do_not_change_the_written_files(run: Run, trap: Path, tmp_path: Path) -> None:
    (tmp_path / "hooks").mkdir()
    (tmp_path / "hooks" / "prepare-commit-msg").write_bytes(trap.read_bytes())
    (tmp_path / "hooks" / "prepare-commit-msg").chmod(0o755)
    (tmp_path / "ignore").write_text("*.md\n")
    taste = settings(
        core__autocrlf="true",
        core__excludesFile=str(tmp_path / "ignore"),
        core__hooksPath=str(tmp_path / "hooks"),
    )
    result = run(*NEW, env=taste)
    assert result.returncode == 0, result.stderr
    assert b"\r" not in (tmp_path / "mine" / "app.txt").read_bytes()
    assert "README.md" in git(tmp_path / "mine", "ls-files")
    assert git(tmp_path / "mine", "status", "--porcelain") == ""


def test_the_users_hooks_run_when_the_user_commits(run: Run, tmp_path: Path) -> None:
    hook = tmp_path / "skeleton" / "hooks" / "pre-commit"
    hook.parent.mkdir(parents=True)
    hook.write_text(f"#!/bin/sh\necho ran >> {tmp_path}/ran\n")
    hook.chmod(0o755)
    assert run(*NEW, env=settings(init__templateDir=str(tmp_path / "skeleton"))).returncode == 0
    assert not (tmp_path / "ran").exists()
    commit(tmp_path / "mine")
    assert (tmp_path / "ran").read_text() == "ran\n"


def test_refusals_of_git_are_passed_on(run: Run, tmp_path: Path) -> None:
    """A repository of another user is not reported as "no repository"."""
    assert run(*NEW).returncode == 0
    stranger = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    result = run("update", "mine", env=stranger)
    assert (result.returncode, "dubious ownership" in result.stderr) == (1, True), result.stderr
