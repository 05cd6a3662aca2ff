"""Each target's files say what their platform asks for, hold no secret, and are those that the notes name."""

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
from tests.matrix import combinations, targets
from tests.support import ROOT, render

WHAT_A_SECTION_TELLS = (
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


# Whatever the file's format, the value that follows the name.
PINGED = re.compile(r"ACTIVITY_TIMEOUT(?:=|(?:(?!value).)*?value\W+)30\b", re.DOTALL | re.IGNORECASE)


def test_cloudformation_is_valid(cell: Cell) -> None:
    for path in cell.files("deploy/aws/*.yaml"):
        platforms.check_cloudformation(path)


def test_bicep_is_well_formed(cell: Cell) -> None:
    for path in cell.files("deploy/azure/*.bicep"):
        platforms.check_bicep(path)


def test_app_platform_gets_what_it_asks_for(cell: Cell) -> None:
    if "digitalocean" in cell.answers["deploy"]:
        platforms.check_app_platform(cell)


def test_heroku_gets_what_it_asks_for(cell: Cell) -> None:
    if "heroku" in cell.answers["deploy"]:
        platforms.check_heroku(cell)


def test_cloud_run_gets_what_it_asks_for(cell: Cell) -> None:
    if "gcp" in cell.answers["deploy"]:
        platforms.check_cloud_run(cell)


def test_every_target_is_checked_by_one_of_these() -> None:
    """docker by tests/cells/test_shared_files.py, kubernetes by test_kubernetes.py."""
    checked = {"aws", "azure", "digitalocean", "heroku", "gcp", "docker", "kubernetes"}
    assert {choice.name for choice in catalog.load().choices("deploy")} == checked


def test_the_chat_is_pinged_before_any_platform_closes_it(cell: Cell) -> None:
    """Each has its limit for silence; 30 seconds is below all of them. Cloud Run and a host of one's own have none."""
    if cell.answers["project"] == "chat":
        files = {path for path in deployed(cell) if PINGED.search(path.read_text())}
        told = {path.relative_to(cell.folder).parts[-2:] for path in files}
        expected = {
            "heroku": (cell.folder.name, "app.json"),
            "aws": ("aws", "service.yaml"),
            "digitalocean": (".do", "app.yaml"),
            "azure": ("azure", "app.bicep"),
            "kubernetes": ("kubernetes", "kustomization.yaml"),
        }
        assert {expected[each][-1] for each in cell.answers["deploy"] if each in expected} == {
            place[-1] for place in told
        }


def deployed(cell: Cell) -> Iterator[Path]:
    """The files that the targets bring."""
    for name in ("heroku.yml", "app.json"):
        yield from cell.folder.glob(name)
    for folder in ("deploy", ".do"):
        yield from (path for path in sorted((cell.folder / folder).rglob("*")) if path.is_file())


# The notes know of stacks by their facts alone, and the chat's say the most.
ALONE = [
    answers for answers in combinations() if len(answers["deploy"]) == 1 and answers["stack"] == "fastapi"
]
ALONE = [answers for answers in ALONE if answers["ci"] == ALONE[0]["ci"] and answers["project"] == "chat"]


@pytest.fixture(scope="module")
def source() -> Iterator[versions.TemplateVersion]:
    with versions.exported(ROOT) as exported:
        yield exported


def test_the_notes_name_files_that_exist(source: versions.TemplateVersion, tmp_path: Path) -> None:
    """Of each target alone, so that none leans on another's."""
    for number, answers in enumerate(ALONE):
        made = render(source, tmp_path / str(number), answers)
        assert missing_from(made) == set(), answers


def missing_from(made: Path) -> set[str]:
    """Paths in the notes that lead nowhere. A command that goes into a folder is read from there."""
    notes = (made / "docs" / "deployment.md").read_text()
    named = set(
        re.findall(
            r"(?<![$\w])(?:(?:deploy/|\.do/)[\w./-]*\w|heroku\.yml|app\.json|[\w-]+\.(?:yaml|bicep))\b",
            notes,
        )
    )
    known = {path.name for path in made.rglob("*")} | {"secret.env"}
    secret = {".env", "deploy/docker/.env", "live.yaml"}
    return {
        name for name in named - secret if not (made / name).exists() and (("/" in name) or name not in known)
    }


def test_a_note_on_a_file_that_is_not_there_is_found(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "deployment.md").write_text("See deploy/aws/nowhere.yaml and heroku.yml.\n")
    assert missing_from(tmp_path) == {"deploy/aws/nowhere.yaml", "heroku.yml"}


def test_a_section_tells_everything(cell: Cell) -> None:
    notes = (cell.folder / "docs" / "deployment.md").read_text()
    sections = notes.split("\n## ")[1:]
    assert len(sections) == len(cell.answers["deploy"])
    for section in sections:
        assert [each for each in WHAT_A_SECTION_TELLS if f"**{each}" not in section] == [], section[:40]
        assert re.search(r"^\*\*Next version[^*]*\*\*[^\n]*igrat", section, re.MULTILINE), section[:40]
        if cell.answers["project"] == "chat" and not section.startswith("A host"):
            [told] = re.findall(
                r"^\*\*WebSockets and Redis\.\*\*(.*?)\n\n", section, re.MULTILINE | re.DOTALL
            )
            assert re.search(r"\b[Ss]ticky\b|One pod", told), section[:40]


def test_commands_of_the_notes_are_valid_shell(cell: Cell) -> None:
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
def test_a_place_that_cannot_hold_the_database_is_refused(
    database: str, deploy: list[str], sentence: str, source: versions.TemplateVersion, tmp_path: Path
) -> None:
    answers = {"project": "blog", "stack": "fastapi", "database": database, "deploy": deploy}
    with pytest.raises(ScaffolderError, match=sentence):
        render(source, tmp_path / "made", answers)
    assert list((tmp_path / "made").iterdir()) == []


def test_a_place_that_can_hold_it_is_offered() -> None:
    assert targets("sqlite") == ["docker", "kubernetes"]
    assert {"heroku", "aws"} <= set(targets("postgresql"))


def test_what_is_not_checked_is_listed() -> None:
    """pytest prints the same list after the tests."""
    readme = (ROOT / "templates" / "README.md").read_text(encoding="utf-8")
    assert [each for each in UNCHECKED if f"- {each}\n" not in readme] == []
