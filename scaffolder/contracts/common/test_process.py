"""How the process starts and stops."""

import contextlib
import json
import re
import secrets
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import Boot
from scaffolder.contracts.servers import NO_TLS, Launch
from scaffolder.contracts.wire import Wire


@pytest.mark.parametrize(
    "key", [None, "", "short", "x" * 31], ids=["missing", "empty", "short", "31 characters"]
)
def test_production_does_not_start_without_a_real_secret(boot: Boot, key: str | None) -> None:
    assert_does_not_start(boot, key)


def test_production_does_not_start_with_a_secret_from_the_repository(boot: Boot, launch: Launch) -> None:
    if not launch.known_secrets:
        pytest.skip("the repository contains no value for SECRET_KEY")
    for key in launch.known_secrets:
        assert_does_not_start(boot, key)


def test_production_starts_with_a_real_secret(boot: Boot) -> None:
    with boot(ENVIRONMENT="production", SECRET_KEY=secrets.token_hex(16)) as server:
        server.root.get("/healthz", expect=200)


def assert_does_not_start(boot: Boot, key: str | None) -> None:
    with boot(ENVIRONMENT="production", SECRET_KEY=key, until=None) as server:
        code = server.wait(30)
        assert code != 0, "it exited with 0"
        assert "SECRET_KEY" in server.log(), "the message does not name SECRET_KEY"
        assert not key or len(key) < 8 or key not in server.log(), "the message shows the secret"


def test_sigterm_lets_a_request_in_flight_finish_and_exits_0(boot: Boot, wire: Wire) -> None:
    with boot() as server:
        user = server.sign_up()
        with half_sent(user, wire) as (connection, rest):
            server.terminate()
            wait_until_refused(server.url)
            time.sleep(0.5)
            connection.sendall(rest)
            answer = received(connection)
        assert re.match(rb"HTTP/1\.1 201 ", answer), answer[:500]
        assert server.wait() == 0, server.log()


def test_sigterm_does_not_wait_for_an_idle_connection(boot: Boot) -> None:
    with boot() as server, httpx.Client(trust_env=False, verify=NO_TLS) as idle:
        idle.get(f"{server.url}/healthz")
        began = time.monotonic()
        assert server.stop() == 0, server.log()
        assert time.monotonic() - began < 9, "it waited for the idle connection"


def test_sigterm_waits_ten_seconds_at_most(boot: Boot, wire: Wire) -> None:
    with boot() as server:
        user = server.sign_up()
        with half_sent(user, wire):
            began = time.monotonic()
            server.terminate()
            # A server that waits for the request would only exit when it times out, 30 s later.
            assert server.wait(25) == 0, server.log()
            assert time.monotonic() - began > 2, "the request in flight was aborted immediately"


@contextlib.contextmanager
def half_sent(user: Client, wire: Wire) -> Iterator[tuple[socket.socket, bytes]]:
    """Send a request without its last bytes; yield the connection and those bytes."""
    body = json.dumps(wire.sample("Sent in two halves")).encode()
    address = urlsplit(user.url)
    head = "\r\n".join(
        [
            f"POST {address.path}{wire.sample_path} HTTP/1.1",
            f"Host: {address.netloc}",
            f"Authorization: {wire.scheme} {user.token}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            "Expect: 100-continue",
            "Connection: close",
            "",
            "",
        ]
    )
    with socket.create_connection((address.hostname, address.port), timeout=15) as connection:
        connection.sendall(head.encode())
        # The server has started to process the request once it asks for the body.
        assert connection.recv(65536).startswith(b"HTTP/1.1 100 ")
        connection.sendall(body[:5])
        yield connection, body[5:]


def wait_until_refused(url: str) -> None:
    """Wait until a new connection is refused or closed without a response."""
    deadline = time.monotonic() + 9
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{url}/healthz", timeout=1, trust_env=False, verify=NO_TLS)
        except httpx.TransportError:
            return
        time.sleep(0.05)
    raise AssertionError("new requests still got a response 9 s after SIGTERM")


def received(connection: socket.socket) -> bytes:
    answer = b""
    while chunk := connection.recv(65536):
        answer += chunk
    return answer
