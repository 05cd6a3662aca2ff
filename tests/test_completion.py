"""Shell completion of commands, options and the values of copier.yml, without slow imports."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from scaffolder.template import catalog
from tests.support import PATH, Run

SHELLS = ("bash", "zsh", "fish", "powershell")
# If this is set, Typer takes the name of the shell instead of detecting it.
NAMED_SHELL = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}


def completing(shell: str, line: str) -> dict[str, str]:
    """The environment with which a shell completes the last word of `line`."""
    word = line.rpartition(" ")[2]
    asked = {"_SCAFFOLDER_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line}
    if shell == "bash":
        return asked | {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    if shell == "fish":
        return asked | {"_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    return asked | {"_TYPER_COMPLETE_WORD_TO_COMPLETE": word}


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_completes_the_projects(shell: str, run: Run) -> None:
    result = run(env=completing(shell, "scaffolder new "))
    assert result.returncode == 0, result.stderr
    for choice in catalog.load().choices("project"):
        assert choice.name in result.stdout
        assert shell == "bash" or choice.help in result.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_its_script(shell: str, run: Run) -> None:
    script = run("--show-completion", shell, env=NAMED_SHELL).stdout
    assert f"complete_{shell}" in script
    assert "scaffolder" in script.splitlines()[-1]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("scaffolder pub", ["publish"]),
        ("scaffolder new --dry", ["--dry-run"]),
        ("scaffolder new blog x --stack ex", ["express"]),
        ("scaffolder new blog x --database p", ["postgresql"]),
        ("scaffolder new blog x --ci gith", ["github"]),
        ("scaffolder new blog x --deploy docker,doc", ["docker,docker"]),
        ("scaffolder new blog x --set data", ["database="]),
        ("scaffolder new blog x --set database=my", ["database=mysql"]),
        ("scaffolder update --set ci=gith", ["ci=github"]),
        ("scaffolder show ch", ["chat"]),
        ("scaffolder doctor --stack fast", ["fastapi"]),
        ("scaffolder publish --host gitl", ["gitlab"]),
        ("scaffolder status ./", []),
    ],
)
def test_values_are_completed(line: str, expected: list[str], run: Run) -> None:
    assert run(env=completing("bash", line)).stdout.split() == expected


def test_in_a_real_bash_the_tab_key_completes(tmp_path: Path) -> None:
    bash = pexpect.spawn(
        "bash",
        ["--norc", "--noprofile", "-i"],
        cwd=str(tmp_path),
        env=os.environ | NAMED_SHELL | {"PATH": PATH, "TERM": "dumb", "PS1": "$ ", "HOME": str(tmp_path)},
        encoding="utf-8",
        timeout=60,
    )
    bash.sendline(
        "bind 'set enable-bracketed-paste off'; source <(scaffolder --show-completion bash); echo re''ady"
    )
    bash.expect("ready")
    bash.send("scaffolder new bl\t")
    bash.expect_exact("blog ")
    bash.send("here --stack exp\t")
    bash.expect_exact("express ")
    bash.close(force=True)


@pytest.mark.parametrize(
    ("words", "asked", "slow"),
    [
        (["--help"], {}, "copier|git|questionary|pydantic|rich|yaml|typer"),
        (["list"], {}, "copier|git|questionary|pydantic|rich"),
        ([], completing("bash", "scaffolder new "), "copier|git|questionary|rich|httpx"),
    ],
)
def test_completion_avoids_slow_imports(
    words: list[str], asked: dict[str, str], slow: str, tmp_path: Path
) -> None:
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "scaffolder", *words],
        cwd=tmp_path,
        env=os.environ | asked,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "scaffolder" in result.stderr
    assert not re.findall(rf"\| +({slow})$", result.stderr, flags=re.MULTILINE)
