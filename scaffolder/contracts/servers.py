"""Start a project on a free port with its own database, and stop it again."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import httpx

from scaffolder.errors import ScaffolderError

READY_SECONDS = 60
STOP_SECONDS = 15

# The tested servers do not use TLS, and httpx takes 50 ms to load certificates that it would never need.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class BootError(ScaffolderError):
    """The project did not start; the message ends with the last lines of its log."""

    def __init__(self, message: str) -> None:
        super().__init__(message, exit_code=1)


@dataclass(frozen=True)
class DatabaseServer:
    """A server for temporary databases.

    `{name}` stands for the database in the URL and in the commands, `{template}` for the one to copy. `client` runs
    the SQL from its standard input.
    """

    kind: str
    url: str
    create: list[str] | None = None
    copy: list[str] | None = None
    client: list[str] | None = None
    broken_url: str = ""

    def make(self, template: str = "") -> str:
        """Create a database, empty or a copy of the one at the URL `template`, and return its URL."""
        name = f"verify_{secrets.token_hex(6)}"
        command = self.copy if template else self.create
        if command is not None:
            words = [
                word.replace("{name}", name).replace("{template}", self.name_of(template)) for word in command
            ]
            done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
            if done.returncode:
                raise BootError(f"Could not create a temporary database: {done.stderr.strip()}")
        return self.url.replace("{name}", name)

    def name_of(self, url: str) -> str:
        before, _, after = self.url.partition("{name}")
        return url.removeprefix(before).removesuffix(after)

    @property
    def accepts_sql(self) -> bool:
        return self.kind == "sqlite" or self.client is not None

    def client_of(self, url: str) -> list[str]:
        """The command that runs the SQL from its standard input in the database at this URL."""
        return [word.replace("{name}", self.name_of(url)) for word in self.client or []]

    def execute(self, url: str, sql: str) -> None:
        """Run one statement."""
        if self.kind == "sqlite":
            with contextlib.closing(
                sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30)
            ) as connection:
                connection.execute(sql)
                connection.commit()
        else:
            subprocess.run(self.client_of(url), input=sql, text=True, check=True, timeout=60)  # noqa: S603


@dataclass(frozen=True)
class Launch:
    """How a test run reaches a project, or starts further servers of it.

    `template` is the URL of a migrated database that is copied to create new ones. `contract` is the OpenAPI
    document to validate responses against; empty means the document of the suite.
    """

    project: str
    contract: str = ""
    urls: list[str] = field(default_factory=list)
    directory: str | None = None
    serve: str | None = None
    migrate: str | None = None
    environment: dict[str, str] = field(default_factory=dict)
    database: DatabaseServer | None = None
    template: str = ""
    processes: int = 1
    known_secrets: list[str] = field(default_factory=list)

    @property
    def bootable(self) -> bool:
        return self.serve is not None and self.database is not None

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Launch":
        values = json.loads(path.read_text(encoding="utf-8"))
        database = values.pop("database")
        return cls(database=DatabaseServer(**database) if database else None, **values)


class Server:
    """One process of the project under test."""

    def __init__(self, url: str, process: subprocess.Popen[bytes] | None = None, log: Path | None = None):
        self.url = url
        self.process = process
        self._log = log

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log else ""

    def terminate(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait(self, seconds: float = STOP_SECONDS) -> int:
        """Return the exit code; kill the whole process group if it takes longer."""
        if self.process is None:
            raise ScaffolderError("Only a server that was started here can be waited for.")
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"The server was still running after {seconds:.0f} s.") from None

    def stop(self) -> int:
        self.terminate()
        return self.wait()

    def kill(self) -> None:
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def wait_until_ready(self, path: str, seconds: float = READY_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        last = "no response"
        while time.monotonic() < deadline:
            if self.process and self.process.poll() is not None:
                raise BootError(f"The server exited with {self.process.returncode} on startup.{self._tail()}")
            try:
                answer = httpx.get(self.url + path, timeout=2, trust_env=False, verify=NO_TLS)
                if answer.status_code == 200:
                    return
                last = f"status {answer.status_code}"
            except httpx.TransportError as error:
                last = str(error) or type(error).__name__
            time.sleep(0.05)
        raise BootError(f"{self.url}{path} was not ready after {seconds:.0f} s: {last}.{self._tail()}")

    def _tail(self, lines: int = 30) -> str:
        if not self._log:
            return ""
        end = "\n".join(self.log().splitlines()[-lines:])
        return f" The end of its log:\n{end}" if end else " It logged nothing."


_CLAIMS: list[socket.socket] = []


def free_port() -> int:
    """Return a TCP port on which nothing listens.

    On Linux it stays bound by this process. A server can still listen on it, but the kernel does not assign it to
    anyone else: many servers are started concurrently, and other programs open connections.
    """
    claim = socket.socket()
    claim.bind(("", 0))
    port: int = claim.getsockname()[1]
    if sys.platform == "linux":
        claim.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _CLAIMS.append(claim)
    else:
        claim.close()
    return port


@contextlib.contextmanager
def running(
    launch: Launch,
    *,
    environment: Mapping[str, str | None] | None = None,
    database_url: str | None = None,
    until: str | None = "/readyz",
) -> Iterator[Server]:
    """Start one process of the project and stop it when the block ends.

    A value of None in `environment` unsets the variable. `until` is the path that must return
    200 first; None does not wait.
    """
    if launch.serve is None:
        raise ScaffolderError("A project that is tested by its URL cannot be started.")
    folder = Path(tempfile.mkdtemp(prefix="scaffolder-verify-"))
    try:
        port = free_port()
        if database_url is None:
            database_url = new_database(launch)
        wanted = {
            "PORT": str(port),
            "DATABASE_URL": database_url,
            **launch.environment,
            **(environment or {}),
        }
        log = folder / "server.log"
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603
                ["/bin/sh", "-c", f"exec {launch.serve}"],
                cwd=launch.directory,
                env=_environment(wanted),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        server = Server(f"http://127.0.0.1:{port}", process, log)
        try:
            if until is not None:
                server.wait_until_ready(until)
            yield server
        finally:
            server.terminate()
            with contextlib.suppress(AssertionError):
                server.wait()
            server.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def migrated_once(launch: Launch) -> Launch:
    """The same launch with a migrated database to copy, if possible: a run starts dozens of servers."""
    can_copy = launch.migrate and launch.database and launch.database.copy
    return replace(launch, template=new_database(launch)) if can_copy else launch


def new_database(launch: Launch) -> str:
    """Create a database with the project's schema and return its URL."""
    if launch.database is None:
        raise ScaffolderError("A project that is tested by its URL has no database to use.")
    url = launch.database.make(launch.template)
    if launch.migrate and not launch.template:
        _migrate(launch, url)
    return url


def _migrate(launch: Launch, url: str) -> None:
    done = subprocess.run(  # noqa: S602 - the command comes from the project's stack, as in its Makefile
        str(launch.migrate),
        shell=True,
        cwd=launch.directory,
        env=_environment({**launch.environment, "DATABASE_URL": url}),
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    if done.returncode:
        end = "\n".join((done.stdout + done.stderr).splitlines()[-30:])
        raise BootError(f"`{launch.migrate}` exited with {done.returncode}:\n{end}")


def _environment(wanted: Mapping[str, str | None]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in PROJECT_VARIABLES}
    return inherited | {name: value for name, value in wanted.items() if value is not None}


# The developer's own values must not affect the server under test.
PROJECT_VARIABLES = {
    "HOST",
    "PORT",
    "WEB_CONCURRENCY",
    "NODE_ENV",
    "PGSSLMODE",
    "DATABASE_URL",
    "SECRET_KEY",
    "REDIS_URL",
    "REDIS_TLS",
    "CORS_ORIGINS",
    "ENVIRONMENT",
    "LOG_LEVEL",
    "PASSWORD_MEMORY_KIB",
    "TRUSTED_PROXIES",
    "DEMO",
    "PUBLIC_URL",
    "OIDC_ISSUER",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_NAME",
    "GITHUB_URL",
    "GITHUB_CLIENT_ID",
    "GITHUB_CLIENT_SECRET",
    "PUSHER_KEY",
    "PUSHER_SECRET",
    "ACTIVITY_TIMEOUT",
    "VIRTUAL_ENV",
}
