"""`scaffolder doctor` on simulated machines, and the warnings of `new` about the same tools."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from scaffolder.template import catalog, toolchains
from tests.support import ANSWERS, QUICK, Run, document, node_tools

TOOLS = {"git": "git version 2.50.1", "make": "GNU Make 4.4", "uv": "uv 0.9.1"}


def machine(folder: Path, tools: Mapping[str, str]) -> dict[str, str]:
    """An environment with only the shell and `tools`, which print their versions."""
    for name in ("sh", "env"):
        (folder / name).symlink_to(shutil.which(name) or name)
    for name, version in tools.items():
        (folder / name).write_text(f"#!/bin/sh\necho '{version}'\n")
        (folder / name).chmod(0o755)
    return {"PATH": str(folder)}


def program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def advice(stack: str, command: str) -> str:
    diagnosis = toolchains.diagnose(catalog.load(), [stack])
    return next(str(tool.advice) for tool in diagnosis.tools if tool.command == command)


def test_it_shows_versions_and_missing_tools(run: Run, tmp_path: Path) -> None:
    environment = machine(tmp_path, {**TOOLS, "apt-get": "apt"})
    program(tmp_path, "apt-cache", '[ "$2" = gh ]')
    result = run("doctor", "--stack", "fastapi", env=environment)
    assert result.returncode == 0, result.stderr
    assert "ok       uv 0.9.1" in result.stdout
    output = " ".join(result.stdout.split())
    assert "apt-get install gh`" in output
    assert "apt-get install glab" not in output
    assert "https://docs.gitlab.com/cli" in output
    assert "Ready for: fastapi" in result.stdout


def test_a_missing_required_tool_exits_1(run: Run, tmp_path: Path) -> None:
    tools = {name: version for name, version in TOOLS.items() if name != "uv"}
    result = run("doctor", "--stack", "fastapi", "--json", env=machine(tmp_path, tools))
    assert result.returncode == 1
    found_document = document("doctor", result.stdout)
    found = {tool["command"]: tool for tool in found_document["tools"]}
    assert (found_document["fine"], found_document["ready"]) == (False, [])
    assert found["uv"]["advice"].startswith("uv is missing. Install it with `pipx install uv`")
    assert (found["git"]["state"], found["git"]["version"]) == ("found", "2.50.1")


def test_uv_is_never_installed_with_pip_because_debian_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "PATH", machine(tmp_path, {"apt-get": "apt", "pip": "pip 23", "curl": "curl 8"})["PATH"]
    )
    program(tmp_path, "apt-cache", "exit 1")
    assert "`curl -LsSf https://astral.sh/uv/install.sh | sh`" in advice("fastapi", "uv")
    program(tmp_path, "pipx", "echo 1.1.0")
    assert "`pipx install uv`" in advice("fastapi", "uv")
    assert "`pip install" not in advice("fastapi", "uv")


@pytest.mark.parametrize(
    ("user", "command"), [(0, "`apt-get install git`"), (1000, "`sudo apt-get install git`")]
)
def test_only_a_user_who_is_not_root_needs_sudo(
    user: int, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", machine(tmp_path, {"apt-get": "apt"})["PATH"])
    monkeypatch.setattr("os.geteuid", lambda: user)
    assert command in advice("fastapi", "git")


def test_docker_without_compose_is_not_reported_as_too_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", machine(tmp_path, {**TOOLS, "apt-get": "apt"})["PATH"])
    program(tmp_path, "docker", '[ "$1" = --version ] && echo Docker version 28.1.0')
    program(tmp_path, "apt-cache", '[ "$2" = docker-compose-v2 ]')
    docker = next(
        tool for tool in toolchains.diagnose(catalog.load(), ["fastapi"]).tools if tool.command == "docker"
    )
    assert (docker.state, docker.version) == ("incomplete", "28.1.0")
    assert str(docker.advice).startswith("docker is installed without its Compose plugin.")
    assert "apt-get install docker-compose-v2`" in str(docker.advice)
    program(tmp_path, "apt-cache", "exit 1")
    assert "https://docs.docker.com/compose" in advice("fastapi", "docker")


def test_advice_is_not_repeated(run: Run, tmp_path: Path) -> None:
    environment = machine(tmp_path, {**TOOLS, "brew": "brew"})
    output = " ".join(run("doctor", "--stack", "express", env=environment).stdout.split())
    assert output.count("`brew install node`") == 1
    assert "npm is missing. It comes with node." in output
    (tmp_path / "uv").unlink()
    (tmp_path / "bin").mkdir()
    for name in ("git", "sh", "make"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or name)
    notes = run(*ANSWERS, "--no-git", env={"PATH": str(tmp_path / "bin")}).stderr
    assert notes.count("uv is ") == 1, notes


def test_without_make_no_stack_is_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tools = {name: version for name, version in TOOLS.items() if name != "make"}
    monkeypatch.setenv("PATH", machine(tmp_path, tools)["PATH"])
    diagnosis = toolchains.diagnose(catalog.load(), ["fastapi"])
    assert [tool.command for tool in diagnosis.tools if tool.state == "missing" and not tool.optional] == [
        "make"
    ]
    assert diagnosis.ready == []


def test_a_tool_that_is_too_old_is_reported_with_the_needed_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = shutil.which("node", path=str(node_tools()))
    monkeypatch.setenv("PATH", machine(tmp_path, {"npm": "11.0.0"})["PATH"])
    (tmp_path / "node").write_text('#!/bin/sh\n[ "$1" = --version ] && echo v18.1.0\nexit 1\n')
    (tmp_path / "node").chmod(0o755)
    old = {tool.command: tool for tool in toolchains.diagnose(catalog.load(), ["express"]).of("express")}
    assert (old["node"].state, old["npm"].state) == ("old", "found")
    assert str(old["node"].advice).startswith("node is too old: Node.js 22.21, or 24.9 or newer is needed. ")
    (tmp_path / "node").unlink()
    (tmp_path / "node").symlink_to(node or "node")
    new = {tool.command: tool for tool in toolchains.diagnose(catalog.load(), ["express"]).of("express")}
    assert (new["node"].state, new["node"].advice) == ("found", None)


def test_every_tool_of_every_stack_has_advice() -> None:
    known = catalog.load()
    for stack in known.choices("stack"):
        for tool in known.facts(stack.name)["tools"]:
            assert tool["how"].endswith("."), tool
            assert ("check" in tool) == ("needed" in tool), tool
            assert "with" not in tool or tool["with"] != tool["command"], tool


def test_new_shows_the_same_warning_and_writes_the_project(
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
