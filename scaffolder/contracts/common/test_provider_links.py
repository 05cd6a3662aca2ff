"""Linking providers to an account, and unlinking them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from scaffolder.contracts.browsers import Browser
from scaffolder.contracts.client import Client
from scaffolder.contracts.common.conftest import NewBrowser
from scaffolder.contracts.identity_provider import Person, Provider, new_person
from scaffolder.contracts.plugin import BootedServer
from scaffolder.contracts.wire import Wire


@pytest.fixture
def alice(with_providers: BootedServer) -> Client:
    """She signed up with a password."""
    return with_providers.sign_up(name="alice")


def is_linked(browser: Browser, user: Client, through: str = "oidc") -> bool:
    linked: bool = browser.request("GET", f"/{through}/link", user=user, expect=200).json()["linked"]
    return linked


def link(browser: Browser, user: Client, provider: Provider, person: Person, through: str = "oidc") -> None:
    query = provider.approve(browser.link(user, through), person)
    assert browser.result(query, through) == {"linked": through}


def unlink(browser: Browser, user: Client, through: str = "oidc", *, expect: int = 204) -> None:
    answer = browser.request("DELETE", f"/{through}/link", user=user, expect=expect)
    if expect != 204:
        browser.wire.assert_error(answer)


@pytest.mark.parametrize("through", ["oidc", "github"])
def test_a_user_links_a_provider_and_signs_in_with_it(
    open_browser: NewBrowser, alice: Client, provider: Provider, through: str
) -> None:
    browser = open_browser()
    person = new_person(subject=7001 if through == "github" else "7001")
    assert not is_linked(browser, alice, through)
    link(browser, alice, provider, person, through)
    assert is_linked(browser, alice, through)
    assert open_browser().sign_in(provider, person, through).email == alice.email


def test_a_user_unlinks_a_provider(
    open_browser: NewBrowser, alice: Client, provider: Provider, wire: Wire, with_providers: BootedServer
) -> None:
    browser, person = open_browser(), new_person()
    link(browser, alice, provider, person)
    for _ in range(2):
        unlink(browser, alice)
        assert not is_linked(browser, alice)
    assert open_browser().sign_in(provider, person).email == person.email
    wire.sign_in(with_providers.api, alice.email, alice.password, expect=200)


def test_the_last_way_to_sign_in_is_not_removed(open_browser: NewBrowser, provider: Provider) -> None:
    browser, person, at_github = open_browser(), new_person(), new_person(subject=7002)
    alice = browser.sign_in(provider, person)
    unlink(browser, alice, expect=409)
    assert is_linked(browser, alice)
    unlink(browser, alice, "github")
    link(browser, alice, provider, at_github, "github")
    unlink(browser, alice)
    unlink(browser, alice, "github", expect=409)
    assert open_browser().sign_in(provider, at_github, "github").email == alice.email


def test_of_two_providers_unlinked_at_once_one_stays(open_browser: NewBrowser, provider: Provider) -> None:
    for number in range(5):
        browser = open_browser()
        alice = browser.sign_in(provider, new_person())
        link(browser, alice, provider, new_person(subject=7100 + number), "github")

        def unlink_one(through: str, browser: Browser = browser, alice: Client = alice) -> int:
            answer = browser.request("DELETE", f"/{through}/link", user=alice, expect={204, 409})
            return answer.status_code

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(unlink_one, ["oidc", "github"])) == [204, 409]


def test_a_person_who_is_linked_to_an_account_is_not_linked_to_another(
    open_browser: NewBrowser, alice: Client, provider: Provider
) -> None:
    person = new_person()
    bob = open_browser().sign_in(provider, person)
    browser = open_browser()
    query = provider.approve(browser.link(alice), person)
    assert browser.result(query) == {"error": "already_linked"}
    assert not is_linked(browser, alice)
    assert open_browser().sign_in(provider, person).email == bob.email


def test_a_provider_can_be_linked_again(open_browser: NewBrowser, alice: Client, provider: Provider) -> None:
    browser, person = open_browser(), new_person()
    for _ in range(2):
        link(browser, alice, provider, person)
    unlink(browser, alice)
    assert not is_linked(browser, alice)


def test_linking_needs_no_verified_email(browser: Browser, alice: Client, provider: Provider) -> None:
    link(browser, alice, provider, new_person(email=None, email_verified=False))


def test_links_belong_to_one_user(open_browser: NewBrowser, alice: Client, provider: Provider) -> None:
    browser = open_browser()
    bob = open_browser().sign_in(provider, new_person())
    assert not is_linked(browser, alice)
    unlink(browser, alice)
    assert is_linked(browser, bob)


def test_a_user_who_refuses_has_linked_nothing(browser: Browser, alice: Client, provider: Provider) -> None:
    state = provider.approve(browser.link(alice), new_person())["state"]
    assert browser.result({"error": "access_denied", "state": state}) == {"error": "access_denied"}
    assert not is_linked(browser, alice)


def test_linking_ends_in_the_browser_where_it_began(
    open_browser: NewBrowser, alice: Client, provider: Provider, wire: Wire
) -> None:
    """An attacker who makes a victim open the callback would link the victim's account."""
    attacker, victim = open_browser(), open_browser()
    query = provider.approve(attacker.link(alice), new_person())
    victim.authorize()
    wire.assert_error(victim.come_back(query, expect=400))
    assert not is_linked(attacker, alice)


def test_links_need_a_token(browser: Browser, wire: Wire) -> None:
    for method in ("GET", "POST", "DELETE"):
        for provider in ("oidc", "unknown"):
            answer = browser.request(method, f"/{provider}/link", expect=401)
            wire.assert_error(answer)
            assert "www-authenticate" in answer.headers
            assert "set-cookie" not in answer.headers
