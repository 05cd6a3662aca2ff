"""Menus in a terminal. The only module that imports questionary."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import questionary
from prompt_toolkit.application import Application
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys

# The width of questionary's prefix of a choice; it cuts off long lines instead of wrapping them.
_LABEL = len("  Description: ")

KEYS = "Arrows and Enter choose, Space ticks, Esc goes back, Ctrl-C cancels."


class Back(Exception):  # noqa: N818 - not an error
    """The user wants to go back to the previous question."""


@dataclass(frozen=True)
class Option:
    """One line of a menu. `hint` is shown while it is highlighted; with an `obstacle` it cannot be chosen."""

    name: str
    label: str
    hint: str | None = None
    obstacle: str | None = None


def one(question: str, options: Sequence[Option], pointed: object) -> str:
    """The name of the chosen option; `pointed` is highlighted first."""
    names = [option.name for option in options if option.obstacle is None]
    return str(
        _asked(
            questionary.select(
                question,
                choices=[_choice(option) for option in options],
                default=str(pointed) if pointed in names else None,
                qmark="",
                instruction="(arrows, Enter)",
            )
        )
    )


def several(question: str, options: Sequence[Option], chosen: object) -> list[str]:
    """The names of the selected options, in menu order."""
    ticked = chosen if isinstance(chosen, list) else []
    return list(
        _asked(
            questionary.checkbox(
                question,
                choices=[_choice(option, ticked=option.name in ticked) for option in options],
                qmark="",
                instruction="(arrows, Space, Enter)",
            )
        )
    )


def text(question: str, suggested: str, problem: Callable[[str], str | None]) -> str:
    """A line of text for which `problem` returns nothing; otherwise the problem is shown."""
    words = textwrap.fill(question, shutil.get_terminal_size().columns - 2, subsequent_indent=" ")
    return str(
        _asked(
            questionary.text(words, default=suggested, validate=lambda line: problem(line) or True, qmark="")
        )
    )


def _asked(question: questionary.Question) -> Any:
    """The answer; raises Back if the user pressed Esc."""
    application: Application[Any] = question.application
    own = KeyBindings()

    @own.add(Keys.Escape, eager=True)
    def leave(event: KeyPressEvent) -> None:
        event.app.erase_when_done = True
        event.app.exit(exception=Back)

    keys = [bindings for bindings in (application.key_bindings, own) if bindings is not None]
    application.key_bindings = merge_key_bindings(keys)
    # An arrow key starts with the same byte as Esc: how long to wait for the rest.
    application.ttimeoutlen = 0.1
    return question.unsafe_ask()


def _choice(option: Option, *, ticked: bool = False) -> questionary.Choice:
    width = max(shutil.get_terminal_size().columns - _LABEL - 1, 20)
    lines = textwrap.wrap(option.hint or "", width)
    return questionary.Choice(
        # An option that cannot be chosen shows the reason on the rest of its line.
        option.label if option.obstacle is None else option.label.partition(":")[0],
        value=option.name,
        description=f"\n{' ' * _LABEL}".join(lines) or None,
        disabled=option.obstacle,
        checked=ticked and option.obstacle is None,
    )
