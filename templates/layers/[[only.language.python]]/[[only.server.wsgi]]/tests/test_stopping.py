import os
import signal
import socket
import subprocess
import sys
import time

import httpx2

from tests.conftest import ROOT

# The server, with a thread that waits for what never comes, as if for a database that is gone.
WITH_A_STUCK_THREAD = """
from threading import Event, Thread
from app.__main__ import main

Thread(target=Event().wait).start()
main()
"""


def test_a_server_stops_while_threads_wait() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"PORT": str(port)}
    with subprocess.Popen([sys.executable, "-c", WITH_A_STUCK_THREAD], cwd=ROOT, env=environment) as server:
        try:
            deadline = time.monotonic() + 60
            while not is_up(port):
                assert time.monotonic() < deadline, "it takes too long to start"
                time.sleep(0.05)
            server.send_signal(signal.SIGTERM)
            assert server.wait(timeout=20) == 0
        finally:
            server.kill()


def is_up(port: int) -> bool:
    try:
        return httpx2.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    except httpx2.TransportError:
        return False
