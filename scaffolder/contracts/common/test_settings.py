"""Settings from environment variables: invalid values are rejected in one sentence."""

import secrets
import socket

import pytest

from scaffolder.contracts.plugin import Boot, BootedServer
from scaffolder.contracts.servers import Launch, free_port, new_database

SECRET = "hunter2-hunter2"

WRONG = [
    ("HOST", "somewhere.example"),
    ("HOST", "127.0.0.1:8000"),
    ("HOST", "203.0.113.7"),
    ("PORT", "http"),
    ("PORT", "0"),
    ("PORT", "70000"),
    ("PORT", "80.5"),
    ("ENVIRONMENT", "staging"),
    ("LOG_LEVEL", "loud"),
    ("DEMO", "perhaps"),
    ("WEB_CONCURRENCY", "two"),
    ("WEB_CONCURRENCY", "0"),
    ("CORS_ORIGINS", "*"),
    ("CORS_ORIGINS", "app.example.com"),
    ("TRUSTED_PROXIES", "*"),
    ("TRUSTED_PROXIES", "10.0.0.0/8,*"),
    ("TRUSTED_PROXIES", "proxy.internal"),
    ("TRUSTED_PROXIES", "10.0.0.0/33"),
    ("DATABASE_URL", "app.db"),
    ("DATABASE_URL", f"{SECRET}"),
    ("DATABASE_URL", f"oracle://app:{SECRET}@127.0.0.1/app"),
    ("DATABASE_URL", f"postgresql://app:{SECRET}@127.0.0.1:port/app"),
    ("DATABASE_URL", f"mysql://app:{SECRET}@127.0.0.1:port/app"),
]


@pytest.mark.parametrize(("name", "value"), WRONG, ids=[" ".join(each) for each in WRONG])
def test_an_invalid_setting_is_reported_in_one_sentence(boot: Boot, name: str, value: str) -> None:
    assert_rejected(boot, name, value)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql", "mysql"])
def test_a_database_without_a_driver_is_rejected_by_name(boot: Boot, kind: str) -> None:
    """If the driver is installed, the server starts and waits for the database."""
    place = "/app" if kind == "sqlite" else f"app:{SECRET}@127.0.0.1:{free_port()}/app"
    with boot(DATABASE_URL=f"{kind}://{place}", until=None) as server:
        if server.starts("/healthz"):
            return
    assert_rejected(boot, "DATABASE_URL", f"{kind}://{place}")


def test_a_port_in_use_is_reported_in_one_sentence(boot: Boot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        assert_rejected(boot, "PORT", str(other.getsockname()[1]))


def test_several_processes_without_redis_are_rejected(boot: Boot, launch: Launch) -> None:
    """A chat with several processes needs Redis; other projects only need a shared database."""
    with boot(WEB_CONCURRENCY="2", REDIS_URL=None, until=None) as server:
        if launch.project != "chat" and server.starts():
            assert server.stop() == 0, server.log()
            return
    assert_rejected(boot, "WEB_CONCURRENCY", "2", REDIS_URL=None)


def test_the_server_can_listen_on_ipv4_and_ipv6(boot: Boot) -> None:
    if not has_ipv6():
        pytest.skip("this machine has no IPv6")
    with boot(HOST="::") as server:
        for name in ("::1", "127.0.0.1"):
            socket.create_connection((name, port_of(server.url)), timeout=15).close()


def test_the_server_only_listens_on_loopback_by_default(local: BootedServer) -> None:
    other = own_address()
    if other is None:
        pytest.skip("this machine has only loopback addresses")
    with pytest.raises(OSError):
        socket.create_connection((other, port_of(local.url)), timeout=5)


def test_a_trailing_newline_of_a_value_is_ignored(boot: Boot, launch: Launch) -> None:
    """Secret files often end with a newline, and .env files from Windows contain carriage returns."""
    with boot(
        DATABASE_URL=f"{new_database(launch)}\n",
        SECRET_KEY=f"{secrets.token_hex(32)}\r\n",
        ENVIRONMENT="production\r",
        LOG_LEVEL="info\r\n",
        CORS_ORIGINS="https://app.example.com\r\n",
        HOST="127.0.0.1\n",
    ) as server:
        server.sign_up()


def assert_rejected(boot: Boot, name: str, value: str | None, **others: str | None) -> None:
    with boot(**{name: value}, **others, until=None) as server:
        assert server.wait(60) != 0, "it exited with 0"
        lines = server.log().splitlines()
    assert len(lines) == 1, "\n".join(lines)
    assert lines[0].startswith(f"{name}: "), lines[0]
    assert SECRET not in lines[0], lines[0]


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def own_address() -> str | None:
    """A non-loopback address of this machine; connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address: str = probe.getsockname()[0]
    return None if address.startswith("127.") else address
