"""The README is correct: every command in it is run here or by .ci/run."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from scaffolder.template import versions
from tests.support import PATH, ROOT
from tests.tools.pictures import terminal

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)
TESTS = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/pytest"


def test_ci_runs_the_readmes_test_command() -> None:
    assert f"{TESTS}\n" in BLOCKS
    assert f"\n{TESTS}\n" in (ROOT / ".ci" / "run").read_text()


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where the reader starts."""
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="module")
def first(work: Path, tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """The README's first block, from a clone of this repository instead of its address."""
    published = tmp_path_factory.mktemp("published") / "scaffolder"
    subprocess.run(["git", "clone", "--quiet", ROOT, published], check=True)
    # A clone of a detached commit has no branch, and cloning that one prints advice.
    subprocess.run(["git", "-C", published, "checkout", "--quiet", "-B", "main"], check=True)
    environment = os.environ | {
        "GIT_CONFIG_COUNT": "2",
        "GIT_CONFIG_KEY_0": f"url.{published}.insteadOf",
        "GIT_CONFIG_VALUE_0": versions.HOME,
        "GIT_CONFIG_KEY_1": "safe.directory",
        "GIT_CONFIG_VALUE_1": "*",
        # Only the modules that run are compiled.
        "PIP_NO_COMPILE": "1",
    }
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", BLOCKS[0]],
        cwd=work,
        env=environment | {"PATH": PATH},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_first_command_creates_a_project_from_a_fresh_clone(
    first: subprocess.CompletedProcess[str], work: Path
) -> None:
    assert first.returncode == 0, first.stderr
    assert "\nCreated ../my-chat in " in first.stdout
    assert (work / "my-chat" / ".git").is_dir()
    assert (work / "my-chat" / "README.md").is_file()


@pytest.fixture(scope="module")
def after_the_first(
    first: subprocess.CompletedProcess[str], work: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Run another block, only once."""

    @cache
    def run(block: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block.replace("/tmp/", f"{tmp_path_factory.mktemp('tmp')}/")],
            cwd=work / "scaffolder",
            env=os.environ | {"PATH": PATH},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.mark.parametrize("block", [block for block in BLOCKS[1:] if block != f"{TESTS}\n"])
def test_each_further_command_works_after_the_first(
    block: str, after_the_first: Callable[[str], subprocess.CompletedProcess[str]]
) -> None:
    result = after_the_first(block)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_picture_shows_the_current_output(
    first: subprocess.CompletedProcess[str],
    after_the_first: Callable[[str], subprocess.CompletedProcess[str]],
) -> None:
    """When this fails: python -m tests.tools.pictures terminal"""
    pictured = terminal.shown_by_command(terminal.PICTURE.read_text(encoding="utf-8"))
    assert tuple(pictured) == terminal.COMMANDS
    for command, lines in pictured.items():
        here = f".venv/bin/{command.replace('my-chat', '../my-chat')}\n"
        block = next((block for block in BLOCKS if block.endswith(here)), "")
        assert block, f"README no longer has the picture's {here}"
        result = first if block == BLOCKS[0] else after_the_first(block)
        printed = (result.stderr + result.stdout).replace("../my-chat", "my-chat").splitlines()
        mine = [
            line for line in printed if not line.startswith(("Cloning", "Updating files", "Note:", "done."))
        ]
        assert terminal.steady(lines) == terminal.steady(mine)


@pytest.mark.parametrize(
    "page",
    ["README.md", "AGENTS.md", "templates/README.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md"],
)
def test_links_to_files_are_valid(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / page).parent.joinpath(target).exists(), target


def test_issue_forms_are_valid() -> None:
    forms = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
    assert forms
    check = ["check-jsonschema", "--builtin-schema", "vendor.github-issue-forms", *map(str, forms)]
    result = subprocess.run(
        check, env=os.environ | {"PATH": PATH}, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout
