"""What every command says the same way."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

TEMPLATE = "Templates of your own instead of ours; SCAFFOLDER_TEMPLATE says it for good."


def stop(signum: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def shown(folder: Path) -> str:
    """The folder as one would type it from here."""
    relative = os.path.relpath(folder)
    return relative if not relative.startswith("..") else str(folder)


def progress(step: str) -> None:
    print_error(f"{step} ...")


def indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def silent(step: object) -> None:
    pass


def print_error(line: str) -> None:
    print(line, file=sys.stderr)


def fail(sentence: str, code: int) -> NoReturn:
    print_error(f"Error: {sentence}")
    sys.exit(code)
