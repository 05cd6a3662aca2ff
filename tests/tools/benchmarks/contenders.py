"""The commands for a committed, running project with passing tests, for scaffolder and other tools.

The other tools are pinned to their newest stable versions, and flags answer their questions. The commands include all
manual steps that are needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scaffolder.template import versions


@dataclass(frozen=True)
class Account:
    """Paths and request members for signing up and in."""

    sign_up: str
    sign_in: str
    identity: dict[str, str]
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Contender:
    """`typed` are the commands for a committed project that can run; `tests` are those of them that run tests."""

    name: str
    typed: Sequence[str]
    tests: Sequence[str]
    serve: str
    answers: str
    account: Account | None
    port: int | None = None


# The commands from the README, and one uvx command without a clone.
CLONED = [
    f"git clone {versions.HOME}",
    "cd scaffolder",
    "python3 -m venv .venv",
    ".venv/bin/pip install -q -e .",
    ".venv/bin/scaffolder new task-manager ../my-tasks --stack {stack} --defaults",
    "cd ../my-tasks",
]
BY_UVX = [
    f"uvx --from git+{versions.HOME} scaffolder new task-manager my-tasks --stack {{stack}} --defaults",
    "cd my-tasks",
]


def _ours(name: str, *, stack: str, creation: Sequence[str]) -> Contender:
    return Contender(
        name=name,
        typed=[
            *(command.format(stack=stack) for command in creation),
            "make setup",
            "make check",
            "make migrate",
        ],
        tests=["make check"],
        serve="make run",
        answers="/readyz",
        account=Account(
            sign_up="/api/v1/auth/register",
            sign_in="/api/v1/auth/login",
            identity={"email": "alice@example.com", "name": "Alice"},
        ),
    )


NEST = Contender(
    name="@nestjs/cli 12.0.8",
    typed=[
        "npx --yes @nestjs/cli@12.0.8 new my-tasks --package-manager npm",
        "cd my-tasks",
        "npm test",
        "npm run test:e2e",
        "git add --all",
        "git commit -m 'Start from the template'",
    ],
    tests=["npm test", "npm run test:e2e"],
    serve="npm run start",
    answers="/",
    account=None,
)

CREATE = (
    "npx --yes create-better-t-stack@3.44.1 my-tasks --frontend none --backend express --runtime node"
    " --database sqlite --orm drizzle --auth better-auth --api none --payments none --addons none"
    " --examples none --db-setup none --web-deploy none --server-deploy none --package-manager npm"
    " --git --install"
)

# Its own `npm install` fails because of better-auth's peer dependencies (ERESOLVE). Newer versions of tsdown need
# packages that were not in the registry at the time of writing (E404); 0.20.0 can be installed.
BETTER_T_STACK = Contender(
    name="create-better-t-stack 3.44.1",
    typed=[
        CREATE,
        "cd my-tasks",
        "npm pkg set devDependencies.tsdown=0.20.0 --workspace server",
        "npm install --legacy-peer-deps",
        "npm run db:push",
        "git add --all",
        "git commit -m 'Add the lock file'",
    ],
    tests=[],
    serve="npm run dev",
    answers="/",
    account=Account(
        sign_up="/api/auth/sign-up/email",
        sign_in="/api/auth/sign-in/email",
        identity={"email": "alice@example.com", "name": "Alice"},
        headers={"Origin": "http://localhost:3001"},
    ),
    # It ignores PORT.
    port=3000,
)

CONTENDERS = [
    _ours("scaffolder, express", stack="express", creation=CLONED),
    _ours("scaffolder, express, uvx", stack="express", creation=BY_UVX),
    _ours("scaffolder, fastapi", stack="fastapi", creation=CLONED),
    NEST,
    BETTER_T_STACK,
]
