"""The seconds from `git clone` to a running, tested project, for each tool.

    python -m tests.tools.benchmarks.first_run [PROJECT STACK] [--cold]

Runs the commands from the README and from the output of `scaffolder new`, with `make lint` and `make test` instead of
`make check`, on the committed state of this repository. With --cold, pip, uv and npm have empty caches. Exit code 1 if
a step fails.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from scaffolder.errors import ScaffolderError
from scaffolder.template import catalog, versions
from tests.tools.benchmarks.shell import Shell, Step, opened

# Progress messages of `scaffolder new`.
LOCKING, COMMITTING = "Resolving dependencies", "Committing"


@dataclass(frozen=True)
class Row:
    step: str
    tool: str
    seconds: float


def main() -> int:
    words = [word for word in sys.argv[1:] if word != "--cold"]
    if len(words) not in (0, 2):
        raise ScaffolderError("Name a project and a stack, or neither: first_run [PROJECT STACK] [--cold]")
    project, stack = words or ("chat", "fastapi")
    known = catalog.load()
    known.check({"project": project, "stack": stack})
    cold = "--cold" in sys.argv
    print(f"{project} on {stack}, {'empty' if cold else 'warm'} caches\n")
    print(f"{'step':<34}{'tool':<22}{'seconds':>8}")
    total = 0.0
    with opened(cold=cold) as shell:
        for row in _rows(shell, project, stack, tools=known.facts(stack)["commands"]):
            print(f"{row.step:<34}{row.tool:<22}{row.seconds:>8.2f}", flush=True)
            total += row.seconds
    print(f"{'total':<56}{total:>8.2f}")
    return 0


def _rows(shell: Shell, project: str, stack: str, *, tools: dict[str, str]) -> Iterator[Row]:
    yield _row(shell, f"git clone {versions.HOME}", "git")
    shell.type("cd scaffolder")
    yield _row(shell, "python3 -m venv .venv", "python")
    yield _row(shell, ".venv/bin/pip install -q -e .", "pip")
    new = _typed(shell, f".venv/bin/scaffolder new {project} ../my-app --stack {stack} --defaults")
    yield from _parts(new, lock=catalog.load().facts(stack)["lock"]["command"])
    shell.type("cd ../my-app")
    for target in ("setup", "lint", "test", "migrate"):
        yield _row(shell, f"make {target}", _tool(tools[target]))
    with shell.serving("make run", "/readyz") as server:
        yield Row("make run, until /readyz is 200", _tool(tools["run"]), shell.steps[-1].seconds)
        if project == "chat":
            began = time.monotonic()
            answer = httpx.get(server.url, trust_env=False)
            if answer.status_code != 200:
                raise ScaffolderError(f"The page / answered {answer.status_code}.", exit_code=1)
            yield Row("the page / is 200", "HTTP", time.monotonic() - began)


def _row(shell: Shell, command: str, tool: str) -> Row:
    return Row(command.partition(" https://")[0], tool, _typed(shell, command).seconds)


def _typed(shell: Shell, command: str) -> Step:
    step = shell.type(command)
    if step.exit_code:
        raise ScaffolderError(f"`{command}` exited with {step.exit_code}:\n{step.output}", exit_code=1)
    return step


def _parts(new: Step, *, lock: str) -> Iterator[Row]:
    """Split the time of `scaffolder new` at its progress messages."""
    locking = next(at for at, line in new.lines if line.startswith(LOCKING))
    committing = next(at for at, line in new.lines if line.startswith(COMMITTING))
    yield Row("scaffolder new: files", "scaffolder", locking)
    yield Row("scaffolder new: lock file", lock.partition(" --")[0], committing - locking)
    yield Row("scaffolder new: commit", "git", new.seconds - committing)


def _tool(command: str) -> str:
    """The programs that a command runs, without `uv run`."""
    programs = [part.removeprefix("uv run ").split()[0] for part in command.split(" && ")]
    return ", ".join(dict.fromkeys(programs))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ScaffolderError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
