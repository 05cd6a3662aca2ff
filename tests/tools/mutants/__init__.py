"""Generated projects with one thing wrong at a time, and the tests that notice."""

from dataclasses import dataclass

PROJECTS = ("task-manager", "blog", "chat")


@dataclass(frozen=True)
class Mutant:
    """One fault: `find` stands exactly once in `file` of the generated project.

    `contract` is the test below scaffolder/contracts that goes red, `own` a file of the project's own tests that does. A
    mutant without a contract test says in `unseen` why no client can notice it.
    """

    name: str
    stack: str
    file: str
    find: str
    replace: str
    contract: str = ""
    own: str = ""
    unseen: str = ""
