"""Valid and invalid input: types, lengths, Unicode, injection and unknown properties."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from scaffolder.contracts.blog.steps import (
    change,
    comment,
    comments,
    errors,
    name,
    new_article,
    profile_path,
    read,
    slugs,
    unique,
    write,
)
from scaffolder.contracts.client import Client

TEXT = "🐉 e\u0301\u0323 مرحبا \u202eabc\u202c <b>&amp;</b> \"'`\\ %s {{7*7}} ${x}\r\n\t\u2028\u200d."
NOT_TEXT: list[Any] = [5, 0, 1.5, True, False, [], ["x"], {}, {"a": "b"}]
NOT_TAGS: list[Any] = [
    "one",
    "",
    5,
    0,
    True,
    False,
    {},
    {"0": "one"},
    [5],
    [None],
    [["one"]],
    [{}],
    [""],
    [" "],
]
HOSTILE = [
    "'; DROP TABLE articles; --",
    '" OR ""="',
    "1) UNION SELECT password FROM users --",
    "Robert'); DELETE FROM users WHERE ('1'='1",
    "x\r\nSet-Cookie: admin=1\r\n\r\n<html>",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "${jndi:ldap://127.0.0.1/a}",
]


def registration(**overrides: Any) -> dict[str, Any]:
    username = unique("user")
    fields = {"username": username, "email": f"{username}@example.com", "password": "long enough"}
    return {"user": {**fields, **overrides}}


def credentials(**overrides: Any) -> dict[str, Any]:
    return {"user": {"email": "nobody@example.com", "password": "long enough", **overrides}}


def changes(envelope: str) -> Callable[..., dict[str, Any]]:
    return lambda **fields: {envelope: fields}


Body = Callable[..., dict[str, Any]]
BODIES: dict[str, tuple[str, str, Body]] = {
    "register": ("POST", "/users", registration),
    "sign in": ("POST", "/users/login", credentials),
    "change user": ("PUT", "/user", changes("user")),
    "write article": ("POST", "/articles", new_article),
    "change article": ("PUT", "/articles/{slug}", changes("article")),
    "comment": ("POST", "/articles/{slug}/comments", changes("comment")),
}
FIELDS = [
    *[("register", field) for field in ("username", "email", "password")],
    *[("sign in", field) for field in ("email", "password")],
    *[("change user", field) for field in ("username", "email", "password", "bio", "image")],
    *[("write article", field) for field in ("title", "description", "body")],
    *[("change article", field) for field in ("title", "description", "body")],
    ("comment", "body"),
]


def send(client: Client, operation: str, expect: int, **options: Any) -> dict[str, list[str]]:
    """Send a body to an operation, on a new article if it needs one, and return the errors."""
    method, path, _ = BODIES[operation]
    if "{slug}" in path:
        path = path.format(slug=write(client)["slug"])
    return errors(client.request(method, path, expect=expect, **options))


@pytest.mark.parametrize(("operation", "field"), FIELDS)
def test_a_value_of_the_wrong_type_is_rejected(alice: Client, operation: str, field: str) -> None:
    for value in NOT_TEXT:
        assert send(alice, operation, 422, json=BODIES[operation][2](**{field: value})).keys() == {field}


@pytest.mark.parametrize(("operation", "field"), FIELDS)
def test_text_with_nul_is_rejected(alice: Client, operation: str, field: str) -> None:
    text = "nul\0@example.com" if field == "email" else "long enough\0nul"
    assert send(alice, operation, 422, json=BODIES[operation][2](**{field: text})).keys() == {field}


@pytest.mark.parametrize("operation", ["write article", "change article"])
def test_a_tag_list_of_the_wrong_type_is_rejected(alice: Client, operation: str) -> None:
    for value in [*NOT_TAGS, ["nul\0"], ["x" * 65], [f"tag {number}" for number in range(33)]]:
        found = send(alice, operation, 422, json=BODIES[operation][2](tagList=value))
        assert {field.split(".")[0] for field in found} == {"tagList"}


@pytest.mark.parametrize("operation", BODIES)
def test_a_body_without_its_envelope_is_rejected(alice: Client, operation: str) -> None:
    envelope = next(iter(BODIES[operation][2]()))
    values: list[Any] = [None, [], "text", 5, True]
    for body in [{}, *values, *({envelope: value} for value in values)]:
        content = json.dumps(body)
        send(alice, operation, 422, content=content, headers={"Content-Type": "application/json"})


@pytest.mark.parametrize("operation", BODIES)
def test_a_body_that_is_not_json_is_malformed(alice: Client, operation: str) -> None:
    for content in (b"{", b"{'user': 1}", b'{"user": NaN}', b"\xff\xfe{}", b'{"a": 1} x', b"title=x"):
        send(alice, operation, 400, content=content, headers={"Content-Type": "application/json"})


@pytest.mark.parametrize("operation", BODIES)
def test_a_body_with_another_media_type_is_unsupported(alice: Client, operation: str) -> None:
    for media_type in (
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ):
        send(alice, operation, 415, content=b"{}", headers={"Content-Type": media_type})


@pytest.mark.parametrize("operation", BODIES)
def test_a_body_over_one_mebibyte_is_too_large(alice: Client, operation: str) -> None:
    body = BODIES[operation][2](padding="x" * 1024 * 1024)
    send(alice, operation, 413, json=body)


@pytest.mark.parametrize("operation", BODIES)
def test_a_deeply_nested_body_is_rejected(alice: Client, operation: str) -> None:
    method, path, body = BODIES[operation]
    path = path.format(slug=write(alice)["slug"])
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        nested = opening * 100_000 + "1" + closing * 100_000
        content = f'{{"{next(iter(body()))}": {{"title": {nested}}}}}'
        answer = alice.request(method, path, content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 422), f"deep nesting returned {answer.status_code}"


@pytest.mark.parametrize("operation", ["register", "write article", "comment"])
def test_half_a_surrogate_pair_is_rejected(alice: Client, operation: str) -> None:
    method, path, body = BODIES[operation]
    path = path.format(slug=write(alice)["slug"])
    field = {"register": "username", "write article": "title", "comment": "body"}[operation]
    envelope, fields = next(iter(body(**{field: "MARK"}).items()))
    pairs = ", ".join(f'"{key}": "{value}"' for key, value in fields.items()).replace("MARK", r"x\ud800")
    answer = alice.request(
        method, path, content=f'{{"{envelope}": {{{pairs}}}}}', headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (400, 422)


def test_text_is_returned_as_it_was_sent(api: Client, alice: Client) -> None:
    name = TEXT.translate(dict.fromkeys(map(ord, "\r\n\t")))
    fields = {"title": unique(name), "description": TEXT, "body": TEXT, "tagList": [name]}
    article = write(alice, **fields)
    for seen in (article, read(api, article["slug"]), change(alice, article["slug"], **fields)):
        assert {field: seen[field] for field in fields} == fields
    assert comment(alice, article["slug"], TEXT)["body"] == TEXT
    assert comments(api, article["slug"])[0]["body"] == TEXT
    alice.put("/user", json={"user": {"bio": TEXT, "image": TEXT}}, expect=200)
    author = read(api, article["slug"])["author"]
    assert (author["bio"], author["image"]) == (TEXT, TEXT)


@pytest.mark.parametrize(("field", "most"), [("title", 255), ("description", 1000), ("body", 100_000)])
def test_the_length_of_article_texts_is_limited(alice: Client, field: str, most: int) -> None:
    article = write(alice, **{field: "🐉" * most})
    assert article[field] == "🐉" * most
    too_long = {field: "x" * (most + 1)}
    assert errors(alice.post("/articles", json=new_article(**too_long), expect=422)).keys() == {field}
    answer = alice.put(f"/articles/{article['slug']}", json={"article": too_long}, expect=422)
    assert errors(answer).keys() == {field}


def test_the_length_of_a_comment_is_limited(alice: Client) -> None:
    slug = write(alice)["slug"]
    assert comment(alice, slug, "🐉" * 10_000)["body"] == "🐉" * 10_000
    body = {"comment": {"body": "x" * 10_001}}
    assert errors(alice.post(f"/articles/{slug}/comments", json=body, expect=422)).keys() == {"body"}


def test_a_long_title_has_a_slug(alice: Client) -> None:
    for title in ("x" * 255, "word " * 51, "ﷺ" * 255, "½" * 255):
        assert read(alice, write(alice, title=title)["slug"])["title"] == title


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("username", "🐉" * 54 + "{mark}"),
        ("email", f"{'u' * 50}{{mark}}@{'.'.join(['d' * 60] * 3)}.{'d' * 2}.example"),
        ("bio", "🐉" * 2000),
        ("image", "https://images.example/" + "x" * 2025),
    ],
)
def test_the_length_of_account_texts_is_limited(alice: Client, field: str, text: str) -> None:
    text = text.format(mark=unique("")[1:])
    assert len(text) == {"username": 64, "email": 254, "bio": 2000, "image": 2048}[field]
    assert alice.put("/user", json={"user": {field: text}}, expect=200).json()["user"][field] == text
    answer = alice.put("/user", json={"user": {field: f"x{text}"}}, expect=422)
    assert errors(answer).keys() == {field}


def test_the_number_of_tags_is_limited(api: Client, alice: Client) -> None:
    tags = sorted(f"{'🐉' * 50}{number:04}{unique('')[1:]}" for number in range(32))
    article = write(alice, tagList=tags)
    assert read(api, article["slug"])["tagList"] == tags
    assert slugs(api, tag=tags[0]) == [article["slug"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_malicious_text_is_stored_as_plain_text(api: Client, alice: Client, text: str) -> None:
    name = text.replace("\r\n", " ")
    article = write(alice, title=name, description=text, body=text, tagList=[name])
    assert read(api, article["slug"])["title"] == name
    assert comment(alice, article["slug"], text)["body"] == text
    assert article["slug"] in slugs(api, tag=name, limit=100)
    assert slugs(api, author=text) == slugs(api, favorited=text) == []
    answer = api.post("/users/login", json=credentials(email=text, password=""), expect=422)
    assert "set-cookie" not in answer.headers
    assert errors(api.get(profile_path(text.replace("/", "")), expect=404)) == {"profile": ["not found"]}


@pytest.mark.parametrize("filter_name", ["tag", "author", "favorited"])
def test_a_filter_that_cannot_match_any_name_is_rejected(api: Client, filter_name: str) -> None:
    for value in ("nul\0", "x" * 65):
        assert errors(api.get("/articles", params={filter_name: value}, expect=422)).keys() == {filter_name}
    api.get("/articles", params={filter_name: "🐉" * 64}, expect=200)


@pytest.mark.parametrize(
    "path", ["/profiles/nul%00", "/articles/nul%00", "/articles/nul%00/comments", "/profiles/%FF"]
)
def test_a_path_with_invalid_utf_8_is_not_found_or_rejected(api: Client, path: str) -> None:
    answer = api.get(path, validate=False)
    assert answer.status_code in (400, 404, 422)


def test_unknown_properties_of_accounts_are_ignored(api: Client, alice: Client, bob: Client) -> None:
    extra = {"id": 1, "user_id": 1, "is_admin": True, "role": "admin", "token": "x", "following": True}
    user = api.post("/users", json=registration(**extra), expect=201).json()["user"]
    assert user["token"] != "x"
    body = {"user": {**extra, "bio": "New", "password_hash": "x", "createdAt": "2000-01-01T00:00:00.000Z"}}
    alice.put("/user", json=body, expect=200)
    for client, bio in ((alice, "New"), (bob, None)):
        seen = client.get("/user", expect=200).json()["user"]
        assert {**seen, "token": ""} == {**client.user, "bio": bio, "token": ""}


def test_unknown_properties_of_articles_are_ignored(alice: Client, bob: Client) -> None:
    other = write(bob)
    extra = {
        "id": 1,
        "slug": unique("my-own-slug"),
        "author": {"username": name(bob)},
        "author_id": 1,
        "authorId": 1,
        "createdAt": "2000-01-01T00:00:00.000Z",
        "updatedAt": "2000-01-01T00:00:00.000Z",
        "favorited": True,
        "favoritesCount": 99,
        "comments": [],
    }
    article = write(alice, **extra)
    assert article["slug"] != extra["slug"]
    assert article["createdAt"] > "2001"
    assert article["updatedAt"] > "2001"
    changed = change(alice, article["slug"], **extra)
    for seen in (article, changed):
        assert seen["author"]["username"] == name(alice)
        assert (seen["favorited"], seen["favoritesCount"]) == (False, 0)
    assert changed == {**article, "updatedAt": changed["updatedAt"]}
    assert changed["updatedAt"] >= article["updatedAt"]
    assert read(bob, other["slug"]) == other


def test_unknown_properties_of_comments_are_ignored(alice: Client, bob: Client) -> None:
    slug = write(alice)["slug"]
    first = comment(alice, slug)
    fields = {
        "body": "Second",
        "id": first["id"],
        "author": {"username": name(alice)},
        "author_id": 1,
        "createdAt": "2000-01-01T00:00:00.000Z",
    }
    second = bob.post(f"/articles/{slug}/comments", json={"comment": fields}, expect=201).json()["comment"]
    assert second["id"] != first["id"]
    assert second["author"]["username"] == name(bob)
    assert second["createdAt"] > "2001"
    assert comments(alice, slug) == [second, first]


def test_sending_an_article_back_unchanged_changes_nothing(alice: Client) -> None:
    article = write(alice, tagList=["one"])
    changed = change(alice, article["slug"], **article)
    assert changed == {**article, "updatedAt": changed["updatedAt"]}
