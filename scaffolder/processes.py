"""Other programs: started, waited for and stopped in one way, with failures that are sentences. And what stops this one."""

from __future__ import annotations

import shlex
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from subprocess import Popen

STOP_SECONDS = 10
LOOK_SECONDS = 0.2

# What asks a command to stop: Ctrl-C, another program, and a terminal that is closed, which Windows does not tell.
STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))

Handler = Callable[[int, Any], object]


@dataclass(frozen=True)
class Finished:
    """How a program ended. `errors` is empty when it wrote them to its output."""

    command: Sequence[str]
    status: int
    output: str
    errors: str

    @property
    def passed(self) -> bool:
        return self.status == 0

    @property
    def words(self) -> str:
        """What it said, on one line: its errors or else its output."""
        return " ".join((self.errors.strip() or self.output.strip() or "no output").split())


@dataclass(frozen=True)
class Patience:
    """How long a program may go on without progress.

    `is_progress` is asked about each line that it prints; `waiting` hears the last line of one that pauses.
    """

    seconds: float
    is_progress: Callable[[str], bool] = lambda line: True
    waiting: Callable[[str], None] = lambda line: None


def finish(
    command: Sequence[str],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    user: str | None = None,
    seconds: float | None = None,
    patience: Patience | None = None,
    merged: bool = False,
    terminal: bool = False,
) -> Finished:
    """Run a program to its end, and end all that it started; ScaffolderError when it does not start or is too slow.

    With `merged`, errors are a part of the output. With `terminal`, it may ask there for a password.
    """
    with tempfile.TemporaryDirectory(prefix="scaffolder-") as name:
        # Not pipes: what it leaves running would keep them open.
        files = [Path(name, "output"), Path(name, "errors")]
        with (
            files[0].open("wb") as output,
            files[1].open("wb") as errors,
            started(
                command,
                folder=folder,
                environment=environment,
                user=user,
                output=output,
                errors=None if merged else errors,
                terminal=terminal,
                stop_seconds=0,
            ) as process,
        ):
            status = _waited(process, command, files, seconds, patience)
        return Finished(command, status, *map(_text, files))


@contextmanager
def started(
    command: Sequence[str],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    user: str | None = None,
    output: IO[bytes] | int | None = None,
    errors: IO[bytes] | None = None,
    terminal: bool = False,
    stop: int = signal.SIGTERM,
    stop_seconds: float = STOP_SECONDS,
) -> Iterator[Popen[bytes]]:
    """A program that runs until the block ends; it is asked with `stop` first. Without `errors`, these are output."""
    import subprocess

    try:
        process = subprocess.Popen(  # noqa: S603 - no shell reads these words
            command,
            cwd=folder,
            env=environment,
            user=user,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if output is None else output,
            stderr=subprocess.STDOUT if errors is None else errors,
            start_new_session=not terminal,
        )
    except OSError as error:
        raise _not_started(command[0], error) from None
    try:
        yield process
    finally:
        stop_process(process, stop=stop, seconds=stop_seconds, group=not terminal)


def stop_process(process: Popen[bytes], *, stop: int, seconds: float, group: bool) -> None:
    """Ask a program to end, and end it after some `seconds`, with the others of its `group`."""
    import os
    import subprocess

    if process.poll() is None and seconds:
        process.send_signal(stop)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    if group and hasattr(os, "killpg"):
        # Others of its session may outlive it.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    if process.poll() is None:
        process.kill()
    process.wait()


def _not_started(program: str, error: OSError) -> ScaffolderError:
    name = Path(program).name
    if shutil.which(program) is None:
        return ScaffolderError(f"{name} is not installed.", code="program-missing", exit_code=1)
    return ScaffolderError(
        f"{name} does not start: {error.strerror}.", code="program-not-started", exit_code=1
    )


def _waited(
    process: Popen[bytes],
    command: Sequence[str],
    files: Sequence[Path],
    seconds: float | None,
    patience: Patience | None,
) -> int:
    import subprocess

    begun = advanced = time.monotonic()
    seen = 0
    while True:
        with suppress(subprocess.TimeoutExpired):
            return process.wait(seconds if patience is None else LOOK_SECONDS)
        now = time.monotonic()
        if patience is not None:
            lines = [line for file in files for line in _text(file).splitlines()]
            if any(map(patience.is_progress, lines[seen:])):
                advanced = now
            seen = len(lines)
            patience.waiting(lines[-1] if lines else "")
        words = shlex.join(command)
        if patience is not None and now - advanced >= patience.seconds:
            raise ScaffolderError(
                f"`{words}` made no progress for {patience.seconds:.0f} seconds.",
                code="program-stalled",
                exit_code=1,
            )
        if seconds is not None and now - begun >= seconds:
            raise ScaffolderError(
                f"`{words}` took more than {seconds:.0f} seconds.", code="program-slow", exit_code=1
            )


def _text(file: Path) -> str:
    return file.read_bytes().decode(errors="replace")


@contextmanager
def handled_by(handler: Handler | signal.Handlers) -> Iterator[None]:
    """Let `handler` have what asks to stop."""
    before = {number: signal.signal(number, handler) for number in STOPS}
    try:
        yield
    finally:
        for number, each in before.items():
            signal.signal(number, each)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let a request to stop wait until the block is done."""
    waiting: list[int] = []
    with handled_by(lambda number, _: waiting.append(number)):
        yield
    if waiting:
        signal.raise_signal(waiting[0])


def stop_with(handler: Handler, *, numbers: Sequence[int] = STOPS) -> None:
    """Let `handler` answer from now on, but for what is ignored: nohup has a reason for that."""
    for number in numbers:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)
