"""The files that every project has: they are consistent, and the make commands work."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from scaffolder.template import catalog, versions
from tests.support import ROOT, render, succeed

DATABASES = [choice.name for choice in catalog.load().choices("database")]
CELLS = [(project, stack, database) for project, stack in catalog.load().cells() for database in DATABASES]
# Dependencies of services, with their condition.
GATES = [
    ("app", "migrate", "service_completed_successfully"),
    ("migrate", "database", "service_healthy"),
    ("app", "redis", "service_healthy"),
    ("caddy", "app", "service_healthy"),
]
COMMANDS = {"setup", "run", "test", "lint", "format", "migrate", "seed", "check", "audit"}
SHELL_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def source() -> Iterator[versions.TemplateVersion]:
    with versions.exported(ROOT) as exported:
        yield exported


@pytest.fixture(scope="module", params=CELLS, ids="-".join)
def project(
    source: versions.TemplateVersion,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A generated project with all options."""
    answers = dict(zip(("project", "stack", "database"), request.param, strict=True))
    everything = answers | {"ci": "github", "deploy": ["docker"]}
    return render(source, tmp_path_factory.mktemp("made") / "my-tasks", everything)


@cache
def compose_runs() -> bool:
    return subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode == 0


def compose(*words: str) -> list[str]:
    if not compose_runs():
        pytest.skip("no Docker Compose; tests/containers/engine installs it")
    return ["docker", "compose", *words]


def configuration(*files: str, cwd: Path, env: dict[str, str] | None = None) -> dict[str, Any]:
    words = [word for file in files for word in ("--file", file)]
    document = json.loads(succeed(*compose(*words, "config", "--format", "json"), cwd=cwd, env=env))
    assert isinstance(document, dict)
    return document


@pytest.fixture
def compose_available() -> None:
    try:
        compose()
    except FileNotFoundError:
        pytest.skip("no Docker client; tests/containers/engine installs it")


@pytest.mark.usefixtures("compose_available")
def test_compose_needs_no_variables(project: Path) -> None:
    services = configuration("compose.yaml", cwd=project)["services"]
    assert_dependencies_and_volumes(services)


def assert_dependencies_and_volumes(services: dict[str, Any]) -> None:
    for who, what, condition in GATES:
        if who in services and what in services:
            assert services[who]["depends_on"][what]["condition"] == condition
    keeper = services.get("database", services["app"])
    assert [(volume["type"], volume.get("source")) for volume in keeper["volumes"]] == [("volume", "data")]


@pytest.mark.usefixtures("compose_available")
def test_two_projects_do_not_use_the_same_port(project: Path) -> None:
    document = configuration("compose.yaml", cwd=project, env={"PORT": "8123"})
    services = document["services"]
    published = {port["published"] for service in services.values() for port in service.get("ports", [])}
    assert published <= {"8123", "0"}
    assert all(volume["name"] == f"{document['name']}_{name}" for name, volume in document["volumes"].items())


@pytest.mark.usefixtures("compose_available")
def test_production_does_not_start_without_its_secrets(project: Path) -> None:
    folder = project / "deploy" / "docker"
    database = yaml.safe_load((project / ".copier-answers.yml").read_text())["database"]
    needed = ["SECRET_KEY"] if database == "sqlite" else ["SECRET_KEY", "DATABASE_PASSWORD"]
    for missing in needed:
        others = {**os.environ, **dict.fromkeys(needed, "given"), missing: ""}
        words = compose("config", "--quiet")
        result = subprocess.run(words, cwd=folder, env=others, text=True, capture_output=True, check=False)
        assert result.returncode != 0
        assert f"Set {missing} in deploy/docker/.env; generate one with openssl rand" in result.stderr


@pytest.mark.usefixtures("compose_available")
def test_production_only_publishes_the_proxy(project: Path) -> None:
    secrets = {"SECRET_KEY": "k" * 32, "DATABASE_PASSWORD": "p"}
    services = configuration("compose.yaml", cwd=project / "deploy" / "docker", env=secrets)["services"]
    assert [name for name, service in services.items() if service.get("ports")] == ["caddy"]
    assert_dependencies_and_volumes(services)
    assert services["app"].get("read_only")
    assert services["app"].get("cap_drop") == ["ALL"]
    assert services["app"]["environment"]["ENVIRONMENT"] == "production"


@pytest.mark.usefixtures("compose_available")
def test_the_development_container_has_its_service(project: Path) -> None:
    document = json.loads((project / ".devcontainer" / "devcontainer.json").read_text())
    files = [os.path.normpath(Path(".devcontainer") / file) for file in document["dockerComposeFile"]]
    services = configuration(*files, cwd=project)["services"]
    workspace = services[document["service"]]
    assert document["workspaceFolder"] in [volume["target"] for volume in workspace["volumes"]]
    assert [volume["source"] for volume in workspace["volumes"]] == [str(project)]


def test_make_lists_every_command(project: Path) -> None:
    listed = re.findall(r"^  make (\w+)", succeed("make", cwd=project), re.MULTILINE)
    assert commands_of(project) == set(listed)


def commands_of(project: Path) -> set[str]:
    stack = yaml.safe_load((project / ".copier-answers.yml").read_text())["stack"]
    return {"help", *COMMANDS, *catalog.load().facts(stack).get("own_commands", {})}


def fake_tools(folder: Path, project: Path) -> str:
    """A PATH on which every tool of the stack prints the environment it was called with.

    So does the program that a tool would build.
    """
    folder.mkdir()
    stack = yaml.safe_load((project / ".copier-answers.yml").read_text())["stack"]
    facts = catalog.load().facts(stack)
    programs = [folder / entry["command"] for entry in facts["tools"]]
    programs += [project / word for word in facts["commands"]["serve"].split() if word.startswith("bin/")]
    for program in programs:
        program.parent.mkdir(exist_ok=True)
        program.write_text("#!/bin/sh\nenv\n")
        program.chmod(0o755)
    return f"{folder}:/usr/bin:/bin"


@pytest.mark.parametrize("target", ["run", "migrate", "seed"])
def test_commands_read_env_files_but_the_environment_takes_precedence(
    target: str, project: Path, tmp_path: Path
) -> None:
    path = fake_tools(tmp_path / "bin", project)
    (project / ".env").write_text("SECRET_KEY='a b$c'\nLOG_LEVEL=debug\n")
    try:
        output = succeed("make", target, cwd=project, env={"PATH": path, "LOG_LEVEL": "error"})
    finally:
        (project / ".env").unlink()
    assert "SECRET_KEY=a b$c" in output.splitlines()
    assert "LOG_LEVEL=error" in output.splitlines()


@pytest.mark.parametrize("target", ["test", "lint", "format", "setup", "audit"])
def test_commands_that_do_not_need_secrets_get_none(target: str, project: Path, tmp_path: Path) -> None:
    path = fake_tools(tmp_path / "bin", project)
    (project / ".env").write_text("SECRET_KEY=from-the-file\n")
    try:
        assert "from-the-file" not in succeed("make", target, cwd=project, env={"PATH": path})
    finally:
        (project / ".env").unlink()


def test_a_missing_tool_is_reported_in_one_sentence(project: Path, tmp_path: Path) -> None:
    for name in ("make", "sh"):
        (tmp_path / name).symlink_to(shutil.which(name) or name)
    result = subprocess.run(
        ["make", "test"],
        cwd=project,
        env={"PATH": str(tmp_path)},
        text=True,
        capture_output=True,
        check=False,
    )
    assert result.returncode != 0
    assert re.match(r"\w+ is missing\. Install it ", result.stderr)
    assert "not found" not in result.stderr


def test_a_tool_that_is_too_old_is_reported_in_one_sentence(project: Path, tmp_path: Path) -> None:
    stack = yaml.safe_load((project / ".copier-answers.yml").read_text())["stack"]
    path = fake_tools(tmp_path / "bin", project)
    for entry in (entry for entry in catalog.load().facts(stack)["tools"] if "check" in entry):
        program = tmp_path / "bin" / entry["command"]
        working = program.read_text()
        program.write_text("#!/bin/sh\nexit 1\n")
        result = subprocess.run(
            ["make", "test"], cwd=project, env={"PATH": path}, text=True, capture_output=True, check=False
        )
        program.write_text(working)
        assert result.returncode != 0
        expected = f"{entry['command']} is too old: {entry['needed']} is needed. {entry['how']}\n"
        assert result.stderr.startswith(expected)


def documents(project: Path) -> list[Path]:
    return [project / "README.md", project / "AGENTS.md", *sorted((project / "docs").glob("*.md"))]


def test_every_make_command_in_the_documents_exists(project: Path) -> None:
    known = commands_of(project)
    named = {
        name
        for page in documents(project)
        for name in re.findall(r"(?:^|`)make (\w+)", page.read_text(), re.MULTILINE)
    }
    assert {"setup", "check", "migrate", "run"} <= named <= known


def test_every_shell_block_is_valid_shell(project: Path) -> None:
    blocks = [block for page in documents(project) for block in SHELL_BLOCK.findall(page.read_text())]
    assert len(blocks) > 5
    for block in blocks:
        result = subprocess.run(["sh", "-n"], input=block, text=True, capture_output=True, check=False)
        assert result.returncode == 0, f"{block}\n{result.stderr}"


def test_every_link_is_valid(project: Path) -> None:
    for page in documents(project):
        text = page.read_text()
        anchors = {
            "#" + re.sub(r"[^\w -]", "", title).lower().replace(" ", "-")
            for title in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        }
        for found in re.findall(r"\]\(([^)]+)\)|src(?:set)?=\"([^\"]+)\"", text):
            target = "".join(found)
            if target.startswith("#"):
                assert target in anchors, f"{page.name}: {target}"
            elif workflow := re.match(r"\.\./\.\./actions/workflows/([^/]+)", target):
                # On GitHub, relative to the page of the file.
                assert (project / ".github" / "workflows" / workflow[1]).exists(), f"{page.name}: {target}"
            elif "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_path_in_the_documents_exists(project: Path) -> None:
    stack = yaml.safe_load((project / ".copier-answers.yml").read_text())["stack"]
    missing = [path for path in catalog.load().facts(stack)["layout"] if not (project / path).exists()]
    assert not missing


def test_settings_are_the_same_in_readme_and_example(project: Path) -> None:
    example = set(re.findall(r"^([A-Z_]+)=", (project / ".env.example").read_text(), re.MULTILINE))
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", (project / "README.md").read_text(), re.MULTILINE))
    assert example - {"DATABASE_PORT", "REDIS_PORT"} == table - {"TEST_DATABASE_URL"}


def test_no_secret_is_written(project: Path) -> None:
    for example in (project / ".env.example", project / "deploy" / "docker" / ".env.example"):
        assert re.search(r"^SECRET_KEY=$", example.read_text(), re.MULTILINE)
    assert re.search(r"^\.env$", (project / ".gitignore").read_text(), re.MULTILINE)
    assert "**/.env" in (project / ".dockerignore").read_text().splitlines()
