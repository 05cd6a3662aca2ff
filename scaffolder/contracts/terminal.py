"""Run a shell command in a terminal and forward SIGTERM to it: `python -m scaffolder.contracts.terminal COMMAND`."""

from __future__ import annotations

import contextlib
import os
import pty
import signal
import sys


def main(command: str) -> int:
    """Copy its output to standard output and return its exit code."""
    process, terminal = pty.fork()
    if process == 0:
        os.execv("/bin/sh", ["/bin/sh", "-c", command])  # noqa: S606 - the command comes from the project's stack
    # It has its own session, so signals to the group of this process do not reach it.
    signal.signal(signal.SIGTERM, lambda *_: os.kill(process, signal.SIGTERM))
    # Linux raises an error when no process has the terminal open anymore.
    with contextlib.suppress(OSError):
        while output := os.read(terminal, 65536):
            os.write(sys.stdout.fileno(), output)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
