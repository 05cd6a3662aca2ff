"""Start, wait for and stop other programs, with failures as sentences; and signals that stop this one."""

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

# Signals that stop a command: Ctrl-C, another program, and a closed terminal, which Windows does not signal.
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
        """Its errors on one line, or else its output."""
        return " ".join((self.errors.strip() or self.output.strip() or "no output").split())


@dataclass(frozen=True)
class Patience:
    """How long a program may run without progress.

    `is_progress` is called with each line of output; `waiting` is called with the last line when it pauses.
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
    """Run a program, then stop all processes that it started; ScaffolderError if it cannot be started or is too slow.

    With `merged`, errors are part of the output. With `terminal`, it may ask for a password there.
    """
    with tempfile.TemporaryDirectory(prefix="scaffolder-") as name:
        # Not pipes, because processes that it leaves running would keep them open.
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
    """Run a program until the block ends, then send `stop`. Without `errors`, they go to the output."""
    import subprocess

    try:
        process = subprocess.Popen(  # noqa: S603 - without a shell
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
    """Ask a program to stop, and kill it after some `seconds`, with the others in its `group`."""
    import os
    import subprocess

    if process.poll() is None and seconds:
        process.send_signal(stop)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    if group and hasattr(os, "killpg"):
        # Other processes of its session may still be running.
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
    """Let `handler` handle the signals that stop a command."""
    before = {number: signal.signal(number, handler) for number in STOPS}
    try:
        yield
    finally:
        for number, each in before.items():
            signal.signal(number, each)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Delay the signals that stop a command until the block is done."""
    waiting: list[int] = []
    with handled_by(lambda number, _: waiting.append(number)):
        yield
    if waiting:
        signal.raise_signal(waiting[0])


def stop_with(handler: Handler, *, numbers: Sequence[int] = STOPS) -> None:
    """Install `handler` for signals that are not ignored, as with nohup."""
    for number in numbers:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)
