"""Output and signals that all commands share."""

from __future__ import annotations

import _thread
import os
import re
import shutil
import signal
import sys
import textwrap
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from scaffolder import processes
from scaffolder.cli.waiting import progress
from scaffolder.errors import CancelledError, ScaffolderError, refused_by_system

if TYPE_CHECKING:
    from sys import UnraisableHookArgs
    from types import FrameType

TEMPLATE = "Use other templates; SCAFFOLDER_TEMPLATE sets this for every command."

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def stop_on_signals() -> None:
    """Let SIGTERM and SIGHUP stop a command like Ctrl-C, without losing a signal where Python cannot raise."""
    # Python handles Ctrl-C like this by default.
    processes.stop_with(_stop, numbers=[number for number in processes.STOPS if number != signal.SIGINT])
    sys.unraisablehook = _stop_a_little_later


def _stop(signum: int, frame: FrameType | None) -> None:
    while frame is not None:
        if frame.f_code is _stop_a_little_later.__code__:  # where Python only prints the exception, too
            _interrupt_soon()
            return
        frame = frame.f_back
    raise KeyboardInterrupt


def _stop_a_little_later(ignored: UnraisableHookArgs) -> None:
    """Send a signal again that arrived in a destructor or callback, where Python only prints the exception."""
    if issubclass(ignored.exc_type, KeyboardInterrupt | SystemExit):
        _interrupt_soon()
    else:
        sys.__unraisablehook__(ignored)


def _interrupt_soon() -> None:
    with suppress(RuntimeError):  # no thread starts while the interpreter ends
        # Not a threading.Timer: its locks must not be taken again in a signal handler.
        _thread.start_new_thread(_interrupt, ())


def _interrupt() -> None:
    """Interrupt the main thread; a real signal wakes it if it is waiting."""
    time.sleep(0.01)
    if os.name == "nt":
        _thread.interrupt_main()
    else:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)


@contextmanager
def leaving(left: str) -> Iterator[None]:
    """Describe what is `left`, in a sentence, if the block is cancelled or the system reports an error."""
    try:
        yield
    except (EOFError, KeyboardInterrupt):
        raise CancelledError(left) from None
    except OSError as error:
        raise refused_by_system(error, left) from error


def can_ask() -> bool:
    """Whether there is a terminal that can show a menu, and this is not a shell completion."""
    completing = "_SCAFFOLDER_COMPLETE" in os.environ
    dumb = os.environ.get("TERM", "dumb") == "dumb" and os.name != "nt"
    return not (completing or dumb) and sys.stdin.isatty() and sys.stdout.isatty()


def shown(folder: Path) -> str:
    """The folder as a user would type it from here."""
    return min(os.path.relpath(folder), os.path.normpath(folder.absolute()), key=len)


def indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def in_colour() -> bool:
    """Whether standard output is a terminal and NO_COLOR is not set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def coloured(text: str, colour: str) -> str:
    return typer.style(text, fg=colour) if in_colour() else text


def wrapped(text: str, *, indent: int) -> str:
    """`text` wrapped to the terminal's width, indented by `indent` spaces."""
    width = max(min(shutil.get_terminal_size().columns, 100), indent + 20)
    space = " " * indent
    # A command must stay on one line so that it can be copied.
    whole = re.sub(r"`[^`]*`", lambda command: command[0].replace(" ", "\0"), text)
    lines = textwrap.wrap(whole, width - indent, break_on_hyphens=False, break_long_words=False)
    return "\n".join(space + line.replace("\0", " ") for line in lines)


def refuse_together(option: str, others: Mapping[str, object]) -> None:
    """Reject those of the `others`, by name, that have no effect together with `option`."""
    if given := [name for name, value in others.items() if value]:
        raise ScaffolderError(
            f"{option} cannot be combined with {' or '.join(given)}.", code="options-conflict"
        )


def silent(step: object) -> None:
    pass


def print_error(line: str) -> None:
    progress.settle()
    print(line, file=sys.stderr)


def print_json(document: object) -> None:
    import json

    print(json.dumps(document, indent=2))


def print_failure(error: ScaffolderError) -> None:
    """Print the sentence, and its code if the output is not a terminal."""
    prefix = "" if isinstance(error, CancelledError) else "Error: "
    code = "" if sys.stderr.isatty() else f" [{error.code}]"
    print_error(f"{prefix}{error}{code}")


def fail(error: ScaffolderError) -> NoReturn:
    print_failure(error)
    sys.exit(error.exit_code)
