"""The tour in each project's README, and its output.

`python -m tests.cells.tours PROJECT STACK` records the output in templates/partials/PROJECT/transcript.txt.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scaffolder.contracts.servers import DatabaseServer, Launch, new_database, running
from scaffolder.template import catalog
from scaffolder.verification import databases
from tests.support import PATH, ROOT, run_in

UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z"
SIGNATURE = r"\b[0-9a-f]{64}\b"
SLUG_SUFFIX = r"(?<=-)[0-9a-f]{16}(?=\")"


def tour_of(folder: Path) -> str:
    readme = (folder / "README.md").read_text()
    return readme[readme.index("## See it in a minute") : readme.index("## Endpoints")]


def commands_of(tour: str) -> str:
    return "".join(re.findall(r"^```sh\n(.*?)^```", tour, re.MULTILINE | re.DOTALL))


def expected_statuses(tour: str) -> list[str]:
    """The status codes that the text of the tour names, in order."""
    return re.findall(r"`(\d{3})`", tour)


def transcript_in(tour: str) -> str:
    (transcript,) = re.findall(r"^```text\n(.*?)^```", tour, re.MULTILINE | re.DOTALL)
    return str(transcript)


def walked(tour: str, url: str) -> str:
    """Run the tour's commands, and return their output as in a terminal, each command before its response.

    Signatures are replaced, since secret scanners would report them.

    Raises:
        AssertionError: a command failed.
    """
    script = [
        f"printf '\\n$ %s\\n' {quoted(line)}\n{line}" if re.match(r"(TOKEN=\w+ )?api ", line) else line
        for line in commands_of(tour).splitlines()
    ]
    done = subprocess.run(
        ["bash", "-c", "\n".join(script).replace("http://127.0.0.1:8000", url)],
        text=True,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    printed = re.sub(SIGNATURE, "...", done.stdout)
    return re.sub(r"\n{3,}", "\n\n", printed).lstrip("\n").replace("\n\n204", "\n204")


def quoted(line: str) -> str:
    return "'" + line.replace("'", "'\\''") + "'"


def statuses(transcript: str) -> list[str]:
    return re.findall(r"^\d{3}$", transcript, re.MULTILINE)


def comparable(transcript: str) -> list[object]:
    """The lines of a transcript, with JSON parsed and identifiers and times replaced."""
    seen: dict[str, str] = {}
    comparable_text = re.sub(
        f"{UUID}|{SLUG_SUFFIX}", lambda found: seen.setdefault(found[0], f"id {len(seen) + 1}"), transcript
    )
    comparable_text = re.sub(TIME, "time", comparable_text)
    return [json.loads(line) if line.startswith("{") else line for line in comparable_text.splitlines()]


@contextmanager
def served(folder: Path, database: DatabaseServer, database_url: str | None = None) -> Iterator[str]:
    """Serve a project that is set up, on a new database unless one is given. Yield its address."""
    answers = catalog.read_answers(folder / ".copier-answers.yml")
    commands = catalog.load().facts(answers["stack"])["commands"]
    launch = Launch(
        project="tour",
        directory=str(folder),
        serve=commands["serve"],
        migrate=commands["migrate"],
        environment={"PATH": PATH},
        database=database,
    )
    with running(launch, database_url=database_url or new_database(launch)) as server:
        yield server.url


def main(project: str, stack: str) -> None:
    with tempfile.TemporaryDirectory() as name, databases.temporary_server("sqlite") as database:
        folder = Path(name) / "my-project"
        result = run_in(Path(name))("new", project, folder, "--stack", stack, "--defaults", "--quiet")
        assert result.returncode == 0, result.stderr
        subprocess.run(["make", "setup"], cwd=folder, env={"PATH": PATH}, check=True, capture_output=True)
        with served(folder, database) as url:
            transcript = walked(tour_of(folder), url)
    (ROOT / "templates" / "partials" / project / "transcript.txt").write_text(transcript)


if __name__ == "__main__":
    main(*sys.argv[1:])
