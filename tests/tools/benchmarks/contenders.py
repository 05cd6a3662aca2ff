"""What a user types with us and with each peer, until a committed project runs and its tests are green.

A peer's version is pinned to the newest stable one, and flags answer what its menus would ask. What it
takes by hand to come that far stands among its commands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scaffolder.template import versions


@dataclass(frozen=True)
class Account:
    """Where somebody signs up and in, as paths below the server's address, and with which members."""

    sign_up: str
    sign_in: str
    identity: dict[str, str]
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Contender:
    """`typed` leads to a committed project that can run; `tests` are those of them that run tests."""

    name: str
    typed: Sequence[str]
    tests: Sequence[str]
    serve: str
    answers: str
    account: Account | None
    port: int | None = None


# As the README has it, and in one line, which uv does without a clone.
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


def _ours(name: str, *, stack: str, made: Sequence[str]) -> Contender:
    return Contender(
        name=name,
        typed=[
            *(command.format(stack=stack) for command in made),
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

# The install at its end stops at better-auth's peers (ERESOLVE). Past that, newer versions of tsdown need
# packages that the registry did not have when this was written (E404); 0.20.0 is the one that installs.
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
    # It listens here, whatever PORT says.
    port=3000,
)

CONTENDERS = [
    _ours("scaffolder, express", stack="express", made=CLONED),
    _ours("scaffolder, express, uvx", stack="express", made=BY_UVX),
    _ours("scaffolder, fastapi", stack="fastapi", made=CLONED),
    NEST,
    BETTER_T_STACK,
]
