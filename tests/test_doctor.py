"""`scaffolder doctor`, on machines made of stand-ins, and what `new` says of the same tools."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from scaffolder.template import catalog, toolchains
from tests.support import ANSWERS, QUICK, Run, node_tools

TOOLS = {"git": "git version 2.50.1", "make": "GNU Make 4.4", "uv": "uv 0.9.1"}


def machine(folder: Path, tools: Mapping[str, str]) -> dict[str, str]:
    """An environment in which there are only the shell and `tools`, each saying its version."""
    for name in ("sh", "env"):
        (folder / name).symlink_to(shutil.which(name) or name)
    for name, version in tools.items():
        (folder / name).write_text(f"#!/bin/sh\necho '{version}'\n")
        (folder / name).chmod(0o755)
    return {"PATH": str(folder)}


def test_it_tells_versions_and_what_is_missing(run: Run, tmp_path: Path) -> None:
    result = run("doctor", "--stack", "fastapi", env=machine(tmp_path, {**TOOLS, "apt-get": "apt"}))
    assert result.returncode == 0, result.stderr
    assert "ok       uv 0.9.1" in result.stdout
    assert "`sudo apt-get install gh` installs it." in " ".join(result.stdout.split())
    assert "Ready for: fastapi" in result.stdout


def test_a_needed_tool_that_is_missing_is_exit_code_1(run: Run, tmp_path: Path) -> None:
    tools = {name: version for name, version in TOOLS.items() if name != "uv"}
    result = run("doctor", "--stack", "fastapi", "--json", env=machine(tmp_path, tools))
    assert result.returncode == 1
    document = json.loads(result.stdout)
    found = {tool["command"]: tool for tool in document["tools"]}
    assert (document["fine"], document["ready"]) == (False, [])
    assert (
        found["uv"]["advice"]
        == "uv is missing. Install it with `pip install uv`, or as https://docs.astral.sh/uv/ says."
    )
    assert (found["git"]["state"], found["git"]["version"]) == ("found", "2.50.1")


def test_without_make_no_stack_is_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tools = {name: version for name, version in TOOLS.items() if name != "make"}
    monkeypatch.setenv("PATH", machine(tmp_path, tools)["PATH"])
    diagnosis = toolchains.diagnose(catalog.load(), ["fastapi"])
    assert [tool.command for tool in diagnosis.tools if tool.state == "missing" and not tool.optional] == [
        "make"
    ]
    assert diagnosis.ready == []


def test_a_tool_that_is_too_old_says_what_it_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node = shutil.which("node", path=str(node_tools()))
    monkeypatch.setenv("PATH", machine(tmp_path, {"npm": "11.0.0"})["PATH"])
    (tmp_path / "node").write_text('#!/bin/sh\n[ "$1" = --version ] && echo v18.1.0\nexit 1\n')
    (tmp_path / "node").chmod(0o755)
    old = {tool.command: tool for tool in toolchains.diagnose(catalog.load(), ["express"]).of("express")}
    assert (old["node"].state, old["npm"].state) == ("old", "found")
    assert str(old["node"].advice).startswith(
        "node is too old: it takes Node.js 22.21, or 24.9 or newer. Install it"
    )
    (tmp_path / "node").unlink()
    (tmp_path / "node").symlink_to(node or "node")
    new = {tool.command: tool for tool in toolchains.diagnose(catalog.load(), ["express"]).of("express")}
    assert (new["node"].state, new["node"].advice) == ("found", None)


def test_every_tool_of_every_stack_says_how_to_get_it() -> None:
    known = catalog.load()
    for stack in known.choices("stack"):
        for tool in known.facts(stack.name)["tools"]:
            assert tool["how"].endswith("."), tool
            assert ("check" in tool) == ("needed" in tool), tool


def test_new_warns_with_the_same_words_and_writes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    environment = machine(tmp_path / "bin", {"make": "GNU Make 4.4"})
    (tmp_path / "bin" / "git").symlink_to(shutil.which("git") or "git")
    result = run(*ANSWERS, *QUICK, env=environment)
    assert result.returncode == 0, result.stderr
    monkeypatch.setenv("PATH", environment["PATH"])
    (tool,) = toolchains.lacking(catalog.load(), "fastapi")
    assert result.stderr.index(f"Note: {tool.advice}") < result.stderr.index("Writing FastAPI")
    assert (tmp_path / "my-tasks" / "README.md").is_file()
