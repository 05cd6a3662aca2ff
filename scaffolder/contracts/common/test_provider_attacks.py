"""Attacks on signing in with a provider."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from scaffolder.contracts.browsers import Browser, parameters_of
from scaffolder.contracts.common.conftest import NewBrowser
from scaffolder.contracts.identity_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    Provider,
    encoded,
    new_person,
    signed,
    unsigned,
)
from scaffolder.contracts.wire import Wire, new_address

MakeToken = Callable[[Provider, dict[str, Any]], str]


def test_a_callback_without_a_valid_state_is_400(browser: Browser, provider: Provider, wire: Wire) -> None:
    query = browser.approved(provider, new_person())
    foreign = [
        {"code": query["code"]},
        {"code": query["code"], "state": ""},
        {"code": query["code"], "state": query["state"] + "x"},
        {"code": query["code"], "state": secrets.token_urlsafe(32)},
        {"error": "access_denied"},
        {},
    ]
    for each in foreign:
        wire.assert_error(browser.come_back(each, expect=400))
    assert browser.result(query).keys() == {"code"}, "the attempts above used up the state"


def test_a_callback_without_a_code_is_400(browser: Browser, provider: Provider, wire: Wire) -> None:
    state = browser.approved(provider, new_person())["state"]
    wire.assert_error(browser.come_back({"state": state}, expect=400))


def test_the_state_of_another_browser_is_400(
    open_browser: NewBrowser, provider: Provider, wire: Wire
) -> None:
    """Login CSRF: a victim opens the callback of an attacker."""
    attacker, victim, passer_by = open_browser(), open_browser(), open_browser()
    query = attacker.approved(provider, new_person())
    victim.authorize()
    for other in (victim, passer_by):
        wire.assert_error(other.come_back(query, expect=400))


def test_a_code_for_the_page_only_works_in_the_browser_that_began(
    open_browser: NewBrowser, provider: Provider, wire: Wire
) -> None:
    """Login CSRF with our own code, or a code that was read over someone's shoulder."""
    attacker, victim, passer_by = open_browser(), open_browser(), open_browser()
    code = attacker.result(attacker.approved(provider, new_person()))["code"]
    victim.sign_in(provider, new_person())
    for other in (victim, passer_by):
        wire.assert_error(other.exchange(code, expect=400))
    attacker.exchange(code)


@pytest.mark.parametrize("change", ["payload", "signature", "none", "empty"])
def test_a_forged_cookie_is_400(browser: Browser, provider: Provider, wire: Wire, change: str) -> None:
    query = browser.approved(provider, new_person())
    (name, value), *_ = browser.cookies.items()
    head, dot, signature = value.rpartition(".")
    forged = {
        "payload": head[:-2] + dot + signature,
        "signature": head + dot + encoded(secrets.token_bytes(32)),
        "none": encoded(b'{"alg":"none"}') + "." + head.partition(".")[2] + ".",
        "empty": "",
    }
    browser.cookies = {name: forged[change]}
    wire.assert_error(browser.come_back(query, expect=400))


@pytest.mark.parametrize("reusable", [False, True], ids=["code works once", "provider accepts it again"])
def test_a_callback_works_once(browser: Browser, provider: Provider, wire: Wire, reusable: bool) -> None:
    query = browser.approved(provider, new_person(), reusable=reusable)
    cookies = dict(browser.cookies)
    assert browser.result(query).keys() == {"code"}
    browser.cookies = cookies
    for _ in range(2):
        wire.assert_error(browser.come_back(query, expect=400))


def test_of_a_hundred_concurrent_callbacks_one_succeeds(browser: Browser, provider: Provider) -> None:
    query = browser.approved(provider, new_person(), reusable=True)

    def come_back(_: int) -> int:
        answer = browser.come_back(query, headers=new_address(), expect={302, 400})
        return answer.status_code

    with ThreadPoolExecutor(20) as pool:
        assert sorted(pool.map(come_back, range(100))) == [302] + [400] * 99


def test_callbacks_are_limited_per_address(browser: Browser, provider: Provider, wire: Wire) -> None:
    query = browser.approved(provider, new_person())
    for _ in range(60):
        browser.come_back({"state": "unknown"}, expect=400)
    refused = browser.come_back(query, expect=429)
    wire.assert_error(refused)
    assert 1 <= int(refused.headers["retry-after"]) <= 60


@pytest.mark.parametrize(("begun", "ended"), [("oidc", "github"), ("github", "oidc")])
def test_the_answer_of_one_provider_is_not_the_answer_of_another(
    browser: Browser, provider: Provider, wire: Wire, begun: str, ended: str
) -> None:
    query = browser.approved(provider, new_person(subject=7), begun)
    before = len(provider.seen)
    wire.assert_error(browser.come_back(query, ended, expect=400))
    assert not provider.seen[before:], "the other provider was given the code"


def test_the_issuer_in_a_callback_has_to_be_the_providers(
    browser: Browser, provider: Provider, wire: Wire
) -> None:
    query = browser.approved(provider, new_person())
    wire.assert_error(browser.come_back(query | {"iss": "https://evil.example"}, expect=400))
    query = browser.approved(provider, new_person())
    assert browser.result(query | {"iss": provider.issuer}).keys() == {"code"}


@pytest.mark.parametrize("through", ["oidc", "github"])
def test_a_code_that_was_issued_to_another_browser_is_400(
    open_browser: NewBrowser, provider: Provider, wire: Wire, through: str
) -> None:
    """Code injection: PKCE ties a code to the browser that began."""
    victim, attacker = open_browser(), open_browser()
    stolen = victim.approved(provider, new_person(subject=7), through)["code"]
    own = attacker.approved(provider, new_person(subject=8), through)
    wire.assert_error(attacker.come_back(own | {"code": stolen}, through, expect=400))


@pytest.mark.parametrize("through", ["oidc", "github"])
def test_a_code_that_the_provider_does_not_know_is_400(
    browser: Browser, provider: Provider, wire: Wire, through: str
) -> None:
    query = browser.approved(provider, new_person(subject=7), through)
    wire.assert_error(browser.come_back(query | {"code": "unknown"}, through, expect=400))


def test_no_parameter_or_header_changes_where_a_browser_is_sent(browser: Browser, provider: Provider) -> None:
    evil = "https://evil.example/"
    names = ("next", "url", "redirect", "redirect_uri", "return_to", "returnTo", "target", "continue")
    parameters = dict.fromkeys(names, evil)
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Referer": evil, "Origin": evil}
    there = browser.request("GET", "/oidc/authorize", params=parameters, headers=headers, expect=302)
    location = there.headers["location"]
    assert "evil" not in location
    assert location.startswith(f"{provider.issuer}/authorize?")
    query = provider.approve(location, new_person())
    back = browser.come_back(parameters | query, headers=headers)
    assert parameters_of(back).keys() == {"code"}


@pytest.mark.parametrize("error", ["server_error", "<script>", "access_denied\r\nX: y", "//evil.example", ""])
def test_other_errors_of_a_provider_are_502_and_not_repeated(
    browser: Browser, provider: Provider, wire: Wire, error: str
) -> None:
    state = browser.approved(provider, new_person())["state"]
    answer = browser.come_back({"error": error, "state": state}, expect={400, 502} if error == "" else 502)
    wire.assert_error(answer)
    assert not error or error not in answer.text


def altered(provider: Provider, claims: dict[str, Any]) -> str:
    head, _, signature = signed(provider, claims).rpartition(".")
    other = encoded(secrets.token_bytes(256))
    return f"{head}.{other[:-1]}{signature[-1]}"


def not_signed(provider: Provider, claims: dict[str, Any]) -> str:
    return unsigned({"alg": "none"}, claims) + "."


def signed_with_the_public_key(provider: Provider, claims: dict[str, Any]) -> str:
    return signed_with_hmac(provider, claims, provider.keys[0].public["n"])


def signed_with_the_secret(provider: Provider, claims: dict[str, Any]) -> str:
    """OpenID Connect allows it, but then whoever knows the secret can sign in as anyone."""
    return signed_with_hmac(provider, claims, CLIENT_SECRET)


def signed_with_hmac(provider: Provider, claims: dict[str, Any], key: str) -> str:
    text = unsigned({"alg": "HS256", "kid": provider.keys[0].id}, claims)
    return f"{text}.{encoded(hmac.digest(key.encode(), text.encode(), hashlib.sha256))}"


def signed_by_a_stranger(provider: Provider, claims: dict[str, Any]) -> str:
    return signed(provider, claims, key=provider.unknown_key)


def signed_under_a_known_name(provider: Provider, claims: dict[str, Any]) -> str:
    """With a key of its own, and the id of the provider's."""
    key = provider.unknown_key
    own, key.id = key.id, provider.keys[0].id
    try:
        return signed(provider, claims, key=key)
    finally:
        key.id = own


FORGED: dict[str, MakeToken] = {
    "altered": altered,
    "alg none": not_signed,
    "HS256 with the public key": signed_with_the_public_key,
    "HS256 with the secret": signed_with_the_secret,
    "unknown key": signed_by_a_stranger,
    "key under a known name": signed_under_a_known_name,
    "no token": lambda provider, claims: "not.a.token",
}


@pytest.mark.parametrize("make_token", FORGED.values(), ids=FORGED)
def test_an_id_token_that_the_provider_did_not_sign_is_502(
    browser: Browser, provider: Provider, wire: Wire, make_token: MakeToken
) -> None:
    query = browser.approved(provider, new_person(), make_token=make_token)
    wire.assert_error(browser.come_back(query, expect=502))


WRONG: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "another-client"},
    "another audience, for this client": {"aud": "another-client", "azp": CLIENT_ID},
    "several audiences, for another": {"aud": [CLIENT_ID, "another"], "azp": "another"},
    "no audience": {"aud": None},
    "another issuer": {"iss": "https://evil.example"},
    "no issuer": {"iss": None},
    "expired": {"exp": int(time.time()) - 3600},
    "no expiry": {"exp": None},
    "subject is a number": {"sub": 7},
    "subject is empty": {"sub": ""},
    "subject is a list": {"sub": ["7"]},
    "subject is long": {"sub": "7" * 256},
    "no subject": {"sub": None},
    "subject with NUL": {"sub": "a\x00"},
    "subject with half a character": {"sub": "\ud800"},
}


@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG)
def test_an_id_token_with_wrong_claims_is_502(
    browser: Browser, provider: Provider, wire: Wire, claims: dict[str, Any]
) -> None:
    query = browser.approved(provider, new_person(), claims=claims)
    wire.assert_error(browser.come_back(query, expect=502))


@pytest.mark.parametrize("subject", ["7", True, 7.5, None], ids=repr)
def test_an_id_of_github_that_is_not_a_number_is_502(
    browser: Browser, provider: Provider, wire: Wire, subject: Any
) -> None:
    query = browser.approved(provider, new_person(subject=subject), "github")
    wire.assert_error(browser.come_back(query, "github", expect=502))


def test_userinfo_of_another_subject_is_502(browser: Browser, provider: Provider, wire: Wire) -> None:
    query = browser.approved(
        provider, new_person(), email_in_userinfo=True, userinfo={"sub": secrets.token_hex(8)}
    )
    wire.assert_error(browser.come_back(query, expect=502))


def test_new_keys_of_a_provider_are_fetched(open_browser: NewBrowser, provider: Provider) -> None:
    person = new_person()
    open_browser().sign_in(provider, person)
    provider.rotate_keys()
    assert open_browser().sign_in(provider, person).email == person.email


def test_a_key_that_the_provider_withdraws_is_not_accepted(
    open_browser: NewBrowser, provider: Provider, wire: Wire
) -> None:
    withdrawn = provider.keys[0]
    open_browser().sign_in(provider, new_person())
    provider.rotate_keys()
    browser = open_browser()
    query = browser.approved(
        provider, new_person(), make_token=lambda provider, claims: signed(provider, claims, key=withdrawn)
    )
    wire.assert_error(browser.come_back(query, expect=502))


def test_keys_are_fetched_again_at_most_once(browser: Browser, provider: Provider) -> None:
    browser.sign_in(provider, new_person())
    query = browser.approved(provider, new_person(), make_token=signed_by_a_stranger)
    before = provider.seen.count("/jwks")
    browser.come_back(query, expect=502)
    assert provider.seen.count("/jwks") - before <= 1
