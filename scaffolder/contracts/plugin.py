"""pytest fixtures to test a project: `pytest -p scaffolder.contracts.plugin --launch FILE`."""

import contextlib
import importlib
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Any

import httpx
import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.document import Document, document
from scaffolder.contracts.servers import BootError, Launch, Server, new_database, running
from scaffolder.contracts.wire import Wire, new_address

CONTRACTS = Path(__file__).parent
TIMEOUT = 30
PATIENCE = 30
# Fixtures that start servers or need a server's secret.
NOT_BY_URL = {"boot", "secret"}

Boot = Callable[..., AbstractContextManager["BootedServer"]]
SignUp = Callable[..., Client]


def wire_of(project: str) -> Wire:
    found: Wire = importlib.import_module(f"scaffolder.contracts.{project}.wire").wire
    return found


def suites_of(project: str) -> list[Path]:
    return [CONTRACTS / folder for folder in (*wire_of(project).suites, project)]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--launch", type=Path, help="JSON file with how to reach or start the project under test"
    )


def pytest_configure(config: pytest.Config) -> None:
    for module in ("problem_details.wire", "task_manager.wire", "blog.wire", "chat.wire"):
        pytest.register_assert_rewrite(f"scaffolder.contracts.{module}")
    config.addinivalue_line("markers", "not_by_url: cannot run with --url")
    config.addinivalue_line(
        "markers", "in_background(run=f): f(root, wire) runs in the background of other tests"
    )


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let `-k not_by_url` select the tests that `--url` has to skip."""
    if isinstance(item, pytest.Function) and NOT_BY_URL.intersection(item.fixturenames):
        item.add_marker(pytest.mark.not_by_url)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Move tests that wait for a background function to the end."""
    items.sort(key=lambda item: item.get_closest_marker("in_background") is not None)


class BackgroundRun:
    """A function that runs in its own daemon thread."""

    def __init__(self, function: Callable[[], Any]) -> None:
        self._function = function
        self._future: Future[Any] = Future()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        try:
            self._future.set_result(self._function())
        except BaseException as error:  # noqa: BLE001 - raised by result()
            self._future.set_exception(error)

    def result(self) -> Any:
        return self._future.result()


class BootedServer:
    """A server of the same project. Its clients send `headers` and do not wait after a 429."""

    def __init__(
        self,
        server: Server,
        *,
        http: httpx.Client,
        document: Document,
        wire: Wire,
        headers: Mapping[str, str] | None = None,
    ):
        self._server = server
        self._http = http
        self._document = document
        self._wire = wire
        self._headers = headers

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def process(self) -> Any:
        return self._server.process

    @property
    def api(self) -> Client:
        return self.client(prefix=self._document.prefix)

    @property
    def root(self) -> Client:
        return self.client()

    def client(self, *, prefix: str = "") -> Client:
        return Client(
            self._http, document=self._document, urls=[self.url], prefix=prefix, headers=self._headers
        )

    def from_address(self, headers: Mapping[str, str]) -> "BootedServer":
        """The same server for a client at another address, such as `new_address()`."""
        return BootedServer(
            self._server, http=self._http, document=self._document, wire=self._wire, headers=headers
        )

    def sign_up(self, **overrides: Any) -> Client:
        return self._wire.sign_up(self.api, **overrides)

    def starts(self, path: str = "/readyz") -> bool:
        """Wait until the path returns 200; False if the server exits before or does not get ready."""
        try:
            self._server.wait_until_ready(path, PATIENCE)
        except BootError:
            return False
        return True

    def log(self) -> str:
        return self._server.log()

    def terminate(self) -> None:
        """Send SIGTERM and return immediately."""
        self._server.terminate()

    def wait(self, seconds: float = 15) -> int:
        return self._server.wait(seconds)

    def stop(self) -> int:
        """Send SIGTERM and return the exit code."""
        return self._server.stop()


@pytest.fixture(scope="session")
def launch(request: pytest.FixtureRequest) -> Launch:
    path: Path | None = request.config.getoption("--launch")
    if path is None:
        raise pytest.UsageError("--launch FILE is missing")
    return Launch.read(path)


@pytest.fixture(scope="session")
def wire(launch: Launch) -> Wire:
    return wire_of(launch.project)


@pytest.fixture(scope="session")
def contract(launch: Launch) -> Document:
    shipped = CONTRACTS / launch.project / "openapi.yaml"
    return document(Path(launch.contract), shipped) if launch.contract else document(shipped)


@pytest.fixture(scope="session")
def urls(launch: Launch) -> Iterator[list[str]]:
    """The address of each process that all tests share."""
    if launch.urls:
        yield launch.urls
        return
    with contextlib.ExitStack() as stack:
        database_url = new_database(launch)
        servers = [
            stack.enter_context(running(launch, database_url=database_url)) for _ in range(launch.processes)
        ]
        yield [server.url for server in servers]


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    limits = httpx.Limits(max_connections=256, max_keepalive_connections=128)
    # All clients share this one, so it must not keep their cookies.
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    with httpx.Client(timeout=TIMEOUT, limits=limits, trust_env=False, cookies=no_cookies) as client:
        yield client


@pytest.fixture
def root(http: httpx.Client, contract: Document, urls: list[str]) -> Client:
    """An anonymous client of the server's root."""
    return Client(http, document=contract, urls=urls)


@pytest.fixture
def api(http: httpx.Client, contract: Document, urls: list[str]) -> Client:
    """An anonymous client of the API, with its own address if the server trusts the header."""
    return Client(
        http, document=contract, urls=urls, prefix=contract.prefix, headers=new_address(), patient=True
    )


@pytest.fixture
def sign_up(api: Client, wire: Wire) -> SignUp:
    """Create another user: `sign_up(name=..., email=..., password=...)`, all optional."""

    def create(**overrides: Any) -> Client:
        return wire.sign_up(api, **overrides)

    return create


@pytest.fixture
def alice(sign_up: SignUp) -> Client:
    return sign_up(name=f"alice-{secrets.token_hex(4)}")


@pytest.fixture
def bob(sign_up: SignUp) -> Client:
    return sign_up(name=f"bob-{secrets.token_hex(4)}")


@pytest.fixture(scope="session")
def boot(launch: Launch, http: httpx.Client, contract: Document, wire: Wire) -> Boot:
    """Start a fresh server: `with boot(CORS_ORIGINS="https://a.example") as server:`.

    A value of None unsets a variable. `until` is the path that must return 200 first; None does not wait.
    """
    if not launch.bootable:
        pytest.skip("cannot start servers with --url")

    @contextlib.contextmanager
    def start(*, until: str | None = "/readyz", **environment: str | None) -> Iterator[BootedServer]:
        database_url = environment.pop("DATABASE_URL", None)
        with running(launch, environment=environment, database_url=database_url, until=until) as server:
            yield BootedServer(server, http=http, document=contract, wire=wire)

    return start


@pytest.fixture
def local(boot: Boot, http: httpx.Client, contract: Document, wire: Wire, urls: list[str]) -> BootedServer:
    """The shared server, if it was started here, because then it trusts X-Forwarded-For.

    Each test gets its own client address, so that rate limits of one test do not affect another.
    """
    return BootedServer(Server(urls[0]), http=http, document=contract, wire=wire, headers=new_address())


@pytest.fixture(scope="session", autouse=True)
def background_runs(request: pytest.FixtureRequest) -> dict[Callable[..., Any], BackgroundRun]:
    """One for each function marked `in_background`, all started with the first test."""
    marks = [item.get_closest_marker("in_background") for item in request.session.items]
    functions = {mark.kwargs["run"] for mark in marks if mark}
    if not functions:
        return {}
    http, contract, urls, wire = map(request.getfixturevalue, ("http", "contract", "urls", "wire"))
    root = Client(http, document=contract, urls=urls)
    return {function: BackgroundRun(partial(function, root, wire)) for function in functions}


@pytest.fixture
def background_result(
    request: pytest.FixtureRequest, background_runs: dict[Callable[..., Any], BackgroundRun]
) -> Any:
    """The result of the function in this test's `in_background` mark; raises what it raised."""
    return background_runs[request.node.get_closest_marker("in_background").kwargs["run"]].result()
