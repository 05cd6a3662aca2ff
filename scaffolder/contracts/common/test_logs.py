"""Logs: one line per request, and no personal data or secrets."""

import json
import re
import secrets
import shlex
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from scaffolder.contracts.plugin import Boot, BootedServer
from scaffolder.contracts.servers import Launch, running
from scaffolder.contracts.wire import Wire

ADDRESS = re.compile(r"https?://[\w.:\[\]]+")
ERRORS = {"error", "critical", "fatal"}


def test_each_request_is_logged_once_with_the_id_that_the_client_received(boot: Boot) -> None:
    own = f"request-{secrets.token_hex(8)}"
    with boot() as server:
        given = [
            server.root.get("/healthz", headers={"X-Request-ID": own}).headers["X-Request-ID"],
            server.root.get("/healthz").headers["X-Request-ID"],
            server.root.get("/nothing/here", validate=False).headers["X-Request-ID"],
            server.root.request("GET", "/healthz", json=[], validate=False).headers["X-Request-ID"],
        ]
        lines = logged(server, until=lambda lines: all(count(lines, each) for each in given))
    assert given[0] == own
    assert [count(lines, each) for each in given] == [1, 1, 1, 1]
    assert all(isinstance(line, dict) for line in lines), "not every line is a JSON object"


def test_starting_and_stopping_logs_no_warnings(boot: Boot) -> None:
    with boot(ENVIRONMENT="production", SECRET_KEY=secrets.token_hex(32)) as server:
        server.root.get("/healthz", expect=200)
        assert server.stop() == 0
        levels = {line["level"] for line in logged(server)}
    assert levels <= {"debug", "info"}, server.log()


def test_logs_contain_no_personal_data_or_secrets(boot: Boot, wire: Wire) -> None:
    text = f"dear diary {secrets.token_hex(8)}"
    with boot(LOG_LEVEL="debug") as server:
        alice = server.sign_up()
        sign_in = wire.sign_in_body(email=alice.email, password=alice.password)
        server.api.post(wire.sign_in_path, json=sign_in, expect=200)
        server.api.post(
            wire.sign_in_path, json=wire.sign_in_body(email=alice.email, password=text), expect=401
        )
        server.api.post(
            wire.sign_up_path,
            json=wire.sign_up_body(name="again", email=alice.email, password=alice.password),
            expect=409,
        )
        alice.post(wire.sample_path, json=wire.sample(text), expect=201)
        alice.get(wire.me, headers={"Cookie": f"session={text}"}, expect=200)
        alice.get(f"/nothing?q={text}&access_token={alice.token}", validate=False)
        assert server.stop() == 0
        assert_not_logged(server, alice.email, alice.password, alice.token, text, "$argon2")


def test_logs_contain_no_input_when_the_database_fails(boot: Boot, launch: Launch, wire: Wire) -> None:
    assert launch.database is not None
    text = f"dear-diary-{secrets.token_hex(8)}"
    url = launch.database.broken_url
    with boot(DATABASE_URL=url, LOG_LEVEL="debug", until="/healthz") as server:
        body = wire.sign_up_body(name="alice", email=f"{text}@example.com", password=text)
        server.api.post(wire.sign_up_path, json=body, expect=503, validate=False)
        server.api.get(wire.me, headers={"Authorization": f"{wire.scheme} {text}"}, expect=401)
        answer = server.root.get("/readyz", expect=503)
        assert server.stop() == 0
        assert_not_logged(server, text, "$argon2", *secrets_of(url))
    for part in (*secrets_of(url), *re.findall(r"[\w/.-]{8,}", url), "Error", "ECONN", "errno"):
        assert part not in answer.text, "the response contains the driver's message"


def test_logs_contain_no_input_when_the_sqlite_database_is_locked(
    boot: Boot, launch: Launch, wire: Wire, tmp_path: Path
) -> None:
    if launch.database is None or launch.database.kind != "sqlite":
        pytest.skip("only SQLite has a file to lock")
    import sqlite3

    from scaffolder.contracts.servers import new_database

    url = new_database(launch)
    text = f"dear-diary-{secrets.token_hex(8)}"
    with boot(DATABASE_URL=url, LOG_LEVEL="debug") as server:
        other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        body = wire.sign_up_body(name="alice", email=f"{text}@example.com", password=text)
        server.api.post(wire.sign_up_path, json=body, expect=503, validate=False)
        other.close()
        assert server.stop() == 0
        assert_not_logged(server, text, "$argon2")


def secrets_of(url: str) -> list[str]:
    return [password] if (password := urlsplit(url).password) else []


BAD_REQUESTS = {
    "a path that is not UTF-8": b"GET /%ff%fe/\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    "a query that is not UTF-8": b"GET /healthz?%ff=%fe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "a header that is not UTF-8": (
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nAuthorization: \xff\xfe\r\nConnection: close\r\n\r\n"
    ),
    "a body that is not UTF-8": (
        b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b'Content-Length: 4\r\nConnection: close\r\n\r\n"\xff\xfe"'
    ),
    "a body that is cut off": (
        b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{"
    ),
    "a TLS handshake": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "a length that is not a number": b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 1_0\r\n\r\n",
    "an upgrade to HTTP/2": (
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n"
    ),
    "an upgrade to WebSocket": (
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n"
    ),
}


def test_an_upgrade_header_logs_no_warning(boot: Boot) -> None:
    with boot() as server:
        send(server.url, BAD_REQUESTS["an upgrade to HTTP/2"])
        assert server.stop() == 0
        assert [line for line in logged(server) if line["level"] in ERRORS | {"warn", "warning"}] == []


def test_client_errors_are_not_logged_as_errors(boot: Boot, wire: Wire) -> None:
    with boot() as server:
        path = (urlsplit(server.api.url).path + wire.sign_in_path).encode()
        for request in BAD_REQUESTS.values():
            send(server.url, request.replace(b"%s", path))
        server.root.get("/healthz", expect=200)
        assert server.stop() == 0
        assert "Traceback" not in server.log(), server.log()
        lines = logged(server)
    assert [line for line in lines if line["level"] in ERRORS or "stack" in line or "err" in line] == []


def test_a_terminal_gets_readable_logs_and_the_address_once(launch: Launch) -> None:
    """The output of `make run` for a developer."""
    if not launch.bootable:
        pytest.skip("cannot start servers with --url")
    words = [sys.executable, "-m", "scaffolder.contracts.terminal", f"exec {launch.serve}"]
    with running(replace(launch, serve=shlex.join(words)), environment={"ENVIRONMENT": None}) as server:
        assert server.stop() == 0, "it was still running after SIGTERM"
        log = server.log()
    assert not re.search(r"^\s*\{", log, re.MULTILINE), log
    assert ADDRESS.findall(log) == [server.url], log


def assert_not_logged(server: BootedServer, *texts: str) -> None:
    lines = server.log().splitlines()
    assert lines, "it logged nothing"
    for text in texts:
        assert [line for line in lines if text in line] == []


def logged(
    server: BootedServer, until: Callable[[list[dict[str, Any]]], bool] = lambda _: True
) -> list[dict[str, Any]]:
    """The log lines, once they are complete: a line is written after the response."""
    deadline = time.monotonic() + 10
    while True:
        lines = [json.loads(line) for line in server.log().splitlines() if line.endswith("}")]
        if until(lines) or time.monotonic() > deadline:
            return lines
        time.sleep(0.05)


def count(lines: list[dict[str, Any]], request_id: str) -> int:
    return sum(line.get("request_id") == request_id for line in lines)


def send(url: str, request: bytes) -> None:
    """Send raw bytes and wait until the server closes the connection."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port), timeout=15) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass
