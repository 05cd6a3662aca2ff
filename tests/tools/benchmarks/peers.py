"""Commands, keystrokes and seconds for a committed, running project with passing tests, compared to two other tools.

    python -m tests.tools.benchmarks.peers [--cold] [NAME ...]

Runs the commands in `tests/tools/benchmarks/contenders.py`; the other tools are downloaded from npm. With --cold, each tool
starts with empty caches. NAME is a tool's name, or the beginning of it. Prints each command with its seconds, CPU seconds,
keystrokes and errors of npm, then the totals and the results. Exit code 1 only if scaffolder fails, not if another tool
does. Port 3000 has to be free.
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from scaffolder.contracts.servers import BootError, Server
from tests.tools.benchmarks.contenders import CONTENDERS, Account, Contender
from tests.tools.benchmarks.shell import Shell, Step, opened

REFUSED = re.compile(r"^npm error code (\w+)", re.MULTILINE)
# The last lines of pytest and Vitest.
PASSED = re.compile(r"^=+ (?:.*, )?(\d+) passed|^ +Tests +(?:.*\| )?(\d+) passed", re.MULTILINE)

PASSWORD = {"password": "correct horse battery"}


@dataclass(frozen=True)
class Outcome:
    name: str
    commands: int
    keystrokes: int
    seconds: float
    processor: float
    committed: bool
    tests: str
    runs: bool
    accounts: str

    @property
    def holds(self) -> bool:
        return self.committed and self.runs and self.tests.endswith(" passed")


def main() -> int:
    cold, wanted = "--cold" in sys.argv, [word for word in sys.argv[1:] if word != "--cold"]
    chosen = [one for one in CONTENDERS if not wanted or one.name.startswith(tuple(wanted))]
    if not chosen:
        print(f"Unknown name. Choose from: {'; '.join(one.name for one in CONTENDERS)}.", file=sys.stderr)
        return 2
    outcomes = []
    for contender in chosen:
        with opened(cold=cold) as shell:
            outcomes.append(_walk(shell, contender))
    _show(outcomes)
    return 0 if all(had.holds for had in outcomes if had.name.startswith("scaffolder")) else 1


def _show(outcomes: Sequence[Outcome]) -> None:
    print(
        f"\n{'':<30}{'commands':>8}{'keys':>6}{'seconds':>9}{'cpu':>7}  {'committed':<11}{'runs':<6}{'tests':<12}accounts"
    )
    for had in outcomes:
        words = f"{_word(had.committed):<11}{_word(had.runs):<6}{had.tests:<12}{had.accounts}"
        print(
            f"{had.name:<30}{had.commands:>8}{had.keystrokes:>6}{had.seconds:>9.1f}{had.processor:>7.1f}  {words}"
        )


def _walk(shell: Shell, contender: Contender) -> Outcome:
    print(f"\n{contender.name}\n{'seconds':>8}{'cpu':>7}{'keys':>5}", flush=True)
    for command in contender.typed:
        _print(shell.type(command))
    runs, accounts = _served(shell, contender)
    return Outcome(
        name=contender.name,
        commands=len(shell.steps),
        keystrokes=sum(step.keystrokes for step in shell.steps),
        seconds=sum(step.seconds for step in shell.steps),
        processor=sum(step.processor for step in shell.steps),
        committed=_committed(shell),
        tests=_tests([step for step in shell.steps if step.typed in contender.tests]),
        runs=runs,
        accounts=accounts,
    )


def _print(step: Step) -> None:
    problems = [f"exit {step.exit_code}"] if step.exit_code else []
    problems += dict.fromkeys(f"npm {code}" for code in REFUSED.findall(step.output))
    print(
        f"{step.seconds:>8.1f}{step.processor:>7.1f}{step.keystrokes:>5}  {step.typed}",
        *problems,
        sep="  ! ",
        flush=True,
    )


def _served(shell: Shell, contender: Contender) -> tuple[bool, str]:
    """Start the server. Return whether it responds, and a summary of its accounts."""
    if contender.port and _taken(contender.port):
        return False, f"port {contender.port} is in use"
    try:
        with shell.serving(contender.serve, contender.answers, port=contender.port) as server:
            _print(shell.steps[-1])
            return True, _accounts(server, contender.account) if contender.account else "none"
    except BootError as error:
        print(error)
        return False, "not checked"


def _accounts(server: Server, account: Account) -> str:
    """Check whether users can sign up and in, and only with a password."""
    nobody = {"email": account.identity["email"]}
    with httpx.Client(base_url=server.url, headers=account.headers, trust_env=False, timeout=30) as client:
        refused = [client.post(account.sign_up, json=account.identity)]
        allowed = [client.post(account.sign_up, json=account.identity | PASSWORD)]
        allowed.append(client.post(account.sign_in, json=nobody | PASSWORD))
        refused.append(client.post(account.sign_in, json=nobody))
    if not all(map(_has_token, allowed)):
        return f"status codes {_statuses(allowed)}"
    without = "a token" if any(map(_has_token, refused)) else _statuses(refused)
    return f"yes; without a password: {without}"


def _has_token(answer: httpx.Response) -> bool:
    return (answer.is_success and '"token"' in answer.text) or '"access_token"' in answer.text


def _statuses(answers: Sequence[httpx.Response]) -> str:
    return ", ".join(str(answer.status_code) for answer in answers)


def _tests(steps: Sequence[Step]) -> str:
    passed = sum(
        int(number) for step in steps for pair in PASSED.findall(step.output) for number in pair if number
    )
    if not steps:
        return "none"
    return (
        f"{passed} passed" if not any(step.exit_code for step in steps) else f"{passed} passed, some failed"
    )


def _committed(shell: Shell) -> bool:
    """Whether everything is committed."""
    head, changes = (
        subprocess.run(
            ["git", *words], cwd=shell.folder, env=shell.variables, capture_output=True, check=False
        )
        for words in (["rev-parse", "HEAD"], ["status", "--porcelain"])
    )
    return head.returncode == 0 and not changes.stdout


def _taken(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def _word(holds: bool) -> str:
    return "yes" if holds else "no"


if __name__ == "__main__":
    sys.exit(main())
