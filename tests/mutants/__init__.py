"""Reference servers with one thing wrong, to see that the suites notice."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """`find` stands exactly once in the reference server; `caught_by` is the test, as pytest names it below the suite."""

    name: str
    find: str
    replace: str
    caught_by: str
