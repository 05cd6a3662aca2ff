"""Generated projects, set up once for all proofs of a subject."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from pathlib import Path

import pytest

from scaffolder.template import catalog, versions
from tests.pipelines import reading
from tests.pipelines.running import succeed
from tests.proofs.subject import Subject
from tests.support import PATH, ROOT, files, run_in

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
# Outside of this repository, since a project inside of it would not get its own repository.
FOLDER = CACHE / "scaffolder-proofs" / hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]


def skip_without_tools(stack: str) -> None:
    for program in ("make", *(tool["command"] for tool in catalog.load().facts(stack)["tools"])):
        if shutil.which(program, path=PATH) is None:
            pytest.skip(f"{program} is not installed")


def shared(subject: Subject) -> Path:
    """Return the folder of the project, and generate it first if its files have changed. A lock makes others wait."""
    folder = FOLDER / f"my-{subject.project}-{subject.stack}-{subject.database}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted, stamp = digest(subject), folder.with_suffix(".digest")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.is_file() or stamp.read_text() != wanted:
            stamp.unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)
            set_up(subject, folder)
            stamp.write_text(wanted)
    return folder


def set_up(subject: Subject, folder: Path) -> None:
    """Generate the project and install its dependencies."""
    words = ("--stack", subject.stack, "--database", subject.database, "--defaults", "--quiet")
    result = run_in(folder.parent)("new", subject.project, folder, *words, timeout=600)
    assert result.returncode == 0, result.stderr
    succeed(folder, reading.github(folder).job("check").commands[0])


def digest(subject: Subject) -> str:
    """Hash the rendered files, except the answers file: its version changes with every commit."""
    found = hashlib.sha256()
    with versions.exported(ROOT) as source:
        for path, (mode, content) in sorted(files(source, subject.answers).items()):
            if path != ".copier-answers.yml":
                found.update(repr((path, mode, content)).encode())
    return found.hexdigest()
