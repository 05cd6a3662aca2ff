"""Run a shell's command at a terminal, and pass SIGTERM on to it: `python -m scaffolder.contracts.terminal COMMAND`."""

from __future__ import annotations

import contextlib
import os
import pty
import signal
import sys


def main(command: str) -> int:
    """What it prints goes to the standard output. Return its exit code."""
    process, terminal = pty.fork()
    if process == 0:
        os.execv("/bin/sh", ["/bin/sh", "-c", command])  # noqa: S606 - the command comes from the project's stack
    # It leads a session of its own, which a signal to the group of this process does not reach.
    signal.signal(signal.SIGTERM, lambda *_: os.kill(process, signal.SIGTERM))
    # Linux raises an error where nobody has the terminal open any more.
    with contextlib.suppress(OSError):
        while said := os.read(terminal, 65536):
            os.write(sys.stdout.fileno(), said)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
