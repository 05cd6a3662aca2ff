"""Runs commands in processes forked from one that has already imported `scaffolder`, which saves the time of imports."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_server = multiprocessing.get_context("forkserver")
_server.set_forkserver_preload(["tests.imported"])


def run(
    words: Sequence[str], *, cwd: Path, env: Mapping[str, str], timeout: float
) -> subprocess.CompletedProcess[str]:
    """Like `python -m scaffolder` with `words`, without a terminal. Raises `TimeoutExpired` after `timeout` seconds."""
    with tempfile.NamedTemporaryFile("r") as out, tempfile.NamedTemporaryFile("r") as err:
        process = _server.Process(
            target=_command, args=(list(words), str(cwd), dict(env), out.name, err.name)
        )
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(["scaffolder", *words], timeout)
        code = process.exitcode
        process.close()
        return subprocess.CompletedProcess(["scaffolder", *words], code, out.read(), err.read())


def _command(words: list[str], cwd: str, env: dict[str, str], *paths: str) -> None:
    from scaffolder.__main__ import main

    for number, path in enumerate((os.devnull, *paths)):
        opened = os.open(path, os.O_RDWR | os.O_APPEND)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    tempfile.tempdir = None
    sys.argv = ["scaffolder", *words]
    sys.path[0] = cwd
    main()
