"""One migrated database for the whole test run: TEST_DATABASE_URL, or a new SQLite file."""

import os
import re
import secrets
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
import pytest
from starlette.testclient import TestClient

ROOT = Path(__file__).parent.parent
SCRATCH = TemporaryDirectory()

os.environ["ENVIRONMENT"] = "test"
os.environ["PASSWORD_MEMORY_KIB"] = "8"
os.environ["LOG_LEVEL"] = "warning"
os.environ["SECRET_KEY"] = secrets.token_hex(32)
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{SCRATCH.name}/test.db"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.conf import settings as django_settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.urls import URLResolver, get_resolver  # noqa: E402
from pytest_django.plugin import DjangoDbBlocker  # noqa: E402

from app.databases import configuration_of  # noqa: E402
from app.guards import limits  # noqa: E402
from app.logs import configure_logs  # noqa: E402
from app.main import create_app  # noqa: E402
from app.providers import views as provider_views  # noqa: E402
from app.providers.clients import Provider  # noqa: E402
from app.providers.configured import configured_providers  # noqa: E402
from app.rate_limits import RateLimit, RateLimits  # noqa: E402
from app.views import ApiView  # noqa: E402

pytest_plugins = ["tests.sign_in", "tests.providers.fake"]

Start = Callable[..., TestClient]


def providers_of(_: TestClient) -> dict[str, Provider]:
    return provider_views.providers


def public_operations(anonymous: TestClient) -> set[str]:
    """The operations, such as "GET /healthz", that are not 401 for this client."""
    operations = {
        (method.upper(), path)
        for path, view in views_of(get_resolver())
        for method in view().allowed()
        if method != "head"
    }
    answers = {(method, path): anonymous.request(method, path) for method, path in operations}
    return {" ".join(operation) for operation, answer in answers.items() if answer.status_code != 401}


def views_of(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, type[ApiView]]]:
    """Each path of the API, such as "/web/{name}", and its view."""
    for each in resolver.url_patterns:
        path = prefix + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(each.pattern))
        if isinstance(each, URLResolver):
            yield from views_of(each, path)
        else:
            view: Any = getattr(each.callback, "view_class", object)
            if issubclass(view, ApiView):
                yield path, view


@pytest.fixture(scope="session", autouse=True)
def migrations(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    # The threads of an application end with it, and nobody would close their connections.
    connections.settings["default"]["CONN_MAX_AGE"] = 0
    with django_db_blocker.unblock():
        call_command("migrate", verbosity=0)
        yield
        connections.close_all()
    SCRATCH.cleanup()


@pytest.fixture(scope="session")
def api(migrations: None) -> Iterator[TestClient]:
    """An anonymous client."""
    with TestClient(create_app(), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """All users register from one address, so the limit is off."""
    vars(limits).update(vars(RateLimits()), registrations=RateLimit(sys.maxsize))


@pytest.fixture
def start(migrations: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start another application with other settings: `start(cors_origins=["https://a.example"])`.

    Django has one set of settings, so they are those of all applications until the test ends.
    """
    clients: list[TestClient] = []
    before, database = django_settings.ENV, connections.settings["default"]

    def start(*, address: str = "testclient", **changes: object) -> TestClient:
        environment = before.model_copy(update=changes)
        monkeypatch.setattr(django_settings, "ENV", environment)
        monkeypatch.setattr(provider_views, "providers", configured_providers(environment))
        # Threads that run keep their connections.
        changed = {**database, **configuration_of(environment.database_url), "CONN_MAX_AGE": 0}
        monkeypatch.setitem(connections.settings, "default", changed)
        configure_logs(environment)
        client = TestClient(create_app(), raise_server_exceptions=False, client=(address, 50000))
        clients.append(client)
        return client.__enter__()

    yield start
    for client in clients:
        client.__exit__(None, None, None)
    configure_logs(before)


@pytest.fixture
def without_database(start: Start) -> TestClient:
    """A client of an application whose database cannot be opened."""
    return start(database_url="sqlite:////no/such/folder/app.db")
