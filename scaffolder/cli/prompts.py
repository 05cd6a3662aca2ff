"""Menus in a terminal. The only module that imports questionary."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable, Sequence
from typing import Any

import questionary

# Name, label, and the line that is shown while the choice is pointed at.
Option = tuple[str, str, str | None]

# What questionary puts before the line of a choice; it cuts what does not fit instead of wrapping it.
_LABEL = len("  Description: ")


def one(question: str, options: Sequence[Option], pointed: object) -> str:
    """The name of the option that is chosen, from `pointed` on."""
    names = [name for name, _, _ in options]
    return str(
        questionary.select(
            question,
            choices=[_choice(option) for option in options],
            default=str(pointed) if pointed in names else None,
            qmark="",
            instruction="(arrows, Enter)",
        ).unsafe_ask()
    )


def several(question: str, options: Sequence[Option], chosen: object) -> list[str]:
    """The names of the options that are ticked, in their order."""
    ticked = chosen if isinstance(chosen, list) else []
    return list(
        questionary.checkbox(
            question,
            choices=[_choice(option, ticked=option[0] in ticked) for option in options],
            qmark="",
            instruction="(arrows, Space, Enter)",
        ).unsafe_ask()
    )


def text(question: str, suggested: str, problem: Callable[[str], str | bool]) -> str:
    """A line of text that `problem` finds to be True; its words say what is wrong."""
    return str(questionary.text(question, default=suggested, validate=problem, qmark="").unsafe_ask())


def _choice(option: Option, *, ticked: bool = False) -> Any:
    name, label, hint = option
    width = max(shutil.get_terminal_size().columns - _LABEL - 1, 20)
    lines = textwrap.wrap(hint or "", width)
    description = f"\n{' ' * _LABEL}".join(lines) or None
    return questionary.Choice(label, value=name, description=description, checked=ticked)
