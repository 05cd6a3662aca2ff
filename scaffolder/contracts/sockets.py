"""Requests that are sent in pieces, for slow clients."""

import contextlib
import select
import socket
import ssl
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from scaffolder.contracts.client import Client

CHUNK = 65536


def connected(client: Client) -> socket.socket:
    address = urlsplit(client.url)
    port = address.port or {"http": 80, "https": 443}[address.scheme]
    connection = socket.create_connection((address.hostname, port), timeout=30)
    if address.scheme == "https":
        return ssl.create_default_context().wrap_socket(connection, server_hostname=address.hostname)
    return connection


@contextlib.contextmanager
def sent(client: Client, pieces: list[bytes]) -> Iterator[list[socket.socket]]:
    """One connection for each piece, on which the piece has been sent."""
    with contextlib.ExitStack() as stack:
        connections = [stack.enter_context(connected(client)) for _ in pieces]
        for connection, piece in zip(connections, pieces, strict=True):
            connection.sendall(piece)
        yield connections


def head(client: Client, method: str, path: str, **fields: str) -> bytes:
    """The request line and headers for a path below the client's prefix; `_` stands for `-`."""
    headers = {"Host": urlsplit(client.url).netloc, **client.headers}
    headers |= {name.replace("_", "-"): value for name, value in fields.items()}
    lines = [f"{method} {client.prefix}{path} HTTP/1.1"]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode()


def answered(connections: list[socket.socket]) -> int:
    """How many connections have received something or were closed."""
    return len(select.select(connections, [], [], 0)[0])


def answer_on(connection: socket.socket) -> bytes:
    """Everything that is received until the server closes or resets the connection."""
    answer = b""
    with contextlib.suppress(ConnectionError):
        while chunk := connection.recv(CHUNK):
            answer += chunk
    return answer


def ended(connections: list[socket.socket], *, within: float, trickle: bytes = b"") -> list[bool]:
    """Wait up to `within` seconds until the server has closed all connections; send `trickle` on each every second."""
    deadline = time.monotonic() + within
    open_ones = set(connections)
    while open_ones and time.monotonic() < deadline:
        for connection in select.select(list(open_ones), [], [], 1)[0]:
            if is_closed(connection):
                open_ones.discard(connection)
        for connection in list(open_ones):
            with contextlib.suppress(OSError):
                connection.sendall(trickle)
    return [connection not in open_ones for connection in connections]


def is_closed(connection: socket.socket) -> bool:
    try:
        return connection.recv(CHUNK) == b""
    except ConnectionError:
        return True
