"""Proofs: which changes make them stale, what is recorded, and how a forged entry is found."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolder.template import catalog
from tests.proofs.subject import Subject
from tests.support import ROOT, clone_of_this_repository
from tests.tools.prove import __main__ as command
from tests.tools.prove import table
from tests.tools.prove.__main__ import MISSING, Book, groups, prove, sample
from tests.tools.prove.fingerprints import fingerprints, fingerprints_here
from tests.tools.prove.gaps import GAPS
from tests.tools.prove.kinds import KINDS, TOOL, Kind
from tests.tools.prove.ledger import Entry, Ledger, LedgerError

CELL = Subject("express", "blog", "mysql")
LAYERS = "templates/layers"

Found = dict[tuple[str, Subject], str]
# Two stacks show that only one of them is stale; with all of them, each change would take seconds.
STACKS = ("express", "fastapi")


def test_every_cell_has_a_valid_proof_of_each_kind() -> None:
    book = Book.open()
    missing = book.missing(book.wanted)
    names = [
        f"{book.state(proof)}: {proof[0].name} {proof[1]}"
        for proof in missing
        if not any(gap.covers(proof[0].name, proof[1]) for gap in GAPS)
    ]
    assert names == [], f"Run: {MISSING}"
    for gap in GAPS:
        assert any(gap.covers(kind.name, subject) for kind, subject in missing), (
            f"{gap} is no longer missing: remove it from gaps.py"
        )


def test_the_table_in_the_readme_shows_the_valid_proofs() -> None:
    assert table.shown() == table.table(Book.open().valid()), "Run: python -m tests.tools.prove --missing"


def test_the_ledger_contains_no_unknown_proofs() -> None:
    assert set(Ledger.read().entries) <= set(fingerprints_here())


# Stale proofs


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clone_of_this_repository(tmp_path_factory.mktemp("checkout") / "scaffolder")


@pytest.fixture(scope="module")
def before(checkout: Path) -> Found:
    return fingerprints(checkout, STACKS)


def every(found: Found, *kinds: str, **only: str) -> set[tuple[str, Subject]]:
    """The proofs of these kinds whose subject has these values."""
    return {
        (kind, subject)
        for kind, subject in found
        if kind in kinds and all(getattr(subject, name) == value for name, value in only.items())
    }


ON_THE_APPLICATION = [kind.name for kind in KINDS if kind.name != "lifecycle"]
IN_IMAGES = ("image", "hardening", "production", "restarts", "reload", "replicas")

# A file of each kind, and exactly the proofs that a change to it makes stale.
CHANGES: dict[str, tuple[str, Callable[[Found], set[tuple[str, Subject]]]]] = {
    "application code of a stack": (
        f"{LAYERS}/[[only.stack.express]]/src/app.ts",
        lambda found: every(found, *ON_THE_APPLICATION, stack="express"),
    ),
    "application code of one cell": (
        f"{LAYERS}/[[only.stack.express]]/[[only.project.chat]]/src/routes.ts",
        lambda found: every(found, *ON_THE_APPLICATION, stack="express", project="chat"),
    ),
    "a project's own test": (
        f"{LAYERS}/[[only.stack.express]]/[[only.project.blog]]/tests/errors.test.ts",
        lambda found: every(
            found, "check", "upgrade", "mutants", "hardening", stack="express", project="blog"
        ),
    ),
    "the text of a README": (
        f"{LAYERS}/README.md.jinja",
        lambda found: every(found, "check", "upgrade"),
    ),
    "a deployment note": (
        "templates/partials/deploy/docker.md",
        lambda found: every(found, "upgrade", "production"),
    ),
    "a CI template": (
        f"{LAYERS}/[[only.ci.github]]/.github/workflows/ci.yml.jinja",
        lambda found: every(found, "check", "upgrade"),
    ),
    "a CI template that no proof uses": (
        f"{LAYERS}/[[only.ci.gitlab]]/.gitlab-ci.yml.jinja",
        lambda found: set(),
    ),
    "a contract test of one project": (
        "scaffolder/contracts/blog/test_tags.py",
        lambda found: every(found, "contract", "image", "mutants", project="blog"),
    ),
    "a contract test of every project": (
        "scaffolder/contracts/common/test_cors.py",
        lambda found: every(found, "contract", "image", "mutants", "replicas") | every(found, "fuzzer"),
    ),
    "container helpers of tests": (
        "tests/containers/stack.py",
        lambda found: every(found, *IN_IMAGES),
    ),
    "server helpers of contract tests": (
        "scaffolder/contracts/servers.py",
        lambda found: set(found),
    ),
    "the suite of one kind": (
        "tests/proofs/contract.py",
        lambda found: every(found, "contract"),
    ),
    "the merge code of updates": (
        "scaffolder/update/merge.py",
        lambda found: every(found, "upgrade", "lifecycle"),
    ),
    "this repository's README": ("README.md", lambda found: set()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_makes_proofs_that_depend_on_it_stale(change: str, checkout: Path, before: Found) -> None:
    path, expected = CHANGES[change]
    file = checkout / path
    original = file.read_bytes()
    file.write_bytes(original + b"\n# changed\n")
    try:
        after = fingerprints(checkout, STACKS)
    finally:
        file.write_bytes(original)
    assert {proof for proof in before if before[proof] != after[proof]} == expected(before)


def test_a_fact_makes_proofs_that_use_it_stale(checkout: Path, before: Found) -> None:
    facts = checkout / "templates" / "stacks" / "express.yml"
    original = facts.read_text()
    facts.write_text(original.replace("serve: node src/main.ts", "serve: node  src/main.ts"))
    try:
        after = fingerprints(checkout, STACKS)
    finally:
        facts.write_text(original)
    stale = {proof for proof in before if before[proof] != after[proof]}
    assert every(before, "contract", "check", "mutants", stack="express") <= stale
    assert {subject.stack for _, subject in stale} == {"express"}


# The ledger


def entry(**changed: object) -> Entry:
    values = {"fingerprint": "f" * 32, "day": "2026-01-02", "seconds": 3, "counted": {"tests": 1}, **changed}
    return Entry(**values)  # type: ignore[arg-type]


def test_recorded_proofs_can_be_read(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.record("contract", CELL, entry())
    ledger.record("check", CELL, entry(ran_with={"node": "24.1.0"}))
    ledger.record("lifecycle", TOOL, entry())
    assert Ledger.read(tmp_path).entries == ledger.entries
    lines = (tmp_path / "express.json").read_text().splitlines()
    proofs = [line for line in lines if "fingerprint" in line]
    assert len(proofs) == 2
    assert proofs == sorted(proofs)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{\n<<<<<<< ours\n"version": 1\n=======\n', "conflict markers. Keep either side"),
        ('{"version": 2, "proofs": {}}', "newer version of this tool"),
        ('{"version": 1, "proofs": {"contract blog mysql": {"day": 1}}}', "is not a ledger"),
        ("[]", "is not a ledger"),
        ("", "is not a ledger"),
    ],
)
def test_an_unreadable_ledger_is_reported(text: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "express.json").write_text(text)
    with pytest.raises(LedgerError, match=re.escape(sentence)):
        Ledger.read(tmp_path)


def test_a_full_disk_does_not_change_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(tmp_path)
    ledger.record("contract", CELL, entry())
    whole = (tmp_path / "express.json").read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LedgerError, match="No space left on device"):
        ledger.record("check", CELL, entry())
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("express.json", whole)]


WRITER = """
from pathlib import Path
from tests.proofs.subject import Subject
from tests.tools.prove.ledger import Entry, Ledger
ledger = Ledger(Path({folder!r}))
print("writing", flush=True)
while True:
    for number in range(200):
        ledger.record(f"kind{{number}}", Subject("express", "blog", "mysql"), Entry("f", "2026-01-02", number))
"""


def test_a_kill_at_any_moment_leaves_a_valid_file(tmp_path: Path) -> None:
    for moment in range(8):
        program = WRITER.format(folder=str(tmp_path))
        process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout and process.stdout.readline()
        time.sleep(0.02 * moment)
        process.kill()
        process.wait()
        process.stdout.close()
        Ledger.read(tmp_path)


# Running


def kind_of(suite: Path, name: str = "check") -> Kind:
    return Kind(name, "a suite for a test", (str(suite),), lambda: [CELL])


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Book]:
    """Create a book with one proof, whose suite is `text` and needs no plugins."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")

    def opened(text: str) -> Book:
        suite = tmp_path / "suite.py"
        suite.write_text(text)
        return Book(Ledger(tmp_path), {(kind_of(suite), CELL): "f" * 32})

    return opened


GREEN = "def test_it(record_property):\n    record_property('behaviours', ['one', 'two'])\n"
RED = "def test_it():\n    assert 1 == 2\n"
SKIPPED = "import pytest\n\ndef test_it():\n    pytest.skip('node is not installed')\n"


def ran(book: Book) -> list[str]:
    return prove(book, list(book.wanted), jobs=1, minutes=None)


def test_a_green_run_is_recorded_and_counted(
    book: Callable[[str], Book], capsys: pytest.CaptureFixture[str]
) -> None:
    opened = book(GREEN)
    assert ran(opened) == []
    (found,) = Ledger.read(opened.ledger.folder).entries.values()
    assert found.counted == {"tests": 1, "behaviours": 2}
    assert "green" in capsys.readouterr().out


@pytest.mark.parametrize("text", [RED, SKIPPED, "def test_it(:\n"], ids=["red", "skipped", "broken"])
def test_nothing_else_is_recorded(text: str, book: Callable[[str], Book]) -> None:
    opened = book(text)
    assert ran(opened) == []
    assert Ledger.read(opened.ledger.folder).entries == {}


def test_a_skipped_proof_is_explained_and_stays_missing(
    book: Callable[[str], Book], capsys: pytest.CaptureFixture[str]
) -> None:
    opened = book(SKIPPED)
    ran(opened)
    assert "node is not installed" in capsys.readouterr().out
    assert opened.missing(opened.wanted) == list(opened.wanted)


@pytest.mark.parametrize(
    ("forged", "text"),
    [({"tests": 1}, RED), ({"tests": 1, "behaviours": 3}, GREEN)],
    ids=["red", "higher counts"],
)
def test_a_forged_entry_is_found_when_it_is_sampled(
    forged: dict[str, int], text: str, book: Callable[[str], Book]
) -> None:
    opened = book(text)
    ((kind, subject),) = opened.wanted
    opened.ledger.record(kind.name, subject, entry(counted=forged))
    (chosen,) = sample(opened, list(opened.wanted), "a commit")
    (contradiction,) = prove(opened, [chosen], jobs=1, minutes=None)
    assert "express.json: check blog mysql" in contradiction
    assert Ledger.read(opened.ledger.folder).entries == {}


def test_a_sample_begins_with_a_newest_proof_of_each_stack() -> None:
    wanted = fingerprints_here()
    kinds = {kind.name: kind for kind in KINDS}
    proofs = [(kinds[name], subject) for name, subject in wanted]
    book = Book(Ledger(), dict.fromkeys(proofs, "f"))
    newest = {("contract", Subject(stack, "blog", "sqlite")) for stack in ("fastapi", "express")}
    for kind, subject in wanted:
        day = "2026-02-02" if (kind, subject) in newest else "2026-01-01"
        book.ledger.entries[kind, subject] = entry(day=day)
    stacks = len({subject.stack for _, subject in wanted})
    orders = [sample(book, proofs, f"commit {number}") for number in range(5)]
    for order in orders:
        assert sorted(map(str, order)) == sorted(map(str, proofs))
        assert newest <= {(kind.name, subject) for kind, subject in order[:stacks]}
    assert len({str(order) for order in orders}) == 5
    assert sample(book, proofs, "commit 1") == orders[1]


def test_a_stale_proof_is_not_shown(book: Callable[[str], Book]) -> None:
    opened = book(GREEN)
    (((kind, subject), fingerprint),) = opened.wanted.items()
    for written, shown in ((fingerprint, {(kind.name, subject)}), ("old", set())):
        opened.ledger.record(kind.name, subject, dataclasses.replace(entry(), fingerprint=written))
        assert opened.valid().entries.keys() == shown


def test_proofs_that_would_not_finish_in_time_are_not_started(book: Callable[[str], Book]) -> None:
    opened = book(GREEN)
    ((kind, subject),) = opened.wanted
    opened.ledger.record(kind.name, subject, dataclasses.replace(entry(), fingerprint="old", seconds=600))
    assert prove(opened, list(opened.wanted), jobs=1, minutes=1) == []
    assert opened.missing(opened.wanted) == [(kind, subject)]


# The command


def proving(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.tools.prove", *words]
    return subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)


@pytest.mark.parametrize("option", ["--stack", "--project", "--database", "--kind"])
def test_an_unknown_filter_lists_the_valid_ones(option: str) -> None:
    done = proving(option, "cobol")
    assert done.returncode == 2
    assert f'{option} "cobol" is unknown. Choose from: ' in done.stderr
    assert "Traceback" not in done.stderr


def listed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    """The output of `--list` in this process, which has computed the fingerprints already."""
    monkeypatch.setattr(sys, "argv", ["prove", "--list", *words])
    with pytest.raises(SystemExit, match=r"^0$"):
        command.run()
    return capsys.readouterr().out


def test_missing_proofs_are_grouped_into_jobs_by_cell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = {kind.name: kind for kind in KINDS}
    missing = [(kinds["contract"], CELL), (kinds["check"], CELL), (kinds["lifecycle"], TOOL)]
    assert groups(missing) == [
        {"name": "scaffolder", "language": "", "arguments": "--kind lifecycle", "proofs": "1"},
        {
            "name": "blog in express",
            "language": "node",
            "arguments": "--stack express --project blog",
            "proofs": "2",
        },
    ]
    assert isinstance(json.loads(listed(capsys, monkeypatch, "--json")), list)


def test_it_lists_every_proof_with_its_state(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = listed(capsys, monkeypatch, "--stack", "express", "--kind", "contract").splitlines()
    projects = [project for project, stack in catalog.load().cells() if stack == "express"]
    databases = catalog.load().choices("database")
    assert len(lines) == len(projects) * len(databases)
    assert all(re.match(r"(valid|stale|missing) +contract ", line) for line in lines)


SLOW = "import time\n\ndef test_it():\n    open({started!r}, 'w').close()\n    time.sleep(600)\n"
PROGRAM = """
import sys
from pathlib import Path
from tests.proofs.subject import Subject
from tests.tools.prove import __main__ as command
from tests.tools.prove.gaps import GAPS
from tests.tools.prove.kinds import Kind
from tests.tools.prove.ledger import Ledger
subject = Subject("express", "blog", "mysql")
kind = Kind("check", "slow", ({suite!r},), lambda: [subject])
command.Book.open = classmethod(lambda cls: cls(Ledger(Path({folder!r})), {{(kind, subject): "f"}}))
sys.argv[1:] = []
sys.exit(command.run())
"""


def test_ctrl_c_stops_it_immediately_and_explains_how_to_continue(tmp_path: Path) -> None:
    suite, started = tmp_path / "suite.py", tmp_path / "started"
    suite.write_text(SLOW.format(started=str(started)))
    program = PROGRAM.format(suite=str(suite), folder=str(tmp_path))
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stderr=subprocess.PIPE,
        text=True,
    )
    while not started.exists():
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "run the same command to continue" in errors
    assert "Traceback" not in errors
    assert list(tmp_path.glob("*.json")) == []
