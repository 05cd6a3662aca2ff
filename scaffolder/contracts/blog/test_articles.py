"""Writing, reading, changing and deleting articles; slugs and times."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scaffolder.contracts.blog.steps import (
    BLANK,
    change,
    comment,
    comments,
    errors,
    name,
    new_article,
    read,
    slugs,
    unique,
    write,
)
from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import Boot

TEXTS = ["title", "description", "body"]
BLANKS = [None, "", " \n "]


def test_creating_an_article_returns_all_its_fields(alice: Client) -> None:
    fields = {
        "title": unique("Dragons"),
        "description": "About them",
        "body": "They **fly**.\n",
        "tagList": ["b", "a"],
    }
    article = alice.post("/articles", json={"article": fields}, expect=201).json()["article"]
    assert article == {
        **fields,
        "tagList": ["a", "b"],
        "slug": article["slug"],
        "createdAt": article["createdAt"],
        "updatedAt": article["updatedAt"],
        "favorited": False,
        "favoritesCount": 0,
        "author": {"username": name(alice), "bio": None, "image": None, "following": False},
    }
    assert read(alice, article["slug"]) == article


def test_anyone_can_read_an_article(api: Client, alice: Client, bob: Client) -> None:
    article = write(alice, tagList=["one"])
    assert read(api, article["slug"]) == article
    assert read(bob, article["slug"]) == article


@pytest.mark.parametrize("field", TEXTS)
def test_an_article_needs_title_description_and_body(alice: Client, field: str) -> None:
    body = new_article()
    del body["article"][field]
    assert errors(alice.post("/articles", json=body, expect=422)) == {field: BLANK}
    for blank in BLANKS:
        answer = alice.post("/articles", json=new_article(**{field: blank}), expect=422)
        assert errors(answer) == {field: BLANK}


def test_all_blank_fields_of_an_article_are_reported_together(alice: Client) -> None:
    answer = alice.post("/articles", json={"article": {}}, expect=422)
    assert errors(answer) == {"title": BLANK, "description": BLANK, "body": BLANK}


@pytest.mark.parametrize("field", TEXTS)
def test_the_fields_of_an_article_cannot_be_set_to_blank(alice: Client, field: str) -> None:
    article = write(alice)
    for blank in BLANKS:
        answer = alice.put(f"/articles/{article['slug']}", json={"article": {field: blank}}, expect=422)
        assert errors(answer) == {field: BLANK}
    assert read(alice, article["slug"]) == article


@pytest.mark.parametrize("field", ["description", "body"])
def test_changing_one_field_keeps_the_others_and_the_slug(alice: Client, field: str) -> None:
    article = write(alice, tagList=["kept"])
    changed = change(alice, article["slug"], **{field: "Another"})
    assert changed == {**article, field: "Another", "updatedAt": changed["updatedAt"]}
    assert read(alice, article["slug"]) == changed


def test_the_slug_changes_with_the_title(alice: Client) -> None:
    article = write(alice)
    changed = change(alice, article["slug"], title=unique("Another title"))
    assert changed["slug"] != article["slug"]
    assert read(alice, changed["slug"]) == changed
    assert changed["body"] == article["body"]


def test_the_same_title_again_keeps_the_slug(alice: Client) -> None:
    title = unique("Same title")
    write(alice, title=title)
    article = write(alice, title=title)
    assert change(alice, article["slug"], title=title, body="Another")["slug"] == article["slug"]


def test_changing_nothing_is_not_an_error(alice: Client) -> None:
    article = write(alice, tagList=["kept"])
    changed = change(alice, article["slug"])
    assert changed == {**article, "updatedAt": changed["updatedAt"]}


@pytest.mark.parametrize(
    ("title", "begins"),
    [
        ("How to Train Your Dragon", "how-to-train-your-dragon"),
        ("  Spaces,   commas & such!  ", "spaces-commas"),
        ("Already-hyphenated--title", "already-hyphenated-title"),
        ("C3PO 2 R2D2", "c3po-2-r2d2"),
    ],
)
def test_a_slug_is_generated_from_the_title(alice: Client, title: str, begins: str) -> None:
    assert write(alice, title=title)["slug"].startswith(begins)


@pytest.mark.parametrize(
    "title",
    [
        "Привет, мир",
        "日本語のタイトル",
        "مرحبا بالعالم",
        "Crème brûlée für Ängste",
        "e\u0301\u0301",
        "🐉🔥",
        "!!! ???",
        "-",
        "…",
    ],
)
def test_every_title_gets_a_unique_slug(api: Client, alice: Client, title: str) -> None:
    first, second = write(alice, title=title), write(alice, title=title)
    assert first["slug"] != second["slug"]
    for article in (first, second):
        assert read(api, article["slug"])["title"] == title


def test_an_article_titled_feed_does_not_hide_the_feed(api: Client, alice: Client) -> None:
    article = write(alice, title="Feed")
    assert read(api, article["slug"])["title"] == "Feed"
    article = write(alice)
    assert read(api, change(alice, article["slug"], title="feed!")["slug"])["title"] == "feed!"


def test_two_articles_with_the_same_title_get_different_slugs(alice: Client, bob: Client) -> None:
    title = unique("One title")
    first, second = write(alice, title=title, body="Alice's"), write(bob, title=title, body="Bob's")
    third = write(bob)
    third = change(bob, third["slug"], title=title, body="Bob's third")
    assert len({first["slug"], second["slug"], third["slug"]}) == 3
    assert [read(alice, each["slug"])["body"] for each in (first, second, third)] == [
        "Alice's",
        "Bob's",
        "Bob's third",
    ]


def test_titles_that_differ_only_in_punctuation_get_different_slugs(alice: Client) -> None:
    word = unique("word")
    first, second = write(alice, title=f"{word} one"), write(alice, title=f"{word}: One!")
    assert first["slug"] != second["slug"]


def test_omitted_tags_are_kept_and_an_empty_list_clears_them(alice: Client) -> None:
    article = write(alice, tagList=["one", "two"])
    assert change(alice, article["slug"], body="Another")["tagList"] == ["one", "two"]
    assert change(alice, article["slug"], tagList=["three", "one"])["tagList"] == ["one", "three"]
    assert change(alice, article["slug"], tagList=[])["tagList"] == []
    assert read(alice, article["slug"])["tagList"] == []


def test_of_tags_that_look_the_same_the_first_is_stored(alice: Client) -> None:
    for first, second in ("caf\u00e9", "cafe\u0301"), ("cafe\u0301", "caf\u00e9"):
        article = write(alice, tagList=[first, "b", second])
        assert article["tagList"] == ["b", first]
        assert read(alice, article["slug"])["tagList"] == ["b", first]


def test_a_tag_list_of_null_is_rejected(alice: Client) -> None:
    article = write(alice, tagList=["kept"])
    answer = alice.put(f"/articles/{article['slug']}", json={"article": {"tagList": None}}, expect=422)
    assert errors(answer).keys() == {"tagList"}
    assert read(alice, article["slug"]) == article
    answer = alice.post("/articles", json=new_article(tagList=None), expect=422)
    assert errors(answer).keys() == {"tagList"}


def test_updated_at_changes_with_every_update_and_created_at_never(alice: Client) -> None:
    article = write(alice)
    changes: list[dict[str, Any]] = [
        {"title": unique("Another title")},
        {"description": "Another"},
        {"body": "Another"},
        {"tagList": ["one"]},
        {"tagList": []},
        {"body": "Yet another"},
    ]
    times = [article["updatedAt"]]
    slug = article["slug"]
    for fields in changes:
        changed = change(alice, slug, **fields)
        slug = changed["slug"]
        assert changed["createdAt"] == article["createdAt"]
        assert read(alice, slug)["updatedAt"] == changed["updatedAt"]
        times.append(changed["updatedAt"])
    assert times == sorted(set(times)), "updatedAt did not increase with each change"
    assert not all(time.endswith(".000Z") for time in times), "times have no sub-second precision"


def test_times_are_utc_whatever_the_time_zone_of_the_server(boot: Boot) -> None:
    with boot(TZ="Asia/Tokyo") as server:
        article = write(server.sign_up())
    created = datetime.fromisoformat(article["createdAt"])
    assert abs(datetime.now(UTC) - created) < timedelta(minutes=1)


def test_someone_elses_article_cannot_be_changed(alice: Client, bob: Client) -> None:
    article = write(alice)
    answer = bob.put(f"/articles/{article['slug']}", json={"article": {"body": "Mine now"}}, expect=403)
    assert errors(answer) == {"article": ["forbidden"]}
    assert read(alice, article["slug"]) == article


def test_someone_elses_article_cannot_be_deleted(alice: Client, bob: Client) -> None:
    article = write(alice)
    answer = bob.delete(f"/articles/{article['slug']}", expect=403)
    assert errors(answer) == {"article": ["forbidden"]}
    assert read(alice, article["slug"]) == article


def test_a_deleted_article_is_404(api: Client, alice: Client) -> None:
    article, kept = write(alice), write(alice)
    alice.delete(f"/articles/{article['slug']}", expect=204)
    assert errors(api.get(f"/articles/{article['slug']}", expect=404)) == {"article": ["not found"]}
    assert errors(alice.delete(f"/articles/{article['slug']}", expect=404)) == {"article": ["not found"]}
    assert slugs(api, author=name(alice)) == [kept["slug"]]


def test_an_article_with_the_title_of_a_deleted_one_has_no_comments_or_favourites(
    alice: Client, bob: Client
) -> None:
    article = write(alice, tagList=["old"])
    comment(bob, article["slug"])
    bob.post(f"/articles/{article['slug']}/favorite", expect=200)
    alice.delete(f"/articles/{article['slug']}", expect=204)
    again = write(alice, title=article["title"])
    assert comments(bob, again["slug"]) == []
    seen = read(bob, again["slug"])
    assert (seen["favorited"], seen["favoritesCount"], seen["tagList"]) == (False, 0, [])


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_article_that_does_not_exist_is_not_found(alice: Client, method: str) -> None:
    body = {"article": {"body": "Another"}} if method == "PUT" else None
    answer = alice.request(method, f"/articles/{unique('missing')}", json=body, expect=404)
    assert errors(answer) == {"article": ["not found"]}
