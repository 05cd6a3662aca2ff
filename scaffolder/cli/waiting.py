"""Progress in a terminal: the current step, and its duration after the first second."""

from __future__ import annotations

import shutil
import sys
import threading
import time


class Progress:
    """The current step in one line of standard error, which ends when `settle` is called.

    If standard error is not a terminal, each step is a line without a duration.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._step = ""
        self._started = 0.0
        self._passing = False

    def __call__(self, step: str) -> None:
        """Show a new step."""
        self.settle()
        if sys.stderr.isatty():
            self._begin(step, passing=False)
            self._draw()
        else:
            print(f"{step} ...", file=sys.stderr)

    def passing(self, step: str) -> None:
        """Show a step once it takes more than a second, and remove it when it is done."""
        self.settle()
        if sys.stderr.isatty():
            self._begin(step, passing=True)

    def settle(self) -> None:
        """End the line, so that something else can be printed."""
        with self._lock:
            if self._timer is None:
                return
            self._timer.cancel()
            self._timer = None
            sys.stderr.write("\r\x1b[K" if self._passing else "\n")
            sys.stderr.flush()

    def _begin(self, step: str, *, passing: bool) -> None:
        self._step, self._passing, self._started = step, passing, time.monotonic()
        self._wait()

    def _wait(self) -> None:
        self._timer = threading.Timer(1, self._tick)
        self._timer.daemon = True
        self._timer.start()

    def _tick(self) -> None:
        with self._lock:
            if self._timer is not None:
                self._draw()
                self._wait()

    def _draw(self) -> None:
        seconds = int(time.monotonic() - self._started)
        line = f"{self._step} ...{f' {seconds} s' if seconds else ''}"
        sys.stderr.write(f"\r{line[: shutil.get_terminal_size().columns - 1]}")
        sys.stderr.flush()


progress = Progress()
