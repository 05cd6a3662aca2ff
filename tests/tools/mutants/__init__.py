"""Mutants: faults put into generated projects one at a time, which the tests have to detect."""

from dataclasses import dataclass

PROJECTS = ("task-manager", "blog", "chat")


@dataclass(frozen=True)
class Mutant:
    """One fault: `find` occurs exactly once in `file` of the generated project.

    `contract` names a test in scaffolder/contracts that has to fail, `own` a file of the project's own tests. A mutant
    without a contract test explains in `unseen` why a client cannot detect it. `stack` can also be what stacks share and
    what renders the file: a language such as "python", an ORM or a kind of server.
    """

    name: str
    stack: str
    file: str
    find: str
    replace: str
    contract: str = ""
    own: str = ""
    unseen: str = ""
