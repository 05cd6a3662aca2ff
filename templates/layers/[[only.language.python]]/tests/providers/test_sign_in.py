from datetime import timedelta

import pytest

from app.accounts.from_providers import PREFIX
from app.database import now
from app.providers import callbacks
from tests.conftest import Start
from tests.providers.fake import Browser, FakeProvider, new_person
from tests.sign_in import sign_up_at


def test_without_configuration_there_are_no_providers(start: Start) -> None:
    api = start()
    assert api.get(f"{PREFIX}/providers").json() == {"items": []}
    assert api.get(f"{PREFIX}/oidc/authorize").status_code == 404


def test_the_configured_providers_are_listed(browser: Browser) -> None:
    items = browser.api.get(f"{PREFIX}/providers").json()["items"]
    assert [item["name"] for item in items] == ["Single sign-on", "GitHub"]


@pytest.mark.parametrize("provider", ["oidc", "github"])
def test_a_new_person_gets_an_account_and_finds_it_again(
    browser: Browser, fake: FakeProvider, provider: str
) -> None:
    email = fake.person["email"]
    assert browser.sign_in(provider)["user"]["email"] == email
    fake.person["email"] = "changed@example.com"
    assert browser.sign_in(provider)["user"]["email"] == email


def test_a_new_account_needs_a_verified_email(browser: Browser, fake: FakeProvider) -> None:
    fake.person["email_verified"] = False
    assert browser.result(browser.authorize()) == {"error": ["email_not_verified"]}


def test_an_account_is_not_taken_over_by_its_email(browser: Browser, fake: FakeProvider) -> None:
    fake.person["email"] = sign_up_at(browser.api).email
    assert browser.result(browser.authorize()) == {"error": ["account_exists"]}


def test_a_name_that_nobody_can_have_is_replaced(browser: Browser, fake: FakeProvider) -> None:
    fake.person["name"] = "\u200b\n"
    browser.sign_in()


def test_a_user_can_refuse(browser: Browser) -> None:
    refused = {"error": "access_denied", "state": browser.authorize()["state"]}
    assert browser.result(refused) == {"error": ["access_denied"]}


@pytest.mark.parametrize(
    "change", [{"state": "foreign"}, {"code": ""}, {"iss": "https://evil.example"}], ids=str
)
def test_a_callback_that_does_not_belong_to_the_browser_is_400(
    browser: Browser, change: dict[str, str]
) -> None:
    assert browser.come_back(browser.authorize() | change).status_code == 400


def test_a_callback_and_its_code_work_once(browser: Browser) -> None:
    query = browser.authorize()
    code = browser.result(query)["code"][0]
    assert browser.come_back(query).status_code == 400
    assert [browser.exchange(code).status_code for _ in range(2)] == [200, 400]


def test_a_code_expires_after_a_minute(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    code = browser.result(browser.authorize())["code"][0]
    monkeypatch.setattr(callbacks, "now", lambda: now() + timedelta(seconds=61))
    assert browser.exchange(code).status_code == 400


def test_a_code_only_works_in_the_browser_that_began(browser: Browser) -> None:
    code = browser.result(browser.authorize())["code"][0]
    browser.api.cookies.clear()
    assert browser.exchange(code).status_code == 400


@pytest.mark.parametrize(
    "claims",
    [{"iss": "https://evil.example"}, {"aud": "other", "azp": "client"}, {"sub": 7}],
    ids=str,
)
def test_an_invalid_id_token_is_502(browser: Browser, fake: FakeProvider, claims: dict[str, object]) -> None:
    fake.person = new_person(**claims)
    assert browser.come_back(browser.authorize()).status_code == 502


@pytest.mark.parametrize("address", ["http://id.example.com/jwks", "javascript:alert()", "/jwks"])
def test_an_address_that_is_not_https_is_502(browser: Browser, fake: FakeProvider, address: str) -> None:
    fake.changed_metadata = {"jwks_uri": address}
    assert browser.api.get(f"{PREFIX}/oidc/authorize").status_code == 502
    fake.changed_metadata = {}
    browser.sign_in()


def test_a_provider_that_is_down_is_502(browser: Browser, fake: FakeProvider) -> None:
    fake.is_down = True
    assert browser.api.get(f"{PREFIX}/oidc/authorize").status_code == 502
    query = browser.authorize("github")
    assert browser.come_back(query, "github").status_code == 502
