"""The pipelines of all providers are correct and safe, and run the same commands. Equal files are checked once."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from scaffolder.template import catalog, versions
from tests.pipelines import groovy
from tests.pipelines.reading import READERS
from tests.support import ROOT, render, succeed

ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"
DATABASES = [choice.name for choice in catalog.load().choices("database")]
CELLS = [(project, stack, database) for project, stack in catalog.load().cells() for database in DATABASES]
Projects = dict[tuple[str, ...], Path]


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Projects:
    """Every cell on every database, for every provider."""
    folder = tmp_path_factory.mktemp("projects")
    rendered: Projects = {}
    with versions.exported(ROOT) as source:
        for cell in CELLS:
            for ci in READERS:
                answers = dict(zip(("project", "stack", "database", "ci"), (*cell, ci), strict=True))
                rendered[*cell, ci] = render(source, folder / "-".join((*cell, ci)), answers)
    return rendered


def unique(projects: Projects, pattern: str, folder: Path) -> list[Path]:
    """Copies of the distinct files, each at its path in a separate folder."""
    copies = {}
    for project in projects.values():
        for path in project.glob(pattern):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            copies[digest] = folder / digest[:8] / path.relative_to(project)
            copies[digest].parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copies[digest])
    assert copies, f"no project has {pattern}"
    return sorted(copies.values())


def tool(name: str) -> str:
    """The path of a tool that the `dev` extra installs."""
    return str(Path(sys.executable).parent / name)


@pytest.fixture(scope="session")
def actionlint() -> list[str]:
    if shutil.which("actionlint"):
        return ["actionlint"]
    if shutil.which("go"):
        return ["go", "run", ACTIONLINT]
    pytest.skip("needs actionlint or Go")


@pytest.fixture
def github(projects: Projects, tmp_path: Path) -> list[Path]:
    """The workflows of this repository and of generated projects."""
    own = sorted((ROOT / ".github/workflows").glob("*.yml"))
    shutil.copytree(ROOT / ".github", tmp_path / "own" / ".github")
    return [*own, *unique(projects, ".github/**/*.yml", tmp_path)]


def test_workflows_are_correct(github: list[Path], actionlint: list[str], tmp_path: Path) -> None:
    workflows = [path for path in github if path.parent.name == "workflows"]
    workflows.append(ROOT / "scaffolder/portfolio/pages.yml")
    succeed(*actionlint, "-color=false", *workflows, cwd=tmp_path)


@pytest.mark.usefixtures("github")
def test_workflows_are_safe(tmp_path: Path) -> None:
    succeed(tool("zizmor"), "--offline", "--pedantic", "--no-progress", ".", cwd=tmp_path)


def test_jobs_only_have_read_permission(projects: Projects) -> None:
    """Applies to GitHub's token: GitLab's depends on the repository's settings, and Jenkins has none."""
    for (*_, ci), project in projects.items():
        if ci == "github":
            document = yaml.safe_load((project / ".github/workflows/ci.yml").read_text())
            assert document["permissions"] == {}
            assert {str(job["permissions"]) for job in document["jobs"].values()} == {"{'contents': 'read'}"}
            checkouts = [job["steps"][0]["with"] for job in document["jobs"].values()]
            assert {checkout["persist-credentials"] for checkout in checkouts} == {False}
        if ci == "gitlab":
            document = yaml.safe_load((project / ".gitlab-ci.yml").read_text())
            assert [key for key in ("id_tokens", "secrets") if key in str(document)] == []
        if ci == "jenkins":
            assert "credentials" not in (project / "Jenkinsfile").read_text().split("pipeline {", 1)[1]


def test_dockerfiles_are_clean(projects: Projects, tmp_path: Path) -> None:
    succeed(
        tool("hadolint"),
        "--failure-threshold",
        "style",
        *unique(projects, "**/Dockerfile", tmp_path),
        cwd=ROOT,
    )


def test_jenkinsfiles_are_groovy(projects: Projects, tmp_path: Path) -> None:
    for path in unique(projects, "Jenkinsfile", tmp_path):
        assert groovy.parse(path.read_bytes()).only("pipeline").body


@pytest.mark.parametrize("broken", [b"pipeline { stage('a' }", b"pipeline { sh 'a }", b"pipeline { ]"])
def test_invalid_groovy_is_rejected(broken: bytes) -> None:
    with pytest.raises(ValueError, match="line 1 is not Groovy"):
        groovy.parse(broken)


@pytest.mark.parametrize("cell", CELLS, ids="-".join)
def test_pipelines_run_on_every_push_and_every_week(cell: tuple[str, ...], projects: Projects) -> None:
    """GitLab stores schedules outside of the repository, so its file only allows them."""
    when = yaml.safe_load((ROOT / "templates/partials/ci/pipeline.yml").read_text())
    document = yaml.safe_load((projects[*cell, "github"] / ".github/workflows/ci.yml").read_text())
    assert document[True] == {  # YAML parses `on` as true
        "push": {"branches": [when["branch"]]},
        "pull_request": None,
        "schedule": [{"cron": f"{when['minute']} {when['hour']} * * {when['weekday']}"}],
    }
    document = yaml.safe_load((projects[*cell, "gitlab"] / ".gitlab-ci.yml").read_text())
    assert [rule["if"] for rule in document["workflow"]["rules"]] == [
        '$CI_PIPELINE_SOURCE == "schedule"',
        '$CI_PIPELINE_SOURCE == "merge_request_event"',
        "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
    ]
    pipeline = groovy.parse((projects[*cell, "jenkins"] / "Jenkinsfile").read_bytes()).only("pipeline")
    assert pipeline.only("triggers").body == (
        groovy.Call("cron", (f"H {when['hour']} * * {when['weekday']}",)),
    )


@pytest.mark.parametrize("digest", [None, "sha256:" + "0f" * 32])
def test_renovate_finds_the_images_of_a_jenkinsfile(digest: str | None, projects: Projects) -> None:
    """Also with the digests that Renovate adds."""
    for (*_, ci), project in projects.items():
        if ci == "jenkins":
            [manager] = json.loads((project / "renovate.json").read_text())["customManagers"]
            [pattern] = manager["matchStrings"]
            text = (project / "Jenkinsfile").read_text()
            if digest:
                text = re.sub(r"(image '.*)'", rf"\1@{digest}'", text)
            found = list(re.finditer(pattern.replace("(?<", "(?P<"), text))
            images = [f"{each['depName']}:{each['currentValue']}" for each in found]
            assert tuple(images) == READERS["jenkins"](project).images
            assert {each["currentDigest"] for each in found} == {digest}


@pytest.mark.parametrize("cell", CELLS, ids="-".join)
def test_all_providers_run_the_same_jobs(cell: tuple[str, ...], projects: Projects) -> None:
    pipelines = {ci: read(projects[*cell, ci]) for ci, read in READERS.items()}
    assert pipelines["gitlab"] == pipelines["github"]
    assert pipelines["jenkins"] == pipelines["github"]


@pytest.mark.parametrize("cell", CELLS, ids="-".join)
def test_pipelines_run_the_expected_commands(cell: tuple[str, ...], projects: Projects) -> None:
    project, _, database = cell
    pipeline = READERS["github"](projects[*cell, "github"])
    check, boot, audit = (pipeline.job(name) for name in ("check", "boot", "audit"))
    assert pipeline.cancels_superseded_runs
    assert check.commands == ("make setup", "make check")
    assert boot.commands == (
        "docker compose build app",
        "docker compose up --detach --wait --wait-timeout 180",
        "sh scripts/smoke",
    )
    assert boot.after_failure == ("docker compose logs",)
    assert audit.commands == ("make audit",)
    assert all(0 < job.minutes <= 15 for job in pipeline.jobs)
    assert (check.warns, boot.warns, audit.warns) == (False, False, True)
    assert (check.cached, audit.cached) == (True, True)
    needed = {"database": database != "sqlite", "redis": catalog.load().about(project)["redis"]}
    expected = {name for name, is_needed in needed.items() if is_needed}
    assert set(check.services) == expected
    assert set(check.urls) == {f"TEST_{name.upper()}_URL" for name in expected}


@pytest.mark.parametrize("cell", CELLS, ids="-".join)
def test_images_are_pinned_and_the_same_as_in_compose_yaml(cell: tuple[str, ...], projects: Projects) -> None:
    """Pinned to a tag, since a digest would have to be looked up in a registry."""
    services = yaml.safe_load((projects[*cell, "gitlab"] / "compose.yaml").read_text())["services"]
    beside = {services[name]["image"] for name in ("database", "redis") if name in services}
    images = {ci: READERS[ci](projects[*cell, ci]).images for ci in ("gitlab", "jenkins")}
    assert all(re.search(r":\d", image) for image in images["gitlab"] + images["jenkins"])
    assert beside <= set(images["gitlab"])
