"""The versions of tools, main libraries and the database in a proof."""

from __future__ import annotations

import os
import platform
import re
import shlex
import subprocess
from contextlib import suppress
from pathlib import Path

from scaffolder.template import catalog
from tests.proofs.cells import FOLDER
from tests.proofs.subject import Subject
from tests.support import PATH

VERSION = re.compile(r"\d+(\.\d+)+")
# `fastapi==0.141.0` from uv, `express@5.2.1` from npm.
LIBRARY = re.compile(r"(?P<name>@?[\w./-]+)(==|@|[ ]v)(?P<version>\d[\w.+-]*)")
SERVERS = {
    "postgresql": ("postgres", "/usr/lib/postgresql"),
    "mysql": ("mariadbd", "/usr/sbin"),
}


def versions_of(subject: Subject) -> dict[str, str]:
    if not subject.stack:
        return {"python": platform.python_version()}
    facts = catalog.load().facts(subject.stack)
    tools = {
        tool["command"]: first_version(tool.get("version", f"{tool['command']} --version"))
        for tool in facts["tools"]
    }
    found = {**tools, **libraries(facts["libraries"], subject), **server(subject.database)}
    return {name: version for name, version in sorted(found.items()) if version}


def first_version(command: str, folder: Path | None = None) -> str:
    found = VERSION.search(printed(command, folder))
    return found[0] if found else ""


def printed(command: str, folder: Path | None = None) -> str:
    with suppress(OSError):
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=folder,
            env={**os.environ, "PATH": PATH},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr
    return ""


def libraries(facts: dict[str, object], subject: Subject) -> dict[str, str]:
    """The versions of the stack's main libraries, as its package manager lists them."""
    folder = FOLDER / f"my-{subject.project}-{subject.stack}-{subject.database}"
    if not folder.is_dir():
        return {}
    main = facts["main"]
    assert isinstance(main, list)
    listed = printed(str(facts["list"]), folder)
    return {found["name"]: found["version"] for found in LIBRARY.finditer(listed) if found["name"] in main}


def server(database: str) -> dict[str, str]:
    if database not in SERVERS:
        return {}
    program, folder = SERVERS[database]
    places = [program, *map(str, sorted(Path(folder).glob(f"**/{program}")))]
    for place in places:
        if version := first_version(f"{shlex.quote(place)} --version"):
            return {"MariaDB" if program == "mariadbd" else "PostgreSQL": version}
    return {}
