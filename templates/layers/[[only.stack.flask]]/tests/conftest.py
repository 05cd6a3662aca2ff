"""One migrated database for the whole test run: TEST_DATABASE_URL, or a new SQLite file."""

import os
import re
import secrets
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask
from starlette.testclient import TestClient

from app.main import create_app, create_server
from app.providers.clients import Provider
from app.rate_limits import RateLimit
from app.routes import load_settings
from app.services import services_of

pytest_plugins = ["tests.sign_in", "tests.providers.fake"]

ROOT = Path(__file__).parent.parent
SCRATCH = TemporaryDirectory()

os.environ["ENVIRONMENT"] = "test"
os.environ["PASSWORD_MEMORY_KIB"] = "8"
os.environ["LOG_LEVEL"] = "warning"
os.environ["SECRET_KEY"] = secrets.token_hex(32)
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{SCRATCH.name}/test.db"

Start = Callable[..., TestClient]


class Client(TestClient):
    """Speaks to the ASGI application that the server runs."""

    def __init__(self, flask: Flask, *, address: str = "testclient") -> None:
        super().__init__(create_server(flask), raise_server_exceptions=False, client=(address, 50000))
        self.flask = flask


def flask(client: TestClient) -> Flask:
    assert isinstance(client, Client)
    return client.flask


def providers_of(client: TestClient) -> dict[str, Provider]:
    return services_of(flask(client)).providers


def public_operations(anonymous: TestClient) -> set[str]:
    """The operations, such as "GET /healthz", that are not 401 for this client."""
    operations = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in flask(anonymous).url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD"}
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
    services_of(app).rate_limits.registrations = RateLimit(sys.maxsize)
    with Client(app) as client:
        yield client


@pytest.fixture
def start(migrations: Config) -> Iterator[Start]:
    """Start another application with other settings: `start(cors_origins=["https://a.example"])`."""
    clients: list[TestClient] = []

    def start(*, address: str = "testclient", **settings: object) -> TestClient:
        client = Client(create_app(load_settings().model_copy(update=settings)), address=address)
        clients.append(client)
        return client.__enter__()

    yield start
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def without_database(start: Start) -> TestClient:
    """A client of an application whose database cannot be opened."""
    return start(database_url="sqlite:////no/such/folder/app.db")
