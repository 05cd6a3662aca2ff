"""Providers that are down, slow or talk nonsense, and settings that are incomplete."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest

from scaffolder.contracts.browsers import Browser
from scaffolder.contracts.common.conftest import NewBrowser
from scaffolder.contracts.common.test_settings import assert_rejected
from scaffolder.contracts.identity_provider import CLIENT_ID, CLIENT_SECRET, Answering, Provider, new_person
from scaffolder.contracts.plugin import Boot, BootedServer
from scaffolder.contracts.servers import free_port
from scaffolder.contracts.wire import Wire

REPLIES: dict[str, Callable[[Answering], None]] = {
    "HTML": Answering.send_html,
    "a list": lambda answering: answering.send_json([]),
    "null": lambda answering: answering.send_json(None),
    "nothing in it": lambda answering: answering.send_json({}),
    "numbers": lambda answering: answering.send_json({"access_token": 7, "token_type": 7, "id_token": 7}),
    "no ID token": lambda answering: answering.send_json({"access_token": "x", "token_type": "bearer"}),
    "an error": lambda answering: answering.send_json({"error": "server_error"}, 500),
    "another secret": lambda answering: answering.send_json({"error": "invalid_client"}, 401),
    "closed": Answering.drop,
    "a redirect": lambda answering: answering.send(302, b"", {"Location": "/userinfo"}),
}


@pytest.mark.parametrize("through", ["oidc", "github"])
@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_a_provider_that_talks_nonsense_is_502(
    browser: Browser, provider: Provider, wire: Wire, reply: Callable[[Answering], None], through: str
) -> None:
    query = browser.approved(provider, new_person(subject=7), through, reply=reply)
    wire.assert_error(browser.come_back(query, through, expect=502))


def test_a_provider_that_takes_longer_than_ten_seconds_is_502(
    browser: Browser, provider: Provider, wire: Wire
) -> None:
    """It would take a minute. The client of these tests waits for 30 s between two bytes."""
    query = browser.approved(provider, new_person(), reply=Answering.stall)
    wire.assert_error(browser.come_back(query, expect=502))


def test_a_response_of_more_than_a_mebibyte_is_502(browser: Browser, provider: Provider, wire: Wire) -> None:
    padding = {"padding": "x" * 1024 * 1024}
    query = browser.approved(provider, new_person(), email_in_userinfo=True, userinfo=padding)
    wire.assert_error(browser.come_back(query, expect=502))


@pytest.fixture
def own_provider() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.stop()


def test_a_provider_is_asked_again_after_it_has_failed(
    boot: Boot, own_provider: Provider, wire: Wire
) -> None:
    failures: list[Callable[[Answering], None]] = [
        *(REPLIES[name] for name in ("HTML", "a list", "null", "nothing in it", "an error", "closed")),
        lambda answering: answering.send(302, b"", {"Location": "/internal"}),
        lambda answering: answering.send_metadata(issuer="https://evil.example"),
        # A page would run it.
        lambda answering: answering.send_metadata(authorization_endpoint="javascript:alert()"),
    ]
    with boot(**own_provider.settings) as server:
        browser = Browser(server.api, wire)
        for failure in failures:
            own_provider.discovery = failure
            wire.assert_error(browser.request("GET", "/oidc/authorize", expect=502))
        own_provider.discovery = None
        for failure in failures[:-2]:
            own_provider.key_set = failure
            wire.assert_error(browser.come_back(browser.approved(own_provider, new_person()), expect=502))
        own_provider.key_set = None
        browser.sign_in(own_provider, new_person())
    assert "/internal" not in own_provider.seen, "a redirect can lead to any address"


def test_an_address_of_a_provider_can_change(boot: Boot, own_provider: Provider, wire: Wire) -> None:
    with boot(**own_provider.settings) as server:
        browser = Browser(server.api, wire)
        old = f"{own_provider.issuer}/old"
        own_provider.discovery = lambda answering: answering.send_metadata(token_endpoint=old)
        wire.assert_error(browser.come_back(browser.approved(own_provider, new_person()), expect=502))
        own_provider.discovery = None
        browser.sign_in(own_provider, new_person())


def test_metadata_of_a_provider_does_not_change_what_it_is_asked(
    boot: Boot, own_provider: Provider, wire: Wire
) -> None:
    """Some libraries mix them with their own options."""
    own_provider.discovery = lambda answering: answering.send_metadata(
        scope="openid admin", code_challenge_method=None, code_challenge_methods_supported=[], prompt="none"
    )
    with boot(**own_provider.settings) as server:
        asked = parse_qs(urlsplit(Browser(server.api, wire).authorize()).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert set(asked["scope"][0].split()) == {"openid", "email", "profile"}
    assert "prompt" not in asked


def test_of_many_users_at_once_one_makes_the_server_discover_the_provider(
    boot: Boot, own_provider: Provider, wire: Wire
) -> None:
    def send_late(answering: Answering) -> None:
        own_provider.stopped.wait(1)
        answering.send_metadata()

    own_provider.discovery = send_late
    with boot(**own_provider.settings) as server, ThreadPoolExecutor(10) as pool:
        path = f"{wire.accounts_path}/oidc/authorize"
        list(pool.map(lambda _: server.api.get(path, expect=302), range(10)))
    assert own_provider.seen == ["/.well-known/openid-configuration"]


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_the_secret_is_sent_in_the_way_that_the_provider_accepts(
    boot: Boot, own_provider: Provider, wire: Wire, method: str
) -> None:
    own_provider.methods = [method]
    with boot(**own_provider.settings) as server:
        Browser(server.api, wire).sign_in(own_provider, new_person())


def test_a_slow_provider_holds_no_database_connections(
    open_browser: NewBrowser, provider: Provider, with_providers: BootedServer, wire: Wire
) -> None:
    """Servers have fewer connections than callbacks wait here, and a request fails that gets none."""
    alice = with_providers.sign_up()
    browsers = [open_browser() for _ in range(30)]
    queries = [browser.approved(provider, new_person(), reply=Answering.stall) for browser in browsers]
    with ThreadPoolExecutor(30) as pool:
        waiting = [
            pool.submit(browser.come_back, query, expect=502)
            for browser, query in zip(browsers, queries, strict=True)
        ]
        while not all(future.done() for future in waiting):
            alice.get(wire.me, expect=200)
        for future in waiting:
            future.result()


def test_a_provider_that_is_down_is_in_nobodys_way(boot: Boot, wire: Wire) -> None:
    settings = {
        "OIDC_ISSUER": f"http://127.0.0.1:{free_port()}",
        "OIDC_CLIENT_ID": CLIENT_ID,
        "OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "PUBLIC_URL": "https://app.example.com",
    }
    with boot(**settings) as server:
        items = server.api.get(f"{wire.accounts_path}/providers", expect=200).json()["items"]
        assert [item["id"] for item in items] == ["oidc"]
        wire.assert_error(server.api.get(f"{wire.accounts_path}/oidc/authorize", expect=502))
        alice = server.sign_up()
        wire.assert_error(alice.post(f"{wire.accounts_path}/oidc/link", expect=502))
        alice.get(wire.me, expect=200)


def test_health_is_checked_without_the_provider(with_providers: BootedServer) -> None:
    with_providers.root.get("/readyz", expect=200)


INCOMPLETE = [
    ("OIDC_CLIENT_ID", {"OIDC_CLIENT_ID": None}),
    ("OIDC_CLIENT_SECRET", {"OIDC_CLIENT_SECRET": ""}),
    ("OIDC_ISSUER", {"OIDC_ISSUER": None}),
    ("OIDC_ISSUER", {"OIDC_ISSUER": "accounts.example.com"}),
    ("GITHUB_CLIENT_ID", {"GITHUB_CLIENT_ID": None}),
    ("GITHUB_CLIENT_SECRET", {"GITHUB_CLIENT_SECRET": None}),
    ("GITHUB_URL", {"GITHUB_URL": "github"}),
    ("PUBLIC_URL", {"PUBLIC_URL": None}),
    ("PUBLIC_URL", {"PUBLIC_URL": "app.example.com"}),
    ("PUBLIC_URL", {"PUBLIC_URL": "https://app.example.com/api"}),
]


@pytest.mark.parametrize(("name", "change"), INCOMPLETE, ids=[str(change) for _, change in INCOMPLETE])
def test_an_incomplete_configuration_is_rejected_by_name(
    boot: Boot, provider: Provider, name: str, change: dict[str, str | None]
) -> None:
    settings: dict[str, str | None] = {**provider.settings, **change}
    value = settings.pop(name)
    assert_rejected(boot, name, value, **settings)


@pytest.mark.parametrize("name", ["OIDC_ISSUER", "GITHUB_URL", "PUBLIC_URL"])
def test_production_needs_encrypted_addresses(boot: Boot, name: str) -> None:
    settings: dict[str, str | None] = {
        "ENVIRONMENT": "production",
        "SECRET_KEY": "5f" * 32,
        "OIDC_ISSUER": "https://id.example.com",
        "OIDC_CLIENT_ID": CLIENT_ID,
        "OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "GITHUB_CLIENT_ID": CLIENT_ID,
        "GITHUB_CLIENT_SECRET": CLIENT_SECRET,
        "GITHUB_URL": "https://github.example.com",
        "PUBLIC_URL": "https://app.example.com",
    }
    value = str(settings.pop(name)).replace("https:", "http:")
    assert_rejected(boot, name, value, **settings)
