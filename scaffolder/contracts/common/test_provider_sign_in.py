"""Signing in with an OpenID provider, and with GitHub."""

import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from scaffolder.contracts.browsers import Browser, parameters_of
from scaffolder.contracts.client import Client
from scaffolder.contracts.common.conftest import NewBrowser
from scaffolder.contracts.common.test_sign_in import assert_takes_as_long_as_an_unknown_account
from scaffolder.contracts.identity_provider import CLIENT_ID, CLIENT_SECRET, Person, Provider, new_person
from scaffolder.contracts.plugin import Boot, BootedServer
from scaffolder.contracts.servers import Launch, new_database
from scaffolder.contracts.wire import PASSWORD, Wire, new_address, new_email

UNKNOWN = ["oidc", "github", "google", "OIDC", "providers"]
# What the server does with what its provider says about a person with the id 7 or "7".
THROUGH = {"oidc": "subject", "github": 7}


def new_number() -> int:
    """A user id of GitHub."""
    return secrets.randbelow(10**9)


def person_at(through: str, **members: Any) -> Person:
    return new_person(**({"subject": new_number()} if through == "github" else {}) | members)


@pytest.fixture(scope="module", autouse=True)
def old(with_providers: BootedServer, provider: Provider, wire: Wire) -> Iterator[tuple[Browser, str, float]]:
    """A code from before the other tests, so that the test of its age has less to wait."""
    browser = Browser(with_providers.from_address(new_address()).api, wire)
    code = browser.result(browser.approved(provider, new_person()))["code"]
    yield browser, code, time.monotonic()


def test_without_configuration_there_are_no_providers(api: Client, wire: Wire) -> None:
    answer = api.get(f"{wire.accounts_path}/providers", expect=200)
    if answer.json()["items"]:
        pytest.skip("this server is configured for providers")
    for unknown in UNKNOWN:
        wire.assert_error(api.get(f"{wire.accounts_path}/{unknown}/authorize", expect=404))


def test_the_configured_providers_are_listed_with_where_to_start(browser: Browser, wire: Wire) -> None:
    items = browser.request("GET", "/providers", expect=200).json()["items"]
    assert {item["id"]: item["name"] for item in items} == {"oidc": "Example ID", "github": "GitHub"}
    for item in items:
        assert item["url"] == f"{browser.api.prefix}{wire.accounts_path}/{item['id']}/authorize"
        browser.api.get(item["url"], expect=302)


def test_an_unknown_provider_is_404(browser: Browser, wire: Wire, with_providers: BootedServer) -> None:
    alice = with_providers.sign_up()
    for unknown in {*UNKNOWN} - {"oidc", "github"}:
        for method, path in (("GET", "authorize"), ("GET", "callback"), ("POST", "link"), ("DELETE", "link")):
            answer = browser.request(method, f"/{unknown}/{path}", user=alice, expect=404)
            wire.assert_error(answer)


def test_the_provider_is_asked_with_state_nonce_and_pkce(browser: Browser, provider: Provider) -> None:
    asked = [parse_qs(urlsplit(browser.authorize()).query) for _ in range(2)]
    assert browser.authorize().startswith(f"{provider.issuer}/authorize?")
    for each in asked:
        assert each["response_type"] == ["code"]
        assert each["client_id"] == [CLIENT_ID]
        assert each["code_challenge_method"] == ["S256"]
        assert set(each["scope"][0].split()) == {"openid", "email", "profile"}
        path = f"{browser.api.prefix}{browser.wire.accounts_path}/oidc/callback"
        assert each["redirect_uri"] == [f"https://app.example.com{path}"]
    for name in ("state", "nonce", "code_challenge"):
        assert len({each[name][0] for each in asked}) == 2, f"{name} is not random"
        assert all(len(each[name][0]) >= 20 for each in asked), f"{name} is short"


def test_github_is_asked_with_state_and_pkce(browser: Browser, provider: Provider) -> None:
    location = browser.authorize("github")
    assert location.startswith(f"{provider.github}/login/oauth/authorize?")
    asked = parse_qs(urlsplit(location).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["state"][0]
    assert set(asked["scope"][0].split()) == {"read:user", "user:email"}
    assert asked["redirect_uri"][0].endswith("/github/callback")


def test_the_cookie_is_kept_from_scripts_and_other_sites(browser: Browser) -> None:
    answer = browser.request("GET", "/oidc/authorize", expect=302)
    attributes = attributes_of(answer.headers["set-cookie"])
    assert "httponly" in attributes
    assert attributes["samesite"].lower() == "lax"
    assert 0 < int(attributes["max-age"]) <= 600
    assert "domain" not in attributes


def test_the_cookie_is_secure_in_production(boot: Boot, wire: Wire) -> None:
    """GitHub's addresses are known without asking it."""
    settings = {
        "ENVIRONMENT": "production",
        "SECRET_KEY": secrets.token_hex(32),
        "PUBLIC_URL": "https://app.example.com",
        "GITHUB_CLIENT_ID": CLIENT_ID,
        "GITHUB_CLIENT_SECRET": CLIENT_SECRET,
    }
    with boot(**settings) as server:
        answer = server.api.get(f"{wire.accounts_path}/github/authorize", expect=302)
    assert answer.headers["location"].startswith("https://github.com/login/oauth/authorize?")
    assert "secure" in attributes_of(answer.headers["set-cookie"])


def attributes_of(cookie: str) -> dict[str, str]:
    parts = [part.strip().partition("=") for part in cookie.split(";")[1:]]
    return {name.lower(): value for name, _, value in parts}


@pytest.mark.parametrize("through", THROUGH)
def test_a_new_person_gets_an_account_and_finds_it_again(
    open_browser: NewBrowser, provider: Provider, wire: Wire, through: str
) -> None:
    person = person_at(through)
    first = open_browser().sign_in(provider, person, through)
    assert first.email == person.email
    created = first.post(wire.sample_path, json=wire.sample("By Alice"), expect=201)
    again = open_browser().sign_in(provider, person, through)
    again.get(wire.sample_location(created), expect=200)
    assert wire.owned(again) == wire.owned(first)


@pytest.mark.parametrize("through", THROUGH)
def test_an_account_is_found_by_its_subject_when_everything_else_has_changed(
    open_browser: NewBrowser, provider: Provider, wire: Wire, through: str
) -> None:
    person = person_at(through)
    first = open_browser().sign_in(provider, person, through)
    first.post(wire.sample_path, json=wire.sample("By Alice"), expect=201)
    for changed in (
        person_at(through, subject=person.subject, name="Alice Hargreaves"),
        person_at(through, subject=person.subject, email_verified=False),
        person_at(through, subject=person.subject, email=None, name=None),
    ):
        again = open_browser().sign_in(provider, changed, through)
        assert again.email == first.email
        assert wire.owned(again) == wire.owned(first)


def test_one_subject_at_two_providers_is_two_people(open_browser: NewBrowser, provider: Provider) -> None:
    number = new_number()
    one = open_browser().sign_in(provider, new_person(subject=str(number)))
    other = open_browser().sign_in(provider, new_person(subject=number), "github")
    assert one.email != other.email


def test_subjects_are_compared_exactly(open_browser: NewBrowser, provider: Provider) -> None:
    subject = f"alice-{secrets.token_hex(8)}"
    emails = {
        open_browser().sign_in(provider, new_person(subject=each)).email
        for each in (subject, subject.upper(), f"{subject} ", f"{subject}é", f"{subject}e\u0301")
    }
    assert len(emails) == 5


def test_two_browsers_of_a_new_person_at_once_get_one_account(
    open_browser: NewBrowser, provider: Provider
) -> None:
    person = new_person()
    browsers = [open_browser() for _ in range(8)]
    queries = [browser.approved(provider, person) for browser in browsers]
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda browser, query: browser.result(query), browsers, queries))
    assert {name for result in results for name in result} == {"code"}, results
    emails = {
        browser.exchange(result["code"]).json()["user"]["email"]
        for browser, result in zip(browsers, results, strict=True)
    }
    assert emails == {person.email}


def test_people_of_one_name_at_once_all_get_accounts(open_browser: NewBrowser, provider: Provider) -> None:
    for number in range(3):
        name = f"Alice {number} {secrets.token_hex(4)}"
        browsers = [open_browser() for _ in range(8)]
        queries = [browser.approved(provider, new_person(name=name)) for browser in browsers]
        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(lambda browser, query: browser.result(query), browsers, queries))
        assert {name for result in results for name in result} == {"code"}, results


@pytest.mark.parametrize("through", THROUGH)
def test_a_user_who_refuses_comes_back_with_access_denied(browser: Browser, through: str) -> None:
    state = parse_qs(urlsplit(browser.authorize(through)).query)["state"][0]
    refused = {"error": "access_denied", "error_description": "The user said no", "state": state}
    assert browser.result(refused, through) == {"error": "access_denied"}


@pytest.mark.parametrize("through", THROUGH)
@pytest.mark.parametrize(
    "members",
    [{"email_verified": False}, {"email_verified": None}, {"email": None}],
    ids=["not verified", "not known to be verified", "no address"],
)
def test_a_new_account_needs_a_verified_email(
    open_browser: NewBrowser, provider: Provider, through: str, members: dict[str, Any]
) -> None:
    person = person_at(through, **members)
    browser = open_browser()
    result = browser.result(browser.approved(provider, person, through), through)
    assert result == {"error": "email_not_verified"}


@pytest.mark.parametrize("verified", ["true", "false", 1, {}], ids=repr)
def test_only_true_means_that_an_email_is_verified(
    browser: Browser, provider: Provider, verified: Any
) -> None:
    person = new_person(email_verified=verified)
    assert browser.result(browser.approved(provider, person)) == {"error": "email_not_verified"}


@pytest.mark.parametrize("email", ["alice", "alice@", "@example.com", f"{'a' * 300}@example.com", ""])
def test_an_email_that_no_account_can_have_counts_as_none(
    browser: Browser, provider: Provider, email: str
) -> None:
    person = new_person(email=email)
    assert browser.result(browser.approved(provider, person)) == {"error": "email_not_verified"}


def test_an_account_with_a_password_is_not_taken_over_by_its_email(
    open_browser: NewBrowser, provider: Provider, with_providers: BootedServer, wire: Wire
) -> None:
    alice = with_providers.sign_up()
    for email in (alice.email, alice.email.upper()):
        for _ in range(2):
            browser = open_browser()
            result = browser.result(browser.approved(provider, new_person(email=email)))
            assert result == {"error": "account_exists"}
    wire.sign_in(with_providers.api, alice.email, alice.password, expect=200)


@pytest.mark.parametrize("through", THROUGH)
def test_an_account_of_a_provider_is_not_taken_over_by_its_email(
    open_browser: NewBrowser, provider: Provider, through: str
) -> None:
    """Another person has the address now, or two accounts at the provider share it."""
    alice = new_person()
    open_browser().sign_in(provider, alice)
    browser = open_browser()
    other = person_at(through, email=alice.email)
    assert browser.result(browser.approved(provider, other, through), through) == {"error": "account_exists"}


def test_the_email_can_come_from_userinfo(browser: Browser, provider: Provider) -> None:
    person = new_person()
    assert browser.sign_in(provider, person, email_in_userinfo=True).email == person.email


@pytest.mark.parametrize(
    "name",
    [
        None,
        "",
        " ",
        "\u200b",
        "line\nbreak",
        "a\x00b",
        "\ud800",
        "x" * 1000,
        "a/b",
        ".hidden",
        "🔑",
        "a" * 64,
        7,
        ["Alice"],
    ],
    ids=ascii,
)
def test_every_name_leads_to_an_account(
    open_browser: NewBrowser, provider: Provider, wire: Wire, name: Any
) -> None:
    for _ in range(2):
        user = open_browser().sign_in(provider, new_person(name=name))
        user.get(wire.me, expect=200)


def test_nobody_has_a_password_for_the_account_of_a_provider(
    browser: Browser, provider: Provider, with_providers: BootedServer, wire: Wire
) -> None:
    alice = browser.sign_in(provider, new_person())
    api = with_providers.from_address(new_address()).api
    for password in ("password", PASSWORD, alice.email, "None", " "):
        wire.sign_in(api, alice.email, password, expect={401, 422})
    wire.sign_in(api, alice.email, "", expect=422)


def test_an_account_without_a_password_gets_the_response_of_an_unknown_one(
    browser: Browser, provider: Provider, with_providers: BootedServer, wire: Wire
) -> None:
    alice = browser.sign_in(provider, new_person())
    api = with_providers.from_address(new_address()).api
    refused = wire.sign_in(api, alice.email, PASSWORD, expect=401)
    wire.assert_error(refused)
    assert refused.json() == wire.sign_in(api, new_email(), PASSWORD, expect=401).json()


def test_an_account_without_a_password_takes_as_long_as_an_unknown_one(
    open_browser: NewBrowser, provider: Provider, with_providers: BootedServer, wire: Wire
) -> None:
    def new_account() -> str:
        return open_browser().sign_in(provider, new_person()).email

    assert_takes_as_long_as_an_unknown_account(with_providers, wire, new_account)


def test_a_code_is_exchanged_once(browser: Browser, provider: Provider, wire: Wire) -> None:
    code = browser.result(browser.approved(provider, new_person()))["code"]
    browser.exchange(code)
    for used in (code, "unknown", code + "x"):
        wire.assert_error(browser.exchange(used, expect=400))


def test_of_many_concurrent_exchanges_one_succeeds(browser: Browser, provider: Provider) -> None:
    code = browser.result(browser.approved(provider, new_person()))["code"]
    with ThreadPoolExecutor(12) as pool:
        statuses = pool.map(
            lambda _: browser.exchange(code, expect={200, 400}).status_code,
            range(12),
        )
        assert sorted(statuses) == [200] + [400] * 11


def test_each_step_of_a_sign_in_can_reach_another_process(
    boot: Boot, launch: Launch, provider: Provider, wire: Wire
) -> None:
    settings = {**provider.settings, "DATABASE_URL": new_database(launch)}
    with boot(**settings) as one, boot(**settings) as another:
        browser = Browser(one.api, wire)
        query = browser.approved(provider, new_person())
        browser.api = another.api
        code = browser.result(query)["code"]
        browser.api = one.api
        browser.come_back(query, expect=400)
        browser.exchange(code)
        browser.api = another.api
        browser.exchange(code, expect=400)


@pytest.mark.parametrize("body", [{}, {"code": None}, {"code": 7}, {"code": ""}], ids=str)
def test_a_body_without_a_code_is_422(browser: Browser, wire: Wire, body: dict[str, Any]) -> None:
    wire.assert_error(browser.request("POST", "/exchange", json=body, expect=422))


def test_responses_on_the_way_are_not_cached_and_contain_no_token(
    browser: Browser, provider: Provider
) -> None:
    query = browser.approved(provider, new_person())
    back = browser.come_back(query)
    assert "no-store" in back.headers["cache-control"]
    code = parameters_of(back)["code"]
    assert code not in {query["code"], query["state"]}
    assert len(code) >= 22
    assert "." not in code, "it looks like a token"
    assert "no-store" in browser.exchange(code).headers["cache-control"]


def test_the_cookie_is_no_access_token(browser: Browser, provider: Provider, wire: Wire) -> None:
    browser.sign_in(provider, new_person())
    for value in browser.cookies.values():
        browser.api.get(wire.me, headers={"Authorization": f"{wire.scheme} {value}"}, expect=401)


def test_logs_show_nothing_of_a_sign_in(boot: Boot, provider: Provider, wire: Wire) -> None:
    person = new_person(name=f"Name {secrets.token_hex(6)}")
    with boot(**provider.settings, LOG_LEVEL="debug") as server:
        browser = Browser(server.from_address(new_address()).api, wire)
        query = browser.approved(provider, person)
        code = browser.result(query)["code"]
        token = wire.account(browser.exchange(code).json(), password="").token
        browser.come_back(query, expect=400)
        failed = browser.approved(provider, person, claims={"aud": "another"})
        browser.come_back(failed, expect=502)
        assert server.stop() == 0
        log = server.log()
    shown = [person.email, person.name, person.subject, token, code, CLIENT_SECRET, *query.values()]
    for text in [*shown, *failed.values(), *browser.cookies.values()]:
        assert text
        assert text not in log


def test_a_code_is_worth_nothing_after_a_minute(old: tuple[Browser, str, float], wire: Wire) -> None:
    browser, code, since = old
    time.sleep(max(0.0, since + 61 - time.monotonic()))
    wire.assert_error(browser.exchange(code, expect=400))
