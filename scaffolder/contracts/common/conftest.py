"""A server that is configured for providers, and the provider itself."""

from collections.abc import Callable, Iterator

import pytest

from scaffolder.contracts.browsers import Browser
from scaffolder.contracts.identity_provider import Provider
from scaffolder.contracts.plugin import Boot, BootedServer
from scaffolder.contracts.wire import Wire, new_address

NewBrowser = Callable[[], Browser]


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.stop()


@pytest.fixture(scope="session")
def with_providers(boot: Boot, provider: Provider) -> Iterator[BootedServer]:
    with boot(**provider.settings) as server:
        yield server


@pytest.fixture
def open_browser(with_providers: BootedServer, wire: Wire) -> NewBrowser:
    """Each browser is at another address, because callbacks are limited per address."""
    return lambda: Browser(with_providers.from_address(new_address()).api, wire)


@pytest.fixture
def browser(open_browser: NewBrowser) -> Browser:
    return open_browser()
