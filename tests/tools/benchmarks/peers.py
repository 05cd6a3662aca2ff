"""Commands, keystrokes and seconds to a committed, running project with green tests: ours, and two peers'.

    python -m tests.tools.benchmarks.peers [--cold] [NAME ...]

Types in turn what `tests/tools/benchmarks/contenders.py` lists, on this machine, in one run; the peers come from
their registry. With --cold each begins with empty caches. A NAME is the beginning of a contender's.
Prints every command with its seconds, those of them that a processor computed, its keystrokes and what npm
refused; then the sums, and what one has at the end. Nothing is asserted of the peers: exit code 1 only when
something of ours does not hold. Port 3000 has to be free.
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
# As pytest and Vitest end.
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
        return self.committed and self.runs and self.tests.endswith("green")


def main() -> int:
    cold, wanted = "--cold" in sys.argv, [word for word in sys.argv[1:] if word != "--cold"]
    chosen = [one for one in CONTENDERS if not wanted or one.name.startswith(tuple(wanted))]
    if not chosen:
        print(f"No such name; there are: {'; '.join(one.name for one in CONTENDERS)}.", file=sys.stderr)
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
    """Whether it answers once it is started, and what becomes of those who have no password."""
    if contender.port and _taken(contender.port):
        return False, f"port {contender.port} is taken"
    try:
        with shell.serving(contender.serve, contender.answers, port=contender.port) as server:
            _print(shell.steps[-1])
            return True, _accounts(server, contender.account) if contender.account else "none"
    except BootError as error:
        print(error)
        return False, "not asked"


def _accounts(server: Server, account: Account) -> str:
    """Whether one can sign up and in, and whether a request without a password gets a token too."""
    nobody = {"email": account.identity["email"]}
    with httpx.Client(base_url=server.url, headers=account.headers, trust_env=False, timeout=30) as client:
        refused = [client.post(account.sign_up, json=account.identity)]
        allowed = [client.post(account.sign_up, json=account.identity | PASSWORD)]
        allowed.append(client.post(account.sign_in, json=nobody | PASSWORD))
        refused.append(client.post(account.sign_in, json=nobody))
    if not all(map(_has_token, allowed)):
        return f"answer {_statuses(allowed)}"
    without = "a token" if any(map(_has_token, refused)) else _statuses(refused)
    return f"yes; without a password {without}"


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
    return f"{passed} green" if not any(step.exit_code for step in steps) else f"{passed} passed, not all"


def _committed(shell: Shell) -> bool:
    """Whether there is a commit, and nothing that is not in one."""
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
