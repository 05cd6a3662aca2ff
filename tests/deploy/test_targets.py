"""The files of each target are valid for their platform, and match the deployment notes."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from scaffolder.errors import ScaffolderError
from scaffolder.template import catalog, versions
from tests.deploy import UNCHECKED, platforms
from tests.deploy.conftest import Cell
from tests.matrix import targets
from tests.support import ROOT, render

SECTION_PARTS = (
    "Cost",
    "Requirements",
    "First deploy",
    "Secrets",
    "Database",
    "Check it",
    "Logs",
    "Next version",
    "Roll back",
    "Tear down",
)


# Matches the value after the name in any file format.
PINGED = re.compile(r"ACTIVITY_TIMEOUT(?:=|(?:(?!value).)*?value\W+)30\b", re.DOTALL | re.IGNORECASE)


def test_cloudformation_is_valid(cell: Cell) -> None:
    for path in cell.files("deploy/aws/*.yaml"):
        platforms.check_cloudformation(path)


def test_bicep_is_well_formed(cell: Cell) -> None:
    for path in cell.files("deploy/azure/*.bicep"):
        platforms.check_bicep(path)


def test_the_app_platform_spec_is_valid(cell: Cell) -> None:
    if "digitalocean" in cell.answers["deploy"]:
        platforms.check_app_platform(cell)


def test_the_heroku_files_are_valid(cell: Cell) -> None:
    if "heroku" in cell.answers["deploy"]:
        platforms.check_heroku(cell)


def test_the_cloud_run_files_are_valid(cell: Cell) -> None:
    if "gcp" in cell.answers["deploy"]:
        platforms.check_cloud_run(cell)


def test_every_target_has_a_check() -> None:
    """tests/test_shared_files.py checks docker, test_kubernetes.py checks kubernetes."""
    checked = {"aws", "azure", "digitalocean", "heroku", "gcp", "docker", "kubernetes"}
    assert {choice.name for choice in catalog.load().choices("deploy")} == checked


def test_chat_connections_are_pinged_before_platforms_close_them(cell: Cell) -> None:
    """30 seconds are less than any platform's idle timeout. Cloud Run and a plain host have none."""
    if cell.answers["project"] == "chat":
        files = {path for path in deployed(cell) if PINGED.search(path.read_text())}
        found = {path.relative_to(cell.folder).parts[-2:] for path in files}
        expected = {
            "heroku": (cell.folder.name, "app.json"),
            "aws": ("aws", "service.yaml"),
            "digitalocean": (".do", "app.yaml"),
            "azure": ("azure", "app.bicep"),
            "kubernetes": ("kubernetes", "kustomization.yaml"),
        }
        assert {expected[each][-1] for each in cell.answers["deploy"] if each in expected} == {
            place[-1] for place in found
        }


def deployed(cell: Cell) -> Iterator[Path]:
    """The files of deploy targets."""
    for name in ("heroku.yml", "app.json"):
        yield from cell.folder.glob(name)
    for folder in ("deploy", ".do"):
        yield from (path for path in sorted((cell.folder / folder).rglob("*")) if path.is_file())


# Notes only depend on a stack's facts, and those of the chat have the most sections.
ALONE = [
    {"project": "chat", "stack": "fastapi", "database": database, "ci": "github", "deploy": [target]}
    for database in ("sqlite", "postgresql", "mysql")
    for target in targets(database)
]


@pytest.fixture(scope="module")
def source() -> Iterator[versions.TemplateVersion]:
    with versions.exported(ROOT) as exported:
        yield exported


def test_the_notes_name_files_that_exist(source: versions.TemplateVersion, tmp_path: Path) -> None:
    """With one target at a time, so that notes cannot refer to files of another."""
    for number, answers in enumerate(ALONE):
        project = render(source, tmp_path / str(number), answers)
        assert missing_from(project) == set(), answers


def missing_from(project: Path) -> set[str]:
    """Paths in the notes that do not exist. After a `cd`, a bare name can be in any folder."""
    notes = (project / "docs" / "deployment.md").read_text()
    named = set(
        re.findall(
            r"(?<![$\w])(?:(?:deploy/|\.do/)[\w./-]*\w|heroku\.yml|app\.json|[\w-]+\.(?:yaml|bicep))\b",
            notes,
        )
    )
    known = {path.name for path in project.rglob("*")} | {"secret.env"}
    secret = {".env", "deploy/docker/.env", "live.yaml"}
    return {
        name
        for name in named - secret
        if not (project / name).exists() and (("/" in name) or name not in known)
    }


def test_a_missing_file_in_the_notes_is_found(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "deployment.md").write_text("See deploy/aws/nowhere.yaml and heroku.yml.\n")
    assert missing_from(tmp_path) == {"deploy/aws/nowhere.yaml", "heroku.yml"}


def test_every_section_has_all_parts(cell: Cell) -> None:
    notes = (cell.folder / "docs" / "deployment.md").read_text()
    sections = notes.split("\n## ")[1:]
    assert len(sections) == len(cell.answers["deploy"])
    for section in sections:
        assert [each for each in SECTION_PARTS if f"**{each}" not in section] == [], section[:40]
        assert re.search(r"^\*\*Next version[^*]*\*\*[^\n]*igrat", section, re.MULTILINE), section[:40]
        if cell.answers["project"] == "chat" and not section.startswith("A host"):
            [paragraph] = re.findall(
                r"^\*\*WebSockets and Redis\.\*\*(.*?)\n\n", section, re.MULTILINE | re.DOTALL
            )
            assert re.search(r"\b[Ss]ticky\b|One pod", paragraph), section[:40]


def test_commands_in_the_notes_are_valid_shell(cell: Cell) -> None:
    blocks = re.findall(
        r"^```sh\n(.*?)^```$", (cell.folder / "docs/deployment.md").read_text(), re.MULTILINE | re.DOTALL
    )
    script = "".join(cell.unseen(blocks))
    checked = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize(
    ("database", "deploy", "sentence"),
    [
        ("sqlite", ["heroku"], "Heroku runs on postgresql, not on sqlite, because its disks do not persist."),
        ("sqlite", ["docker", "gcp"], "Google Cloud runs on postgresql or mysql, not on sqlite"),
        ("mysql", ["heroku"], "Heroku runs on postgresql, not on mysql. Choose such a database"),
    ],
)
def test_a_target_without_support_for_the_database_is_rejected(
    database: str, deploy: list[str], sentence: str, source: versions.TemplateVersion, tmp_path: Path
) -> None:
    answers = {"project": "blog", "stack": "fastapi", "database": database, "deploy": deploy}
    with pytest.raises(ScaffolderError, match=sentence):
        render(source, tmp_path / "project", answers)
    assert list((tmp_path / "project").iterdir()) == []


def test_targets_depend_on_the_database() -> None:
    assert targets("sqlite") == ["docker", "kubernetes"]
    assert {"heroku", "aws"} <= set(targets("postgresql"))


def test_unchecked_files_are_listed() -> None:
    """pytest also prints the list after the tests."""
    readme = (ROOT / "templates" / "README.md").read_text(encoding="utf-8")
    assert [each for each in UNCHECKED if f"- {each}\n" not in readme] == []
