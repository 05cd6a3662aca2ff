"""Access control: tokens for every operation, and errors of operations that do not exist."""

import base64
import json
from typing import Any

import pytest

from scaffolder.contracts.blog.steps import comment, errors, name, new_article, profile_path, write
from scaffolder.contracts.blog.wire import wire
from scaffolder.contracts.client import Client

Call = tuple[str, str, dict[str, Any] | None]

NEED_A_TOKEN: list[Call] = [
    ("GET", "/user", None),
    ("PUT", "/user", {"user": {"bio": "New"}}),
    ("POST", "/profiles/nobody-at-all/follow", None),
    ("DELETE", "/profiles/nobody-at-all/follow", None),
    ("GET", "/articles/feed", None),
    ("POST", "/articles", new_article()),
    ("PUT", "/articles/no-such-article", {"article": {"body": "New"}}),
    ("DELETE", "/articles/no-such-article", None),
    ("POST", "/articles/no-such-article/favorite", None),
    ("DELETE", "/articles/no-such-article/favorite", None),
    ("POST", "/articles/no-such-article/comments", {"comment": {"body": "New"}}),
    ("DELETE", "/articles/no-such-article/comments/1", None),
]


def ids(call: Call) -> str:
    return f"{call[0]} {call[1]}"


def without_signature(token: str) -> str:
    """The same claims with `alg: none`."""
    header = (
        base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode()).rstrip(b"=").decode()
    )
    return f"{header}.{token.split('.')[1]}."


def with_another_signature(token: str) -> str:
    signed, _, signature = token.rpartition(".")
    return f"{signed}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"


@pytest.mark.parametrize("call", NEED_A_TOKEN, ids=ids)
def test_without_a_token_401_takes_precedence_over_404(api: Client, call: Call) -> None:
    method, path, body = call
    answer = api.request(method, path, json=body, expect=401)
    assert errors(answer) == {"token": ["is missing"]}
    assert answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("call", NEED_A_TOKEN, ids=ids)
def test_an_invalid_token_is_401_wherever_one_is_required(api: Client, alice: Client, call: Call) -> None:
    method, path, body = call
    for token in (without_signature(alice.token), with_another_signature(alice.token), "x", "a.b.c"):
        answer = api.request(method, path, json=body, headers={"Authorization": f"Token {token}"}, expect=401)
        assert errors(answer).keys() == {"token"}
        assert answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("scheme", ["Basic", "Digest", "JWT", ""])
def test_a_token_with_another_scheme_is_401(api: Client, alice: Client, scheme: str) -> None:
    api.get("/user", headers={"Authorization": f"{scheme} {alice.token}".strip()}, expect=401)


def test_requests_by_other_users_do_not_change_an_article(alice: Client, bob: Client) -> None:
    article = write(alice, tagList=["kept"])
    created = comment(alice, article["slug"])
    path = f"/articles/{article['slug']}"
    bob.put(path, json={"article": {"tagList": []}}, expect=403)
    bob.put(path, json={"article": {"author": {"username": name(bob)}}}, expect=403)
    bob.delete(path, expect=403)
    bob.delete(f"{path}/comments/{created['id']}", expect=403)
    bob.delete(f"{path}/favorite", expect=200)
    assert alice.get(path, expect=200).json()["article"] == article
    assert alice.get(f"{path}/comments", expect=200).json()["comments"] == [created]


@pytest.mark.parametrize(
    "path", ["/nothing", "/articles/a/b/c/d", "/profiles", "/users/login/again", "/user/1"]
)
def test_an_unknown_route_has_the_standard_error_shape(api: Client, path: str) -> None:
    wire.assert_error(api.get(path, expect=404, validate=False))


@pytest.mark.parametrize(
    ("path", "method", "allowed"),
    [
        ("/users", "GET", {"POST"}),
        ("/users/login", "DELETE", {"POST"}),
        ("/user", "PATCH", {"GET", "PUT"}),
        ("/user", "DELETE", {"GET", "PUT"}),
        ("/articles", "DELETE", {"GET", "POST"}),
        ("/articles/some-slug", "PATCH", {"GET", "PUT", "DELETE"}),
        ("/articles/some-slug", "POST", {"GET", "PUT", "DELETE"}),
        ("/articles/some-slug/favorite", "GET", {"POST", "DELETE"}),
        ("/articles/some-slug/comments", "PUT", {"GET", "POST"}),
        ("/articles/some-slug/comments/1", "PUT", {"DELETE"}),
        ("/profiles/someone", "POST", {"GET"}),
        ("/profiles/someone/follow", "PUT", {"POST", "DELETE"}),
        ("/tags", "POST", {"GET"}),
    ],
)
def test_a_wrong_method_has_the_standard_error_shape_and_an_allow_header(
    api: Client, alice: Client, path: str, method: str, allowed: set[str]
) -> None:
    for client in (api, alice):
        answer = client.request(method, path, expect=405, validate=False)
        wire.assert_error(answer)
        listed = {each.strip() for each in answer.headers["Allow"].split(",")}
        assert listed - {"HEAD", "OPTIONS"} == allowed


def test_a_username_can_equal_a_route_name(api: Client, alice: Client) -> None:
    wire.assert_error(api.get(profile_path("login"), expect=404))
    assert errors(alice.post("/profiles/feed/follow", expect=404)) == {"profile": ["not found"]}
