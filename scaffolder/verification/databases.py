"""Temporary database servers for one run: installed ones if there are any, otherwise containers."""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder import processes
from scaffolder.contracts.servers import DatabaseServer, free_port
from scaffolder.errors import ScaffolderError

if TYPE_CHECKING:
    from subprocess import Popen

START_SECONDS = 60

IMAGES = {"postgresql": "postgres:17", "mysql": "mysql:8.4", "redis": "redis:8"}


@contextmanager
def temporary_server(kind: str, given: str | None = None) -> Iterator[DatabaseServer]:
    """A server to create empty databases on; `given` is the URL of a database that the user created."""
    if given is not None:
        yield DatabaseServer(kind=kind, url=given, broken_url=_broken(kind))
        return
    with ExitStack() as stack:
        if kind == "sqlite":
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="scaffolder-database-"))
            yield DatabaseServer(
                kind=kind,
                url=f"sqlite:///{folder}/{{name}}.db",
                copy=["cp", f"{folder}/{{template}}.db", f"{folder}/{{name}}.db"],
                broken_url=_broken(kind),
            )
        else:
            start = {"postgresql": _postgresql, "mysql": _mysql}[kind]
            url, create, copy, client = stack.enter_context(start())
            yield DatabaseServer(
                kind=kind, url=url, create=create, copy=copy, client=client, broken_url=_broken(kind)
            )


@contextmanager
def redis() -> Iterator[str]:
    """The URL of a Redis without persistence."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        with _container("redis", 6379, {}) as (_, port):
            _wait("Redis", lambda: _listens(port))
            yield f"redis://127.0.0.1:{port}/0"
        return
    with _folder() as folder:
        port = free_port()
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
        with _process("Redis", [program, *options], folder, lambda: _listens(port)):
            yield f"redis://127.0.0.1:{port}/0"


def _broken(kind: str) -> str:
    """A URL without a database."""
    if kind == "sqlite":
        return "sqlite:////missing/folder/database.db"
    return f"{kind}://nobody:nothing@127.0.0.1:{free_port()}/nowhere"


@contextmanager
def _postgresql() -> Iterator[tuple[str, list[str], list[str], list[str]]]:
    initdb = _program("initdb", "/usr/lib/postgresql/*/bin", "/usr/local/opt/postgresql*/bin")
    if initdb is None:
        with _container("postgresql", 5432, {"POSTGRES_HOST_AUTH_METHOD": "trust"}) as (name, port):
            inside = ["docker", "exec", "-i", name]
            _wait("PostgreSQL", lambda: _answers([*inside, "pg_isready", "-q", "-h", "127.0.0.1"]))
            create = [*inside, "createdb", "-U", "postgres", "{name}", "-T"]
            url = f"postgresql://postgres:trust@127.0.0.1:{port}/{{name}}"
            client = [*inside, "psql", "-U", "postgres", "-qAt", "-d", "{name}"]
            yield url, [*create, "template0"], [*create, "{template}"], client
        return
    programs = Path(initdb).parent
    with _folder() as folder:
        data = folder / "data"
        _run([initdb, "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"], folder)
        port = free_port()
        serve = [
            *(str(programs / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder)),
            *("-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=200"),
        ]
        ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        with _process("PostgreSQL", serve, folder, lambda: _answers(ready)):
            create = [
                *(str(programs / "createdb"), "-h", "127.0.0.1", "-p", str(port)),
                *("-U", "postgres", "{name}", "-T"),
            ]
            url = f"postgresql://postgres:trust@127.0.0.1:{port}/{{name}}"
            client = [
                *(str(programs / "psql"), "-h", "127.0.0.1", "-p", str(port)),
                *("-U", "postgres", "-qAt", "-d", "{name}"),
            ]
            yield url, [*create, "template0"], [*create, "{template}"], client


@contextmanager
def _mysql() -> Iterator[tuple[str, list[str], list[str], list[str]]]:
    server = _program("mariadbd", "/usr/sbin") or _program("mysqld", "/usr/sbin")
    if server is None:
        with _container("mysql", 3306, {"MYSQL_ROOT_PASSWORD": "trust"}) as (name, port):
            inside, account = ["docker", "exec", "-i", name], ["-h127.0.0.1", "-uroot", "-ptrust"]
            sql = [*inside, "mysql", *account, "-e"]
            _wait("MySQL", lambda: _answers([*sql, "SELECT 1"]))
            copy = [*inside, *_copied("mysqldump", "mysql", account)]
            url = f"mysql://root:trust@127.0.0.1:{port}/{{name}}"
            reading = [*inside, "mysql", *account, "-nN", "{name}"]
            yield url, [*sql, "CREATE DATABASE {name}"], copy, reading
        return
    with _folder() as folder:
        data, socket, port = folder / "data", folder / "socket", free_port()
        common = ["--no-defaults", f"--datadir={data}"]
        if Path(server).name == "mariadbd":
            install = _program("mariadb-install-db", "/usr/bin") or "mariadb-install-db"
            _run([install, *common, "--auth-root-authentication-method=normal", "--skip-test-db"], folder)
        else:
            _run([server, *common, "--initialize-insecure"], folder)
        client = _program("mariadb", "/usr/bin") or _program("mysql", "/usr/bin") or "mysql"
        account = ["--no-defaults", f"--socket={socket}", "-uroot"]
        sql = [client, *account, "-e"]
        serve = [
            *(server, *common, f"--socket={socket}", f"--port={port}", "--bind-address=127.0.0.1"),
            *(f"--pid-file={folder / 'pid'}", "--skip-log-bin", "--innodb-flush-log-at-trx-commit=0"),
        ]
        with _process("MySQL", serve, folder, lambda: _answers([*sql, "SELECT 1"])):
            # The root accounts of MySQL and MariaDB allow different hosts over TCP; this account works with both.
            _run(
                [*sql, "CREATE USER verify@'%' IDENTIFIED BY 'trust'; GRANT ALL ON *.* TO verify@'%'"], folder
            )
            dump = _program("mariadb-dump", "/usr/bin") or _program("mysqldump", "/usr/bin") or "mysqldump"
            url = f"mysql://verify:trust@127.0.0.1:{port}/{{name}}"
            copy = _copied(dump, client, account)
            yield url, [*sql, "CREATE DATABASE {name}"], copy, [client, *account, "-nN", "{name}"]


def _copied(dump: str, client: str, account: Sequence[str]) -> list[str]:
    """The command that copies a MySQL database."""
    as_account = shlex.join(account)
    create = f"{client} {as_account} -e 'CREATE DATABASE {{name}}'"
    return ["sh", "-c", f"{create} && {dump} {as_account} {{template}} | {client} {as_account} {{name}}"]


@contextmanager
def _folder() -> Iterator[Path]:
    """A temporary folder that belongs to the account that the servers run as."""
    folder = Path(tempfile.mkdtemp(prefix="scaffolder-database-"))
    try:
        if account := _account():
            shutil.chown(folder, account)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> str | None:
    """Database servers refuse to run as root."""
    return "nobody" if hasattr(os, "geteuid") and os.geteuid() == 0 else None


def _program(name: str, *folders: str) -> str | None:
    if found := shutil.which(name):
        return str(Path(found).resolve())
    places = [
        place for folder in folders for place in sorted(Path("/").glob(folder.lstrip("/")), reverse=True)
    ]
    return next((str(place / name) for place in places if (place / name).exists()), None)


def _run(command: Sequence[str], folder: Path) -> None:
    done = processes.finish(command, folder=folder, user=_account(), seconds=START_SECONDS)
    if not done.passed:
        words = (done.errors or done.output).strip().splitlines()[-1:]
        raise ScaffolderError(
            f"{Path(command[0]).name} failed: {' '.join(words)}", code="database-failed", exit_code=1
        )


@contextmanager
def _process(what: str, command: Sequence[str], folder: Path, ready: Callable[[], bool]) -> Iterator[None]:
    with (
        (folder / "log").open("wb") as log,
        processes.started(command, folder=folder, user=_account(), output=log) as process,
    ):
        _wait(what, ready, process, folder / "log")
        yield


@contextmanager
def _container(kind: str, port: int, environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """A container's name and its port on the loopback interface."""
    names = {"postgresql": "PostgreSQL", "mysql": "MySQL", "redis": "Redis"}
    if not _answers(["docker", "info"]):
        raise ScaffolderError(
            f"A temporary {names[kind]} needs its server installed, or a running Docker engine. "
            "You can also give an empty database with --database-url.",
            code="database-missing",
            exit_code=1,
        )
    variables = [word for name, value in environment.items() for word in ("-e", f"{name}={value}")]
    command = ["docker", "run", "-d", "--rm", "-p", f"127.0.0.1::{port}", *variables, IMAGES[kind]]
    started = processes.finish(command)
    if not started.passed:
        raise ScaffolderError(
            f"Docker could not start {IMAGES[kind]}: {started.words}", code="container-failed", exit_code=1
        )
    name = started.output.strip()
    try:
        shown = processes.finish(["docker", "port", name, str(port)]).output
        yield name, int(shown.splitlines()[0].rpartition(":")[2])
    finally:
        processes.finish(["docker", "rm", "-f", "-v", name])


def _wait(
    what: str,
    ready: Callable[[], bool],
    process: Popen[bytes] | None = None,
    log: Path | None = None,
) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if time.monotonic() > deadline or (process and process.poll() is not None):
            end = " ".join(log.read_text(errors="replace").splitlines()[-3:]) if log else ""
            raise ScaffolderError(
                f"The temporary {what} server did not start. {end}".strip(),
                code="database-not-started",
                exit_code=1,
            )
        time.sleep(0.05)


def _answers(command: Sequence[str]) -> bool:
    try:
        return processes.finish(command).passed
    except ScaffolderError:
        return False


def _listens(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
