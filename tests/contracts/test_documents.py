"""The documents pass common linters."""

import shutil
import subprocess
from pathlib import Path

import pytest

from scaffolder.contracts.document import Document
from scaffolder.contracts.plugin import CONTRACTS

LINTERS = ["@redocly/cli@2", "@stoplight/spectral-cli@6", "@stoplight/spectral-owasp-ruleset@2"]
PROJECTS = sorted(path.parent.name for path in CONTRACTS.glob("*/openapi.yaml"))
DOCUMENTS = sorted([*CONTRACTS.glob("*/openapi.yaml"), *CONTRACTS.glob("*/asyncapi.yaml")])


@pytest.fixture(scope="module")
def linters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the linters and our rules, which name their rule sets as packages."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs npm")
    folder = tmp_path_factory.mktemp("linters")
    (folder / "package.json").write_text("{}")
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", *LINTERS]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"npm could not install the linters: {done.stderr.strip()[-300:]}")
    for rules in (".spectral.yaml", "redocly.yaml"):
        shutil.copy(CONTRACTS / rules, folder)
    return folder


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_document_passes_spectral(linters: Path, document: Path) -> None:
    lint(linters, document, "spectral", "lint", "--ruleset", ".spectral.yaml", "--fail-severity", "error")


@pytest.mark.parametrize(
    "document", [each for each in DOCUMENTS if each.name == "openapi.yaml"], ids=lambda path: path.parent.name
)
def test_a_document_passes_redocly(linters: Path, document: Path) -> None:
    lint(linters, document, "redocly", "lint", "--config", "redocly.yaml")


@pytest.mark.parametrize("project", PROJECTS)
def test_a_document_contains_everything_that_it_refers_to(project: str) -> None:
    Document(CONTRACTS / project / "openapi.yaml")


@pytest.mark.parametrize("rules", [".spectral.yaml", "redocly.yaml"])
def test_a_disabled_rule_has_a_reason(rules: str) -> None:
    """There is a comment above each rule or group of rules."""
    lines = (CONTRACTS / rules).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if line.endswith(": off"):
            above = next(each for each in reversed(lines[:number]) if not each.endswith(": off"))
            assert above.strip().startswith("#"), f"{line.strip()} has no reason"


def lint(folder: Path, document: Path, program: str, *arguments: str) -> None:
    # Rules match documents by their folder, and the documents of a project may refer to each other.
    home = folder / document.parent.name
    home.mkdir(exist_ok=True)
    for each in document.parent.glob("*.yaml"):
        shutil.copy(each, home)
    copy = home / document.name
    done = subprocess.run(
        [folder / "node_modules" / ".bin" / program, *arguments, copy.relative_to(folder)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
