"""Connections: upgrade headers, and how long idle connections stay open."""

import socket
import ssl
from urllib.parse import urlsplit

import httpx
import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.sockets import answer_on, head
from scaffolder.contracts.wire import Wire

OFFERS = {
    "h2c": {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c", "HTTP2-Settings": "AAMAAABkAAQAoAAA"},
    "upper case": {"Connection": "upgrade", "Upgrade": "H2C"},
    "several protocols": {"Connection": "keep-alive, Upgrade", "Upgrade": "TLS/1.3, h2c"},
}


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS.keys())
def test_an_upgrade_header_is_ignored(alice: Client, root: Client, wire: Wire, offer: dict[str, str]) -> None:
    root.get("/healthz", headers=offer, expect=200)
    answer = alice.post(wire.sample_path, json=wire.sample("Sent with an offer"), headers=offer, expect=201)
    assert wire.sample_text(answer) == "Sent with an offer"
    text = "x" * 200
    body = [b" " * 70_000, httpx.Request("POST", "http://any", json=wire.sample(text)).content]
    answer = alice.post(
        wire.sample_path,
        content=iter(body),
        headers={**offer, "Content-Type": "application/json"},
        expect=201,
    )
    assert wire.sample_text(answer) == text


def test_a_connection_stays_usable_after_an_upgrade_header(root: Client) -> None:
    with connection_to(root) as connection:
        for headers in (OFFERS["h2c"], {}, OFFERS["h2c"], {}):
            assert ask(connection, headers).startswith(b"HTTP/1.1 200 ")


def test_large_requests_on_one_connection_all_get_a_response(api: Client, wire: Wire) -> None:
    """If a server responds before it has read the body, the rest of it arrives with the next request."""
    body = b" " * 2**20
    fields = {"Content_Type": "text/plain", "Content_Length": str(len(body))}
    with connection_to(api) as connection:
        for ending in ({}, {}, {"Connection": "close"}):
            connection.sendall(head(api, "POST", wire.sign_in_path, **fields, **ending) + body)
        assert answer_on(connection).count(b"HTTP/1.1 415 ") == 3


def idle_connection(root: Client, _: Wire) -> list[bytes]:
    """The responses before and after 20 s of silence."""
    with connection_to(root) as connection:
        answers = [ask(connection, {})]
        connection.settimeout(20)
        with pytest.raises(TimeoutError):
            assert connection.recv(1) == b"?", "the server closed an idle connection"
        connection.settimeout(15)
        return [*answers, ask(connection, {})]


@pytest.mark.in_background(run=idle_connection)
def test_an_idle_connection_is_kept_open(background_result: list[bytes]) -> None:
    """Servers are configured to keep it for 75 s. 20 s are enough to notice their defaults of 5 s."""
    for answer in background_result:
        assert answer.startswith(b"HTTP/1.1 200 ")


def connection_to(client: Client) -> socket.socket:
    address = urlsplit(client.url)
    port = address.port or {"http": 80, "https": 443}[address.scheme]
    connection = socket.create_connection((address.hostname, port), timeout=15)
    if address.scheme == "https":
        return ssl.create_default_context().wrap_socket(connection, server_hostname=address.hostname)
    return connection


def ask(connection: socket.socket, headers: dict[str, str]) -> bytes:
    """The whole response to GET /healthz, read up to its Content-Length."""
    lines = [
        "GET /healthz HTTP/1.1",
        "Host: localhost",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    connection.sendall("\r\n".join([*lines, "", ""]).encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += received(connection)
    head, _, body = answer.partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:])
    while len(body) < int(fields[b"content-length"]):
        body += received(connection)
    return head + body


def received(connection: socket.socket) -> bytes:
    chunk = connection.recv(65536)
    assert chunk, "the server closed the connection"
    return chunk
