"""Stories about signing in with a provider, which are the same in every web client."""

from __future__ import annotations

import itertools
from typing import Any

from scaffolder.contracts.identity_provider import Answering, Person, Provider, new_person
from tests.cells.axe import serious_findings
from tests.cells.browser import console_errors, prefer, resize
from tests.cells.page import Page
from tests.cells.servers import Server

SCRIPT = "<script>document.title = 'taken'</script><img src=x onerror=alert(1)>"
# The name of the OpenID provider, as an operator may have set it.
NAME = "<b>Example</b> & Co"

subjects = itertools.count(1000)


def person(**members: Any) -> Person:
    """Someone whom both providers know: GitHub's subjects are numbers."""
    return new_person(**{"subject": next(subjects)} | members)


def a_new_user_signs_in(page: Page, provider: Provider, axe: str) -> None:
    page.visit_sign_in()
    page.offers_providers([f"Sign in with {NAME}", "Sign in with GitHub"])
    assert_everyone_can_use(page, axe)
    provider.browser_person = person(name=SCRIPT)
    page.follow("Sign in with GitHub")
    page.wait(page.user_name, "a new user is signed in")
    assert_address_is_clean(page)
    name = page.user_name()
    assert page.all("body script, body img[onerror]") == []
    assert page.driver.title != "taken"
    page.open_settings()
    page.follow("Unlink GitHub")
    page.reads("This is the only way to sign in to your account")
    page.sign_out()
    page.visit_sign_in()
    page.follow("Sign in with GitHub")
    page.wait(lambda: page.user_name() == name, "it is the same account")
    assert console_errors(page.driver) == []


def a_user_refuses(page: Page, provider: Provider, axe: str) -> None:
    page.visit_sign_in()
    provider.browser_person = None
    page.follow(f"Sign in with {NAME}")
    page.reads("The provider refused to sign you in, or you cancelled.")
    assert_address_is_clean(page)
    assert_everyone_can_use(page, axe)
    provider.browser_person = new_person(email_verified=False)
    page.follow(f"Sign in with {NAME}")
    page.reads("The provider has not verified your e-mail address.")
    provider.browser_person = new_person()
    page.follow(f"Sign in with {NAME}")
    page.wait(page.user_name, "another try succeeds")
    page.sign_out()
    page.driver.get(f"{page.url}/?code=an-old-one")
    page.reads("This sign-in has expired or was used before.")
    assert_address_is_clean(page)
    page.driver.get(f"{page.url}/?error=constructor")
    page.reads("Signing in did not work.")
    assert not page.user_name()
    assert console_errors(page.driver) == []


def an_account_is_linked_and_unlinked(page: Page, provider: Provider, axe: str) -> None:
    page.register("Ada")
    name = page.user_name()
    page.sign_out()
    provider.browser_person = new_person(email=page.email)
    page.visit_sign_in()
    page.follow(f"Sign in with {NAME}")
    page.reads("There is already an account with your e-mail address.")
    page.sign_in()
    page.wait(lambda: page.user_name() == name, "Ada is signed in with her password")

    page.open_settings()
    page.offers_providers([f"Link {NAME}", "Link GitHub"])
    page.follow(f"Link {NAME}")
    page.reads(f"{NAME} is linked.")
    assert_address_is_clean(page)
    page.offers_providers([f"Unlink {NAME}", "Link GitHub"])
    assert_everyone_can_use(page, axe)
    page.sign_out()
    page.visit_sign_in()
    page.follow(f"Sign in with {NAME}")
    page.wait(lambda: page.user_name() == name, "Ada is signed in with the provider")

    page.open_settings()
    page.follow(f"Unlink {NAME}")
    page.reads(f"{NAME} is not linked any more.")
    page.offers_providers([f"Link {NAME}", "Link GitHub"])
    page.sign_out()
    page.visit_sign_in()
    page.follow(f"Sign in with {NAME}")
    page.reads("There is already an account with your e-mail address.")
    assert console_errors(page.driver) == []


def linking_fails(page: Page, provider: Provider) -> None:
    known = provider.browser_person = new_person()
    page.visit_sign_in()
    page.follow(f"Sign in with {NAME}")
    page.wait(page.user_name, "the provider's user has an account")
    page.sign_out()
    page.register("Grace")
    name = page.user_name()
    page.open_settings()
    provider.browser_person = None
    page.follow(f"Link {NAME}")
    page.reads("The provider refused to sign you in, or you cancelled.")
    provider.browser_person = known
    page.follow(f"Link {NAME}")
    page.reads("already linked to another account here")
    page.offers_providers([f"Link {NAME}", "Link GitHub"])
    assert page.user_name() == name
    assert console_errors(page.driver) == []


def a_provider_is_down(page: Page, provider: Provider, server: Server) -> None:
    page.register("Edsger")
    name = page.user_name()
    provider.discovery = Answering.drop
    # It remembers the discovery document.
    server.restart()
    page.open_settings()
    page.follow(f"Link {NAME}")
    page.reads("The provider is unavailable. Try again.")
    page.sign_out()
    page.visit_sign_in()
    page.follow(f"Sign in with {NAME}")
    page.reads("The provider is unavailable. Try again.")
    page.sign_in()
    page.wait(lambda: page.user_name() == name, "Edsger is signed in with his password")
    page.sign_out()
    provider.discovery = None
    provider.browser_person = new_person()
    page.visit_sign_in()
    page.follow(f"Sign in with {NAME}")
    page.wait(page.user_name, "another try succeeds")
    assert console_errors(page.driver) == []


def assert_address_is_clean(page: Page) -> None:
    assert page.driver.current_url.partition("#")[0] == f"{page.url}/"


def assert_everyone_can_use(page: Page, axe: str) -> None:
    for width in (360, 1200):
        resize(page.driver, width=width)
        page.assert_it_fits_and_all_controls_have_a_name()
    for scheme in ("dark", "light"):
        prefer(page.driver, scheme, motion="reduce")
        assert serious_findings(page.driver, axe) == [], scheme
