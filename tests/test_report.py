"""README's table of proofs: what a report has to hold, and that README shows every cell."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scaffolder.template import catalog
from tests import report

RUN = """
import pytest

@pytest.mark.parametrize("cell", ["chat-fastapi", "chat-express"])
def test_its_contract_holds(cell, record_property):
    record_property("held", "a <b>")
    record_property("held", "c")
    assert cell == "chat-fastapi"

def test_left_out():
    pytest.skip()
"""


def whole(path: Path, *, without: str = "nothing") -> Path:
    """A report in which every proof stands, but those whose test has `without` in its name."""
    suite = ElementTree.Element("testsuite", timestamp="2026-02-03T04:05:06.7+00:00")
    tests = {*report.CONTRACT, *report.OWN_TESTS, *report.PIPELINE, *report.COMPOSE}
    for place, sentence in (test.split(": ") for test in sorted(tests)):
        for kind in catalog.load().choices("database"):
            for cell in catalog.load().cells():
                name = f"test_{sentence}[{'-'.join(cell)}]"
                module = f"tests.{place}.test_on_{kind.name}"
                case = ElementTree.SubElement(suite, "testcase", classname=module, name=name)
                properties = ElementTree.SubElement(case, "properties")
                for key, value in (("held", "shared"), ("held", f"{place} {sentence}"), ("own_tests", "7")):
                    ElementTree.SubElement(properties, "property", name=key, value=value)
                if without in f"{module}.{name}":
                    ElementTree.SubElement(case, "skipped")
    ElementTree.ElementTree(suite).write(path)
    return path


@pytest.fixture
def readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "README.md"
    copy.write_bytes(report.README.read_bytes())
    monkeypatch.setattr(report, "README", copy)
    return copy


def test_readme_shows_every_cell() -> None:
    """When this fails: python -m tests.report [build/report.xml]"""
    whole_run = report.proofs(report.Report(day="2026-01-01"))
    filled = [line.replace(report.GAP, "?") for line in report.form(whole_run)]
    assert report.form(report.shown()) in (report.form(report.choices()), filled)


def test_a_whole_report_is_counted_into_readme(readme: Path, tmp_path: Path) -> None:
    before = readme.read_text().partition("<!-- proofs -->")[0]
    assert report.main(str(whole(tmp_path / "report.xml"))) == 0
    shown = report.shown()
    assert "| `express` | `task-manager` | 4 | 4 | 4 | 7 | ✓ | ✓ |" in shown
    assert shown[-1].endswith(" pass. From the run of 2026-02-03.")
    assert len(shown) == len(catalog.load().cells()) + 4
    assert readme.read_text().startswith(before)
    test_readme_shows_every_cell()
    assert report.main() == 0
    assert report.shown() == report.choices()


@pytest.mark.parametrize(
    ("without", "row"),
    [
        ("cells.test_on_mysql.test_its_contract_holds[chat-", "4 | 4 | ✗ | 7 | ✓ | ✓"),
        ("containers.test_on_mysql.test_its_contract_holds[chat-", "4 | 4 | ✗ | 7 | ✓ | ✓"),
        ("test_on_postgresql.test_what_several_processes_share_holds_too[chat-", "4 | ✗ | 4 | 7 | ✓ | ✓"),
        ("test_on_sqlite.test_its_pipeline_is_green[chat-", "4 | 4 | 4 | ✗ | ✗ | ✓"),
        ("containers.test_on_mysql.test_its_pipeline_boots_it", "4 | 4 | 4 | 7 | ✗ | ✓"),
        ("test_on_sqlite.test_a_fresh_clone_comes_up_ready[chat-", "4 | 4 | 4 | 7 | ✓ | ✗"),
    ],
)
def test_a_report_with_a_gap_is_not_shown(
    without: str, row: str, readme: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = readme.read_bytes()
    path = whole(tmp_path / "report.xml", without=without)
    assert report.main(str(path)) == 1
    assert f"| `fastapi` | `chat` | {row} |" in capsys.readouterr().out
    assert readme.read_bytes() == before


def test_what_pytest_writes_is_what_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "cells"
    folder.mkdir(parents=True)
    (folder / "test_on_mysql.py").write_text(RUN)
    options = ["-n1", "-q", "--rootdir", str(tmp_path), "--junitxml", "report.xml"]
    command = [sys.executable, "-m", "pytest", *options]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    found = report.Report()
    found.read(tmp_path / "report.xml")
    assert found.day
    assert len(found.told) == 1
    contract = report.CONTRACT[:1]
    assert found.values(contract, "chat-fastapi", "mysql", "held") == {"a <b>", "c"}
    assert found.values(contract, "chat-express", "mysql", "held") is None


def test_every_proof_is_a_test() -> None:
    for test in (*report.CONTRACT, *report.OWN_TESTS, *report.PIPELINE, *report.COMPOSE):
        place, sentence = test.split(": ")
        for kind in catalog.load().choices("database"):
            module = importlib.import_module(f"tests.{place}.test_on_{kind.name}")
            assert hasattr(module, f"test_{sentence}"), test
