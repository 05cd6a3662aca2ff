from httpx2 import Response

from tests.providers.fake import ACCOUNTS, Browser
from tests.sign_in import Person, sign_up_at


def link(browser: Browser, person: Person, provider: str = "oidc") -> dict[str, list[str]]:
    url = person("POST", f"{ACCOUNTS}/{provider}/link").json()["url"]
    return browser.result(browser.callback(url), provider)


def is_linked(person: Person) -> bool:
    linked: bool = person("GET", f"{ACCOUNTS}/oidc/link").json()["linked"]
    return linked


def unlink(person: Person, provider: str = "oidc") -> Response:
    return person("DELETE", f"{ACCOUNTS}/{provider}/link")


def test_a_user_links_a_provider_and_unlinks_it(browser: Browser) -> None:
    alice = sign_up_at(browser.api)
    assert not is_linked(alice)
    for _ in range(2):
        assert link(browser, alice) == {"linked": ["oidc"]}
        assert is_linked(alice)
    assert browser.sign_in()["user"]["email"] == alice.email
    assert unlink(alice).status_code == 204
    assert not is_linked(alice)


def test_the_person_of_another_account_is_not_linked(browser: Browser) -> None:
    browser.sign_in()
    assert link(browser, sign_up_at(browser.api)) == {"error": ["already_linked"]}


def test_the_last_way_to_sign_in_is_not_removed(browser: Browser) -> None:
    answer = browser.sign_in()
    alice = Person(browser.api, answer if "access_token" in answer else answer["user"])
    assert unlink(alice).status_code == 409
    assert is_linked(alice)
    assert link(browser, alice, "github") == {"linked": ["github"]}
    assert unlink(alice).status_code == 204
    assert unlink(alice, "github").status_code == 409
