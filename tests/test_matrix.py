"""Checks of every file in all combinations of CI provider, target and database for every cell."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from scaffolder.template import catalog, toolchains, versions
from tests import leaks
from tests.matrix import Answers, File, Matrix, combinations, fullest, label, rendered
from tests.pipelines.running import succeed
from tests.support import PATH, ROOT, files
from tests.test_layers import LAYERS, SWITCH

LANGUAGES = sorted(path.stem for path in (ROOT / "templates" / "languages").iterdir())
DELIMITER = re.compile(r"\[\[ *[a-z_]+(\.\w+)*( *\|[^\]]*)? *\]\]|\[%|%\]")


@pytest.fixture(scope="module")
def source() -> Iterator[versions.TemplateVersion]:
    with versions.exported(ROOT) as exported:
        yield exported


@pytest.fixture(scope="module")
def matrix(source: versions.TemplateVersion) -> Matrix:
    return rendered(source, combinations())


def test_no_combination_contains_delimiters(matrix: Matrix) -> None:
    left = {
        f"{label(answers)} {path}: {line}"
        for path, content, answers in matrix.distinct()
        for line in delimiters_left_in(path, content)
    }
    assert left == set()


def test_images_do_not_depend_on_the_umask_of_the_clone(matrix: Matrix) -> None:
    """In a clone under umask 077, only the owner can read files, and the container has another user."""
    found = [content.decode() for path, content, _ in matrix.distinct() if path == "Dockerfile"]
    assert found
    for dockerfile in found:
        shipped = dockerfile[dockerfile.rindex("\nFROM ") :]
        # A program that contains its files is copied from the stage that builds it.
        assert "\nCOPY " in shipped
        copies = re.findall(r"^COPY (?!--from).*", shipped, re.MULTILINE)
        assert [line for line in copies if "--chmod=755" not in line] == []


def test_no_combination_contains_a_secret(matrix: Matrix) -> None:
    assert leaks.Search().found_in((path, content) for path, content, _ in matrix.distinct()) == []


SCHEMAS = {
    "vendor.github-workflows": ".github/workflows/*.yml",
    "custom.github-workflows-require-timeout": ".github/workflows/*.yml",
    "vendor.dependabot": ".github/dependabot.yml",
    "vendor.gitlab-ci": ".gitlab-ci.yml",
    "vendor.renovate": "renovate.json",
    "vendor.compose-spec": "*compose.yaml",
    "pipelines/devcontainer.json": ".devcontainer/devcontainer.json",
}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_files_follow_their_schema(schema: str, matrix: Matrix, tmp_path: Path) -> None:
    """For files without a schema in check-jsonschema, this repository has one."""
    builtin = schema.startswith(("vendor.", "custom."))
    option = ("--builtin-schema", schema) if builtin else ("--schemafile", f"tests/{schema}")
    transform = ("--data-transform", "gitlab-ci") if schema == "vendor.gitlab-ci" else ()
    several = [content for path, content, _ in matrix.distinct() if fnmatch(path, SCHEMAS[schema])]
    places = [tmp_path / f"{number}{Path(SCHEMAS[schema]).suffix}" for number in range(len(several))]
    for place, content in zip(places, several, strict=True):
        place.write_bytes(content)
    tool = Path(sys.executable).parent / "check-jsonschema"
    checked = subprocess.run(
        [tool, *option, *transform, *places], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert places
    assert checked.returncode == 0, checked.stdout


OF_PROVIDERS = {
    ".github/workflows/ci.yml": {"github"},
    ".github/dependabot.yml": {"github"},
    ".gitlab-ci.yml": {"gitlab"},
    "Jenkinsfile": {"jenkins"},
    "renovate.json": {"gitlab", "jenkins"},
}


def test_files_of_a_ci_provider_are_only_written_for_it(matrix: Matrix) -> None:
    assert OF_PROVIDERS.keys() == brought_by("ci") | brought_by("updates")
    for path, providers in OF_PROVIDERS.items():
        having = [label(answers) for several in matrix.files[path].values() for answers in several]
        assert sorted(having) == sorted(label(each) for each in combinations() if each["ci"] in providers)


@pytest.mark.parametrize("kind", ["deploy", "ci"])
def test_other_choices_do_not_change_the_files_of_a_layer(kind: str, matrix: Matrix) -> None:
    """Therefore tests/deploy and tests/pipelines check all of them."""
    seen: dict[tuple[str, ...], File] = {}
    for path in brought_by(kind) & set(matrix.files):
        for file, several in matrix.files[path].items():
            for answers in several:
                cell = (answers["project"], answers["stack"], answers["database"])
                assert seen.setdefault((path, *cell), file) == file, label(answers)
    assert {path for path, *_ in seen} == brought_by(kind)


def brought_by(kind: str) -> set[str]:
    """The paths that layers of one kind write."""
    return {
        SWITCH.sub("", str(path.relative_to(LAYERS))).replace("//", "/").strip("/").removesuffix(".jinja")
        for path in LAYERS.rglob("*")
        if path.is_file() and kind in dict(SWITCH.findall(str(path.relative_to(LAYERS))))
    }


@pytest.fixture(scope="module")
def again(source: versions.TemplateVersion) -> list[tuple[Answers, dict[str, File]]]:
    """Render each cell on each database a second time. Other choices do not change code."""
    return [(answers, files(source, answers)) for answers in fullest()]


def test_a_render_is_stable(again: list[tuple[Answers, dict[str, File]]], matrix: Matrix) -> None:
    for answers, rendered_files in again:
        different = [path for path, file in rendered_files.items() if answers not in matrix.files[path][file]]
        assert different == [], label(answers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_code_is_formatted(
    language: str,
    again: list[tuple[Answers, dict[str, File]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Files that several projects share are only checked in the first one."""
    monkeypatch.setenv("PATH", PATH)
    for tool in toolchains.lacking(catalog.load(), stack_of(language)):
        pytest.skip(tool.advice or f"{tool.command} is missing")
    seen: set[tuple[str, bytes]] = set()
    for answers, rendered_files in again:
        if catalog.load().facts(answers["stack"])["language"] == language:
            for path, (_, content) in rendered_files.items():
                if path in SETTINGS or (path, content) not in seen:
                    (tmp_path / label(answers) / path).parent.mkdir(parents=True, exist_ok=True)
                    (tmp_path / label(answers) / path).write_bytes(content)
                    seen.add((path, content))
    succeed(tmp_path, catalog.load().facts(stack_of(language))["format_check"])


def stack_of(language: str) -> str:
    known = catalog.load()
    stacks = (choice.name for choice in known.choices("stack"))
    return next(stack for stack in stacks if known.facts(stack)["language"] == language)


# Every project needs the configuration of its formatter.
SETTINGS = (
    ".editorconfig",
    ".gitignore",
    ".mvn/jvm.config",
    ".prettierignore",
    "package.json",
    "pom.xml",
    "pyproject.toml",
)


def delimiters_left_in(path: str, content: bytes) -> list[str]:
    left = [path] if DELIMITER.search(path) else []
    if not path.endswith(".png"):
        for line in content.decode().splitlines():
            # An array of tables in TOML is alone on its line.
            if DELIMITER.search(line) and not (path.endswith(".toml") and line.startswith("[[")):
                left.append(line)
    return left


@pytest.mark.parametrize("line", ["[[ name ]]", "a [[facts.port]]", "[% if x %]", "[[ name | upper ]]"])
def test_a_remaining_delimiter_is_found(line: str) -> None:
    assert delimiters_left_in("file.md", f"text\n{line}\n".encode()) == [line]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("values.yaml", "aws_secret_access_key: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        ("app.env", "SECRET_KEY=9f1c2b7d3e4a5f60718293a4b5c6d7e8"),
        ("compose.yaml", "DATABASE_URL: postgresql://app:hunter2@db.example.com:5432/app"),
        ("key.pem", "-----BEGIN RSA PRIVATE KEY-----"),
    ],
)
def test_a_secret_is_found(name: str, line: str) -> None:
    found = leaks.Search().found_in([(name, f"{line}\n".encode())])
    assert [each.partition(":")[0] for each in found][:1] == [name]


def test_the_line_of_a_secret_is_named_after_lines_of_other_files() -> None:
    files = [("one.md", b"first\n"), ("two.md", b"first\nkey: AKIAZ7VXQ2M5RJT4KNWP\n")]
    assert [each.partition(": ")[0] for each in leaks.Search().found_in(files)] == ["two.md:2"]
