"""Ports for servers that many test runs start concurrently."""

import socket
import sys

import pytest

from scaffolder.contracts.servers import free_port


@pytest.mark.skipif(sys.platform != "linux", reason="Other systems let nobody share a port that is kept.")
def test_a_port_is_reserved_for_its_server() -> None:
    port = free_port()
    with socket.socket() as anybody, pytest.raises(OSError, match="Address already in use"):
        anybody.bind(("", port))
    with socket.create_server(("", port)), socket.create_connection(("127.0.0.1", port), timeout=5):
        pass
