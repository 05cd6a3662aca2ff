"""Start a project on a free port with a database of its own, and stop it again."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import httpx

from scaffolder.errors import ScaffolderError

READY_SECONDS = 60
STOP_SECONDS = 15


class BootError(ScaffolderError):
    """The project did not come up; the message ends with what it logged last."""

    def __init__(self, message: str) -> None:
        super().__init__(message, exit_code=1)


@dataclass(frozen=True)
class DatabaseServer:
    """Where throw-away databases come from. `{name}` stands for the database in both templates."""

    kind: str
    url: str
    create: list[str] | None = None
    broken_url: str = ""

    def make(self) -> str:
        """Create an empty database and return its URL."""
        name = f"verify_{secrets.token_hex(6)}"
        if self.create is not None:
            command = [part.replace("{name}", name) for part in self.create]
            done = subprocess.run(  # noqa: S603
                command, capture_output=True, text=True, check=False, timeout=60
            )
            if done.returncode:
                raise BootError(f"Could not create a throw-away database: {done.stderr.strip()}")
        return self.url.replace("{name}", name)


@dataclass(frozen=True)
class Launch:
    """All a test run needs to know to reach one project, or to start further ones of it."""

    project: str
    urls: list[str] = field(default_factory=list)
    directory: str | None = None
    serve: str | None = None
    migrate: str | None = None
    environment: dict[str, str] = field(default_factory=dict)
    database: DatabaseServer | None = None
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
    """One process of a project that is being checked."""

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
        """Return the exit code; the whole process group is killed when it takes longer."""
        if self.process is None:
            raise ScaffolderError("A server that was started elsewhere has no process to wait for.")
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
        heard = "nothing"
        while time.monotonic() < deadline:
            if self.process and self.process.poll() is not None:
                raise BootError(f"The server exited with {self.process.returncode} at start.{self._tail()}")
            try:
                answer = httpx.get(self.url + path, timeout=2, trust_env=False)
                if answer.status_code == 200:
                    return
                heard = f"status {answer.status_code}"
            except httpx.TransportError as error:
                heard = str(error) or type(error).__name__
            time.sleep(0.05)
        raise BootError(f"{self.url}{path} was not ready after {seconds:.0f} s: {heard}.{self._tail()}")

    def _tail(self, lines: int = 30) -> str:
        if not self._log:
            return ""
        end = "\n".join(self.log().splitlines()[-lines:])
        return f" The end of its log:\n{end}" if end else " It logged nothing."


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextlib.contextmanager
def running(
    launch: Launch,
    *,
    environment: Mapping[str, str | None] | None = None,
    database_url: str | None = None,
    until: str | None = "/readyz",
) -> Iterator[Server]:
    """Start one process of the project and stop it at the end, whatever happened in between.

    A value of None in `environment` takes the variable away. `until` is the path that must answer
    200 first; None does not wait.
    """
    if launch.serve is None:
        raise ScaffolderError("There is nothing to start: only an address was given.")
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


def new_database(launch: Launch) -> str:
    """Make a database with the project's schema in it and return its URL.

    SQLite's is migrated once and copied from then on: a run starts dozens of servers.
    """
    if launch.database is None:
        raise ScaffolderError("There is no database to start with: only an address was given.")
    url = launch.database.make()
    if not launch.migrate:
        return url
    if launch.database.kind == "sqlite" and "{name}" in launch.database.url:
        shutil.copy(_migrated(launch, launch.database), url.removeprefix("sqlite:///"))
    else:
        _migrate(launch, url)
    return url


_templates: dict[str, Path] = {}


def _migrated(launch: Launch, database: DatabaseServer) -> Path:
    """The file of an empty SQLite database with the project's schema."""
    if database.url not in _templates:
        url = database.make()
        _migrate(launch, url)
        file = Path(url.removeprefix("sqlite:///"))
        if not file.exists():
            raise BootError(f"`{launch.migrate}` made no database in {file}.")
        _templates[database.url] = file
    return _templates[database.url]


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


# A developer's own values must not leak into the server under test.
PROJECT_VARIABLES = {
    "PORT",
    "DATABASE_URL",
    "SECRET_KEY",
    "REDIS_URL",
    "CORS_ORIGINS",
    "ENVIRONMENT",
    "LOG_LEVEL",
    "TRUSTED_PROXIES",
    "PUSHER_KEY",
    "PUSHER_SECRET",
    "ACTIVITY_TIMEOUT",
    "VIRTUAL_ENV",
}
