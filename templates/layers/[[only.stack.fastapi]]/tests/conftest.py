"""One migrated database for the whole test run: TEST_DATABASE_URL, or a new SQLite file."""

import os
import secrets
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from alembic import command
from alembic.config import Config
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from app.main import create_app
from app.providers.clients import Provider
from app.rate_limits import RateLimit
from app.routes import load_settings

pytest_plugins = ["tests.sign_in", "tests.providers.fake"]

ROOT = Path(__file__).parent.parent
SCRATCH = TemporaryDirectory()

os.environ["ENVIRONMENT"] = "test"
os.environ["PASSWORD_MEMORY_KIB"] = "8"
os.environ["LOG_LEVEL"] = "warning"
os.environ["SECRET_KEY"] = secrets.token_hex(32)
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{SCRATCH.name}/test.db"

Start = Callable[..., TestClient]


def fastapi(client: TestClient) -> FastAPI:
    assert isinstance(client.app, FastAPI)
    return client.app


def providers_of(client: TestClient) -> dict[str, Provider]:
    found: dict[str, Provider] = fastapi(client).state.providers
    return found


def public_operations(anonymous: TestClient) -> set[str]:
    """The operations, such as "GET /healthz", that are not 401 for this client."""
    operations = {
        (method, str(route.path))
        for route in iter_route_contexts(fastapi(anonymous).routes)
        for method in (route.methods or set()) - {"HEAD"}
    }
    answers = {(method, path): anonymous.request(method, path) for method, path in operations}
    return {" ".join(operation) for operation, answer in answers.items() if answer.status_code != 401}


@pytest.fixture(scope="session", autouse=True)
def migrations() -> Iterator[Config]:
    config = Config(ROOT / "alembic.ini")
    command.upgrade(config, "head")
    yield config
    SCRATCH.cleanup()


@pytest.fixture(scope="session")
def api(migrations: Config) -> Iterator[TestClient]:
    """An anonymous client. All users register from one address, so the limit is off."""
    app = create_app()
    app.state.rate_limits.registrations = RateLimit(sys.maxsize)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def start(migrations: Config) -> Iterator[Start]:
    """Start another application with other settings: `start(cors_origins=["https://a.example"])`."""
    clients: list[TestClient] = []

    def start(*, address: str = "testclient", **settings: object) -> TestClient:
        app = create_app(load_settings().model_copy(update=settings))
        client = TestClient(app, raise_server_exceptions=False, client=(address, 50000))
        clients.append(client)
        return client.__enter__()

    yield start
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def without_database(start: Start) -> Iterator[TestClient]:
    """A client of an application whose database cannot be opened."""
    before = set(threading.enumerate())
    yield start(database_url="sqlite:////no/such/folder/app.db")
    # The threads of failed connections end a little later, and need the event loop until then.
    for thread in set(threading.enumerate()) - before:
        if "connection_worker" in thread.name:
            thread.join(10)
