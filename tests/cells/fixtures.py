"""Fixtures of the tests of web clients, which name this module in `pytest_plugins`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from scaffolder.contracts.identity_provider import Provider
from tests.cells import axe as package
from tests.cells.browser import browser, missing
from tests.cells.provider_stories import NAME
from tests.cells.servers import Server, running_cell
from tests.proofs.subject import Subject


@pytest.fixture(scope="module")
def server(subject: Subject, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_cell(subject, tmp_path_factory.mktemp("client"), DEMO="true") as running:
        yield running


@pytest.fixture(scope="module")
def provider(server: Server) -> Iterator[Provider]:
    """A provider for which the server is configured from then on, as OpenID provider and as GitHub."""
    provider = Provider()
    server.restart(**provider.settings | {"OIDC_NAME": NAME, "PUBLIC_URL": server.url})
    yield provider
    provider.stop()


@pytest.fixture(scope="module")
def browsers() -> None:
    if reason := missing():
        pytest.skip(reason)


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return package.install(tmp_path_factory.mktemp("axe"))


@pytest.fixture(scope="module")
def desk(browsers: None) -> Iterator[Chrome]:
    with browser(width=1280, height=800) as driver:
        yield driver


@pytest.fixture(scope="module")
def phone(browsers: None) -> Iterator[Chrome]:
    """With the dark colour scheme."""
    with browser(width=360, height=720, dark=True) as driver:
        yield driver


@pytest.fixture
def newcomer(browsers: None) -> Iterator[Chrome]:
    """Another browser, in which nobody is signed in."""
    with browser() as driver:
        yield driver
