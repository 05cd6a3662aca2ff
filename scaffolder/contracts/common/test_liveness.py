"""The server keeps working while another program has locked its database."""

import contextlib
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import Boot, BootedServer
from scaffolder.contracts.servers import DatabaseServer, Launch, new_database
from scaffolder.contracts.sockets import head, sent
from scaffolder.contracts.wire import Wire

# Each query returns a statement that locks all tables of one database for writing until the connection is closed.
# It does not lock the server, which other tests use at the same time.
LOCKS = {
    "postgresql": """
        SELECT 'BEGIN; LOCK TABLE ' || string_agg(quote_ident(tablename), ', ') || ' IN EXCLUSIVE MODE;'
        FROM pg_tables WHERE schemaname = 'public';
    """,
    "mysql": """
        SELECT CONCAT('LOCK TABLES ', GROUP_CONCAT(table_name, ' READ'), ';')
        FROM information_schema.tables WHERE table_schema = DATABASE();
    """,
}


def test_a_write_waits_for_a_short_lock(boot: Boot, launch: Launch, wire: Wire) -> None:
    with booted_with_database(boot, launch) as (server, url):
        user = server.sign_up()
        with locked(launch, url), sent(user, [write(user, wire)]) as [connection]:
            connection.settimeout(0.5)
            with contextlib.suppress(TimeoutError):
                raise AssertionError(f"the write did not wait: {connection.recv(1000)!r}")
        user.post(wire.sample_path, json=wire.sample("After the lock"), expect=201)


def test_a_write_to_a_locked_database_is_503_and_the_server_keeps_working(
    boot: Boot, launch: Launch, wire: Wire
) -> None:
    """The write should fail after 5 s. With a driver's default timeout it takes 30 s or more."""
    with booted_with_database(boot, launch) as (server, url):
        user = server.sign_up()
        with locked(launch, url):
            with ThreadPoolExecutor(1) as pool, sent(user, [write(user, wire)] * 5) as connections:
                late = pool.submit(user.post, wire.sample_path, json=wire.sample("Too late"), expect=503)
                for _ in range(10):
                    server.root.get("/healthz", expect=200, timeout=3)
                    time.sleep(0.1)
                for connection in connections:
                    connection.settimeout(20)
                    assert connection.recv(12) == b"HTTP/1.1 503"
                wire.assert_error(late.result())
            server.root.get("/healthz", expect=200, timeout=3)
        user.post(wire.sample_path, json=wire.sample("Unlocked"), expect=201)


@contextlib.contextmanager
def booted_with_database(boot: Boot, launch: Launch) -> Iterator[tuple[BootedServer, str]]:
    """A server, and the URL of its database."""
    if launch.bootable and launch.database and not launch.database.accepts_sql:
        pytest.skip("needs a client of the database server")
    url = new_database(launch) if launch.bootable else ""
    with boot(DATABASE_URL=url) as server:
        yield server, url


@contextlib.contextmanager
def locked(launch: Launch, url: str) -> Iterator[None]:
    assert launch.database is not None
    if launch.database.kind == "sqlite":
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
        return
    with client_of(launch.database, url) as client:
        lock = answer_of(client, LOCKS[launch.database.kind])
        assert answer_of(client, f"{lock} SELECT 'locked';") == "locked"
        yield


@contextlib.contextmanager
def client_of(database: DatabaseServer, url: str) -> Iterator[subprocess.Popen[str]]:
    words = database.client_of(url)
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as client:  # noqa: S603
        yield client


def answer_of(client: subprocess.Popen[str], sql: str) -> str:
    """The one line of output."""
    assert client.stdin
    assert client.stdout
    client.stdin.write(f"{sql}\n")
    client.stdin.flush()
    return client.stdout.readline().rstrip("\n")


def write(user: Client, wire: Wire) -> bytes:
    body = httpx.Request("POST", "http://any", json=wire.sample("Waiting for a lock")).content
    fields = {"Content_Type": "application/json", "Content_Length": str(len(body))}
    return head(user, "POST", wire.sample_path, **fields) + body
