"""Shell completion of the values in copier.yml, without importing Copier."""

from __future__ import annotations

from collections.abc import Callable

Completer = Callable[[str], list[tuple[str, str]]]


def _choices_of(key: str) -> Completer:
    def complete(incomplete: str) -> list[tuple[str, str]]:
        from scaffolder.template import catalog

        # The value may contain several names, as in `--deploy docker,fly`.
        before, comma, word = incomplete.rpartition(",")
        return [
            (f"{before}{comma}{choice.name}", choice.help)
            for choice in catalog.load().choices(key)
            if choice.name.startswith(word)
        ]

    return complete


PROJECT = _choices_of("project")
STACK = _choices_of("stack")
DATABASE = _choices_of("database")
CI = _choices_of("ci")
DEPLOY = _choices_of("deploy")


def _settings(incomplete: str) -> list[tuple[str, str]]:
    """KEY=VALUE for `--set`: the keys of questions, and then the choices of one."""
    from scaffolder.template import catalog

    key, equals, value = incomplete.partition("=")
    known = catalog.load()
    if not equals:
        return [
            (f"{question.key}=", question.help)
            for question in known.questions
            if question.key.startswith(key)
        ]
    return [
        (f"{key}={name}", help)
        for question in known.questions
        if question.key == key and question.choices
        for name, help in _choices_of(key)(value)
    ]


SETTING = _settings
