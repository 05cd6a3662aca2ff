"""Layers: rendering, errors in templates, and their documentation."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from scaffolder.errors import ScaffolderError
from scaffolder.template import catalog, versions
from tests.matrix import combinations, fullest, label
from tests.support import ROOT, commit, files, render, run_in, tree
from tests.tools import layers

LAYERS = ROOT / "templates" / "layers"
SWITCH = re.compile(r"\[\[only\.(\w+)\.(\w+)\]\]")


COMBINATIONS = combinations()


@pytest.fixture(scope="module")
def source() -> Iterator[versions.TemplateVersion]:
    with versions.exported(ROOT) as exported:
        yield exported


def test_every_switch_in_a_path_is_known_and_every_known_one_is_used() -> None:
    switches = yaml.safe_load(yaml.safe_load((ROOT / "copier.yml").read_text())["only"]["default"])
    known = {(kind, name) for kind, names in switches.items() for name in names}
    used = {found for path in LAYERS.rglob("*") for found in SWITCH.findall(str(path.relative_to(LAYERS)))}
    assert used <= known
    # Some choices only change facts; a project, a stack and a CI provider have files.
    assert {pair for pair in known if pair[0] in ("project", "stack", "ci", "deploy")} <= used


def test_every_choice_has_a_switch() -> None:
    switches = yaml.safe_load(yaml.safe_load((ROOT / "copier.yml").read_text())["only"]["default"])
    known = catalog.load()
    for kind in ("project", "stack", "database", "ci", "deploy"):
        names = {choice.name.replace("-", "_") for choice in known.choices(kind)} - {"none"}
        assert names == set(switches[kind])


def test_layers_are_at_most_two_deep() -> None:
    assert max(len(SWITCH.findall(str(path.relative_to(LAYERS)))) for path in LAYERS.rglob("*")) <= 2


def test_there_are_at_most_eight_questions_each_with_one_line_of_help() -> None:
    questions = catalog.load().questions
    assert len(questions) <= 8
    assert all(question.help and "\n" not in question.help for question in questions)


def test_templates_cannot_run_code() -> None:
    document = yaml.safe_load((ROOT / "copier.yml").read_text())
    assert not {"_tasks", "_migrations", "_jinja_extensions"} & set(document)
    assert document["_envops"]["undefined"] == "jinja2.StrictUndefined"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A copy of the repository to break."""
    copy = tmp_path / "copy"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, copy], check=True)
    changed = subprocess.check_output(["git", "diff", "HEAD", "--binary"], cwd=ROOT)
    if changed:
        subprocess.run(["git", "apply"], cwd=copy, input=changed, check=True)
    return copy


def render_broken(copy: Path, folder: Path) -> None:
    with versions.exported(copy) as source:
        render(source, folder, COMBINATIONS[0])


def test_two_layers_that_write_one_path_are_an_error(broken: Path, tmp_path: Path) -> None:
    (broken / "templates" / "layers" / "[[only.stack.fastapi]]" / "LICENSE").write_text("another")
    with pytest.raises(ScaffolderError, match="LICENSE") as caught:
        render_broken(broken, tmp_path / "out")
    assert caught.value.code == "template-conflict"


def test_an_unknown_layer_is_an_error(broken: Path, tmp_path: Path) -> None:
    folder = broken / "templates" / "layers" / "[[only.stack.fastpai]]"
    folder.mkdir()
    (folder / "file").write_text("text")
    with pytest.raises(ScaffolderError, match="fastpai"):
        render_broken(broken, tmp_path / "out")


def test_an_undefined_variable_is_an_error_with_file_and_line(broken: Path, tmp_path: Path) -> None:
    (broken / "templates" / "layers" / "note.md.jinja").write_text("text\n[[ nmae ]]\n")
    with pytest.raises(ScaffolderError, match=r"templates/layers/note.md.jinja:2: 'nmae' is undefined"):
        render_broken(broken, tmp_path / "out")


def test_a_syntax_error_has_file_and_line(broken: Path, tmp_path: Path) -> None:
    (broken / "templates" / "layers" / "note.md.jinja").write_text("text\n\n[% if %]\n")
    with pytest.raises(ScaffolderError, match=r"templates/layers/note.md.jinja:3: Expected an expression"):
        render_broken(broken, tmp_path / "out")


STOCK = [COMBINATIONS[0], COMBINATIONS[-1]]


@pytest.mark.parametrize("answers", STOCK, ids=label)
def test_the_files_are_the_same_as_with_plain_copier(
    answers: dict[str, Any], broken: Path, tmp_path: Path
) -> None:
    """Plain Copier clones the recorded address, which git redirects to the copy."""
    subprocess.run(["git", "add", "--all"], cwd=broken, check=True)
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=b", "commit", "--quiet", "--allow-empty", "-m", "Try"],
        cwd=broken,
        check=True,
    )
    subprocess.run(["git", "remote", "remove", "origin"], cwd=broken, check=True)
    complete = answers | {"name": "my-tasks", "description": "Keeps track.", "author": "Alice"}
    with versions.exported(broken) as source:
        ours = tree(render(source, tmp_path / "ours", complete))
    (tmp_path / "answers.yml").write_text(yaml.safe_dump(complete))
    environment = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{broken}.insteadOf",
        "GIT_CONFIG_VALUE_0": versions.HOME,
        "COPIER_CACHE_DIR": str(tmp_path / "cache"),
    }
    subprocess.run(
        [
            *(sys.executable, "-m", "copier", "copy", "--quiet", "--defaults", "--vcs-ref", "HEAD"),
            *("--data-file", tmp_path / "answers.yml", versions.HOME, tmp_path / "stock"),
        ],
        env=os.environ | environment,
        check=True,
    )
    assert ours == tree(tmp_path / "stock")


def test_subprocesses_of_a_render_do_not_grow_with_its_files(broken: Path, tmp_path: Path) -> None:
    """git calls are counted by a stand-in on PATH."""
    (tmp_path / "bin").mkdir()
    log = tmp_path / "calls"
    real = subprocess.check_output(["which", "git"], text=True).strip()
    (tmp_path / "bin" / "git").write_text(f'#!/bin/sh\necho call >> {log}\nexec {real} "$@"\n')
    (tmp_path / "bin" / "git").chmod(0o755)
    calls: Counter[int] = Counter()
    for extra in (1, 50):
        for number in range(extra):
            (broken / "templates" / "layers" / f"note{number}.md.jinja").write_text("[[ name ]]\n")
        log.write_text("")
        result = run_in(tmp_path)(
            *(
                "new",
                "task-manager",
                f"with-{extra}",
                "--stack",
                "fastapi",
                "--defaults",
                "--no-git",
                "--no-lock",
            ),
            cwd=broken,
            env={"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"},
        )
        assert result.returncode == 0, result.stderr
        calls[extra] = len(log.read_text().splitlines())
    # One call per file would be 49 more. git sometimes starts a few processes for maintenance.
    assert 0 < calls[50] < calls[1] + 10


def test_the_table_of_shared_files_matches_the_output() -> None:
    assert layers.table() in (ROOT / "templates" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("project", "stack"), catalog.load().cells())
def test_the_table_counts_every_file_of_a_project(
    project: str, stack: str, source: versions.TemplateVersion
) -> None:
    groups = layers.files_of(project, stack)
    assert len(files(source, {"project": project, "stack": stack})) == sum(
        len(paths) for paths in groups.values()
    )


def test_every_fact_is_explained() -> None:
    explained = (ROOT / "templates" / "README.md").read_text(encoding="utf-8")
    for stack in catalog.load().choices("stack"):
        for key in catalog.load().facts(stack.name):
            assert f"| `{key}" in explained or f", `{key}" in explained, key


@pytest.mark.parametrize("stack", [choice.name for choice in catalog.load().choices("stack")])
def test_names_of_all_packages_that_projects_depend_on_are_rejected(
    stack: str, source: versions.TemplateVersion
) -> None:
    projects = [files(source, answers) for answers in fullest() if answers["stack"] == stack]
    used = {name for each in projects for name in packages(each)}
    assert used
    # npm's scoped names and the modules of Go are not valid project names.
    assert {name for name in used if "/" not in name} == set(catalog.load().facts(stack)["packages"])


def packages(project: dict[str, tuple[int, bytes]]) -> Iterator[str]:
    """The dependencies of a project, without extras and versions."""
    if "go.mod" in project:
        yield from re.findall(r"^\t(\S+) v\S+$", project["go.mod"][1].decode(), re.MULTILINE)
    elif "pom.xml" in project:
        pom = project["pom.xml"][1].decode()
        for group, name in re.findall(r"<groupId>(.+)</groupId>\s*<artifactId>(.+)</artifactId>", pom):
            yield f"{group}/{name}"
    elif "package.json" in project:
        described = json.loads(project["package.json"][1])
        yield from (*described["dependencies"], *described["devDependencies"])
    else:
        described = tomllib.loads(project["pyproject.toml"][1].decode())
        for each in (*described["project"]["dependencies"], *described["dependency-groups"]["dev"]):
            yield re.split(r"[^\w-]", each)[0]


@pytest.mark.parametrize("stack", [choice.name for choice in catalog.load().choices("stack")])
def test_the_documented_migration_comes_after_the_existing_ones(
    stack: str, source: versions.TemplateVersion
) -> None:
    described = re.findall(r"\d{4}", catalog.load().facts(stack)["new_migration"])
    paths = [path for answers in fullest() if answers["stack"] == stack for path in files(source, answers)]
    existing = {number for path in paths for number in re.findall(r"^(?:.*/)?migrations/.*?\b(\d{4})_", path)}
    assert existing
    assert described == [f"{int(max(existing)) + 1:04}"]


@pytest.mark.parametrize("stack", [choice.name for choice in catalog.load().choices("stack")])
def test_copier_and_the_catalog_merge_facts_alike(stack: str, broken: Path, tmp_path: Path) -> None:
    (broken / "templates" / "layers" / "facts.json.jinja").write_text("[[ facts | to_json ]]\n")
    commit(broken)
    with versions.exported(broken) as source:
        project = render(source, tmp_path / "project", {"project": "task-manager", "stack": stack})
    facts = json.loads((project / "facts.json").read_text())
    assert facts == catalog.load(broken).facts(stack)
    assert {"port", "lock", "title"} <= facts.keys()


def test_facts_of_a_stack_are_merged_over_those_it_shares(broken: Path) -> None:
    facts = broken / "templates" / "stacks" / "fastapi.yml"
    facts.write_text(facts.read_text() + "\nport: 9000\nci: {image: own}\nignore: [own/]\n")
    found, shared = catalog.load(broken).facts("fastapi"), catalog.load().facts("fastapi")
    assert (found["port"], found["ignore"]) == (9000, ["own/"])
    assert found["ci"] == {**shared["ci"], "image": "own"}
