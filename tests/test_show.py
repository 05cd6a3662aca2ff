"""`scaffolder show` and `explain`: the content of a project, and the purpose of its files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scaffolder.project import explanation
from scaffolder.template import catalog, versions
from scaffolder.template.overview import overview_of
from tests.support import ROOT, Run, render, run_in, tree
from tests.tools import layers

SWITCH = re.compile(r"\[\[only\.\w+\.\w+\]\]/")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rendered") / "example"
    with versions.exported(ROOT) as source:
        render(source, folder, {"project": "chat", "stack": "fastapi", "name": "example"})
    return folder


def test_a_project_is_shown_with_features_endpoints_and_stacks(run: Run) -> None:
    result = run("show", "chat")
    assert result.returncode == 0, result.stderr
    assert "POST   /api/v1/rooms/{room_id}/messages" in result.stdout
    assert re.search(r"GET    /healthz\s+Check that the process is alive", result.stdout)
    assert "WS     /app/{key}" in result.stdout
    assert "Stacks: fastapi, flask, django, express, echo, gin\n" in result.stdout


def test_with_a_stack_it_shows_the_commands_and_files_that_new_writes(run: Run, project: Path) -> None:
    document = json.loads(run("show", "chat", "--stack", "fastapi", "--json").stdout)
    assert set(document["files"]) == set(tree(project))
    assert document["files"]["Dockerfile"] == (project / "Dockerfile").stat().st_size
    assert document["commands"]["make check"] == "Run the checks that CI runs"


def test_the_tree_counts_deeper_files(run: Run, project: Path) -> None:
    lines = run("show", "chat", "--stack", "fastapi").stdout.splitlines()
    assert f"    rooms/  ({len(list((project / 'app' / 'rooms').rglob('*.py')))} files)" in lines
    assert "  Makefile" in lines


def test_an_unknown_project_is_rejected(run: Run) -> None:
    result = run("show", "chta")
    assert (result.returncode, result.stdout) == (2, "")
    assert 'Did you mean "chat"?' in result.stderr


def test_every_project_describes_its_features() -> None:
    known = catalog.load()
    for project in known.choices("project"):
        overview = overview_of(known, project.name, None, None)
        assert len(overview.features) >= 3
        assert len({(each.method, each.path) for each in overview.endpoints}) == len(overview.endpoints) > 9


def test_explain_shows_purpose_and_layer(project: Path, tmp_path: Path) -> None:
    (project / "mine.txt").write_text("mine\n")
    (project / "uv.lock").write_text("version = 1\n")
    result = run_in(tmp_path)("explain", project, "--json")
    assert result.returncode == 0, result.stderr
    entries = {entry["path"]: entry for entry in json.loads(result.stdout)["entries"]}
    assert entries["app/"]["layers"] == [
        "language python",
        "language python, project chat",
        "language python, wire problem-details",
        "orm sqlalchemy",
        "orm sqlalchemy, database sqlite",
        "orm sqlalchemy, project chat",
        "orm sqlalchemy, wire problem-details",
        "stack fastapi",
        "stack fastapi, project chat",
        "stack fastapi, wire problem-details",
    ]
    assert entries["app/"]["inside"]["app/routes.py"] == "mounts the features of this project"
    assert entries["Makefile"]["layers"] == ["every project"]
    assert entries["mine.txt"]["purpose"] == explanation.YOURS
    assert entries["uv.lock"]["purpose"] == "the exact versions, which `uv lock` writes"


def test_explain_is_readable_text(project: Path, tmp_path: Path) -> None:
    result = run_in(tmp_path)("explain", project, env={"COLUMNS": "60"})
    assert (
        "web/\n    the page at /, without a build step\n    from every project; project chat; wire problem-details\n"
        in result.stdout
    )
    assert max(map(len, result.stdout.splitlines()[1:])) <= 60


def test_every_top_level_file_that_a_template_writes_has_a_purpose() -> None:
    known = catalog.load()
    written = {
        (explanation.layer(template.as_posix()), top_level(template)) for template in layers.templates()
    }
    for layer, name in written:
        for stack in stacks_with(layer):
            assert explanation.purpose(known, stack, name, [layer]), name


def top_level(template: Path) -> str:
    path = SWITCH.sub("", template.as_posix()).replace("[[ _copier_conf.answers_file ]]", layers.ANSWERS_FILE)
    top, slash, _ = path.removesuffix(".jinja").partition("/")
    return top + slash


def stacks_with(layer: str) -> list[str]:
    """The stacks whose projects have the files of a layer."""
    known = catalog.load()
    stacks = [choice.name for choice in known.choices("stack")]
    wanted = dict(part.split(" ", 1) for part in layer.split(", ") if part != "every project")
    facts = {stack: {"stack": stack, **known.facts(stack)} for stack in stacks}
    kinds = wanted.keys() & {"stack", "language", "orm"}
    return [stack for stack in stacks if all(facts[stack].get(kind) == wanted[kind] for kind in kinds)]
