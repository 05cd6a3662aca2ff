"""Starting and stopping the server process."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from tests.conftest import ROOT

# The server with one additional slow route.
SLOW_SERVER = """
import time
from app import __main__, main

create = main.create_app

def create_slow_app():
    app = create()

    @app.get("/slow")
    def slow():
        print("waiting", flush=True)
        time.sleep(0.5)
        return ["done"]

    return app

main.create_app = create_slow_app
__main__.main()
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    return number


@pytest.fixture
def server(port: int) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", SLOW_SERVER],
        env=os.environ | {"PORT": str(port)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            deadline = time.monotonic() + 60
            while not is_up(port):
                assert process.poll() is None, "it did not start"
                assert time.monotonic() < deadline, "it takes too long to start"
                time.sleep(0.05)
            yield process
        finally:
            process.kill()


def is_up(port: int) -> bool:
    try:
        return httpx2.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    except httpx2.TransportError:
        return False


def test_a_stopping_server_finishes_its_requests(server: subprocess.Popen[str], port: int) -> None:
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(httpx2.get, f"http://127.0.0.1:{port}/slow")
        assert server.stdout is not None
        while "waiting" not in server.stdout.readline():
            pass
        server.send_signal(signal.SIGTERM)
        assert slow.result().json() == ["done"]
    assert server.wait(timeout=10) == 0
    assert not is_up(port)
