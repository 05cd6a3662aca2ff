"""GET /articles with its filters, and GET /articles/feed."""

from itertools import chain
from typing import Any

import pytest

from scaffolder.contracts.blog.steps import (
    change,
    errors,
    follow,
    listed,
    name,
    profile_path,
    slugs,
    unique,
    write,
)
from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import SignUp

INVALID_PAGES: list[dict[str, str]] = [
    {"limit": "0"},
    {"limit": "-1"},
    {"limit": "101"},
    {"limit": "ten"},
    {"limit": "1.5"},
    {"limit": ""},
    {"limit": "1e1"},
    {"limit": "99999999999999999999"},
    {"offset": "-1"},
    {"offset": "ten"},
    {"offset": ""},
    {"offset": "99999999999999999999"},
]


def count(reader: Client, path: str = "/articles", **query: Any) -> int:
    found: int = reader.get(path, params=query, expect=200).json()["articlesCount"]
    return found


def test_a_listed_article_equals_the_article_without_its_body(api: Client, alice: Client) -> None:
    article = write(alice, tagList=["b", "a"])
    del article["body"]
    assert listed(api, author=name(alice)) == [article]


def test_a_new_article_is_on_the_global_list(api: Client, alice: Client) -> None:
    article = write(alice)
    assert article["slug"] in slugs(api, limit=100)


def test_articles_are_listed_newest_first_without_gaps_between_pages(api: Client, alice: Client) -> None:
    newest_first = [write(alice)["slug"] for _ in range(21)][::-1]
    author = name(alice)
    assert slugs(api, author=author) == newest_first[:20], "the default limit is not twenty"
    assert slugs(api, author=author, limit=100) == newest_first
    assert slugs(api, author=author, limit=1) == newest_first[:1]
    pages = [slugs(api, author=author, limit=4, offset=offset) for offset in range(0, 24, 4)]
    assert list(chain(*pages)) == newest_first
    assert slugs(api, author=author, offset=21) == []
    assert slugs(api, author=author, offset=2147483647) == []
    for limit, offset in ((1, 0), (5, 20), (20, 21)):
        assert count(api, author=author, limit=limit, offset=offset) == 21


def test_an_update_does_not_move_an_article_in_the_list(api: Client, alice: Client) -> None:
    newest_first = [write(alice)["slug"] for _ in range(3)][::-1]
    change(alice, newest_first[-1], body="Another")
    assert slugs(api, author=name(alice)) == newest_first


def test_the_tag_filter_matches_exactly(api: Client, alice: Client, bob: Client) -> None:
    tag = unique("tag")
    first, second = write(alice, tagList=[tag, "other"])["slug"], write(bob, tagList=[tag])["slug"]
    for near in (tag[:-1], f"{tag}s", tag.upper(), "tag"):
        write(alice, tagList=[near])
    assert slugs(api, tag=tag) == [second, first]
    assert count(api, tag=tag) == 2


def test_a_removed_tag_no_longer_finds_the_article(api: Client, alice: Client) -> None:
    tag = unique("tag")
    article = write(alice, tagList=[tag])
    change(alice, article["slug"], tagList=["another"])
    assert slugs(api, tag=tag) == []


def test_tags_that_differ_in_an_accent_are_different(api: Client, alice: Client) -> None:
    word = unique()
    plain, accented = write(alice, tagList=[f"resume {word}"]), write(alice, tagList=[f"résumé {word}"])
    assert slugs(api, tag=f"resume {word}") == [plain["slug"]]
    assert slugs(api, tag=f"résumé {word}") == [accented["slug"]]


def test_the_author_filter_returns_only_their_articles(api: Client, alice: Client, bob: Client) -> None:
    write(alice)
    article = write(bob)
    assert slugs(api, author=name(bob)) == [article["slug"]]
    assert slugs(alice, author=name(bob)) == [article["slug"]]


def test_the_favorited_filter_returns_the_current_favourites_of_that_user(
    api: Client, alice: Client, bob: Client
) -> None:
    first, second = write(alice)["slug"], write(alice)["slug"]
    write(alice)
    alice.post(f"/articles/{first}/favorite", expect=200)
    for slug in (second, first):
        bob.post(f"/articles/{slug}/favorite", expect=200)
    assert slugs(api, favorited=name(bob)) == [second, first], (
        "favourites are sorted by favourite, not by article"
    )
    assert slugs(api, favorited=name(alice)) == [first]
    assert listed(api, favorited=name(bob), limit=1)[0]["favoritesCount"] == 1
    bob.delete(f"/articles/{second}/favorite", expect=200)
    assert slugs(api, favorited=name(bob)) == [first]
    assert count(api, favorited=name(bob)) == 1


def test_an_article_has_to_match_all_filters(api: Client, alice: Client, bob: Client) -> None:
    tag = unique("tag")
    both = write(alice, tagList=[tag])["slug"]
    write(alice)
    write(bob, tagList=[tag])
    liked = write(alice, tagList=[tag])["slug"]
    bob.post(f"/articles/{liked}/favorite", expect=200)
    assert slugs(api, tag=tag, author=name(alice)) == [liked, both]
    assert slugs(api, tag=tag, author=name(alice), favorited=name(bob)) == [liked]
    assert count(api, tag=tag, author=name(alice), favorited=name(bob)) == 1
    assert slugs(api, tag=tag, author=name(bob), favorited=name(bob)) == []


@pytest.mark.parametrize("filter_name", ["tag", "author", "favorited"])
def test_a_filter_without_matches_returns_an_empty_list(api: Client, alice: Client, filter_name: str) -> None:
    write(alice, tagList=["one"])
    for value in (unique("nothing"), "%", "_", "*", "' OR '1'='1", "one') OR 1=1 --", "🐉", "\\"):
        answer = api.get("/articles", params={filter_name: f"{value}{unique()}"}, expect=200)
        assert answer.json() == {"articles": [], "articlesCount": 0}
    for wildcard in ("%", "_%", "*"):
        assert slugs(api, **{filter_name: wildcard}) == []


def test_lists_show_what_the_reader_likes_and_follows(api: Client, alice: Client, bob: Client) -> None:
    article = write(bob)
    follow(alice, bob)
    alice.post(f"/articles/{article['slug']}/favorite", expect=200)
    seen = {
        reader: (found["favorited"], found["favoritesCount"], found["author"]["following"])
        for reader, client in (("alice", alice), ("bob", bob), ("anyone", api))
        for found in listed(client, author=name(bob))
    }
    assert seen == {"alice": (True, 1, True), "bob": (False, 1, False), "anyone": (False, 1, False)}


@pytest.mark.parametrize("page", INVALID_PAGES, ids=str)
def test_an_invalid_limit_or_offset_is_rejected(alice: Client, page: dict[str, str]) -> None:
    for path in ("/articles", "/articles/feed"):
        assert errors(alice.get(path, params=page, expect=422)).keys() == page.keys()


def test_the_feed_of_someone_who_follows_nobody_is_empty(alice: Client, bob: Client) -> None:
    write(alice)
    write(bob)
    assert alice.get("/articles/feed", expect=200).json() == {"articles": [], "articlesCount": 0}


def test_the_feed_has_articles_by_followed_users_newest_first(
    alice: Client, bob: Client, sign_up: SignUp
) -> None:
    carol, dave = sign_up(name="carol"), sign_up(name="dave")
    before = write(bob)["slug"]
    follow(alice, bob)
    follow(alice, carol)
    follow(bob, dave)
    write(dave)
    write(alice)
    since = [write(author)["slug"] for author in (bob, carol, carol, bob)]
    newest_first = [*since[::-1], before]
    assert slugs(alice, "/articles/feed") == newest_first
    pages = [slugs(alice, "/articles/feed", limit=2, offset=offset) for offset in (0, 2, 4)]
    assert list(chain(*pages)) == newest_first
    assert count(alice, "/articles/feed", limit=1, offset=1) == 5


def test_the_feed_has_twenty_articles_by_default(alice: Client, bob: Client) -> None:
    follow(alice, bob)
    newest_first = [write(bob)["slug"] for _ in range(21)][::-1]
    assert slugs(alice, "/articles/feed") == newest_first[:20]
    assert slugs(alice, "/articles/feed", limit=100) == newest_first


def test_an_article_in_the_feed_equals_the_article_without_its_body(alice: Client, bob: Client) -> None:
    follow(alice, bob)
    article = write(bob, tagList=["b", "a"])
    alice.post(f"/articles/{article['slug']}/favorite", expect=200)
    del article["body"]
    article["author"]["following"] = True
    assert listed(alice, "/articles/feed") == [{**article, "favorited": True, "favoritesCount": 1}]


def test_unfollowing_empties_the_feed(alice: Client, bob: Client) -> None:
    write(bob)
    follow(alice, bob)
    assert count(alice, "/articles/feed") == 1
    alice.delete(f"{profile_path(name(bob))}/follow", expect=200)
    assert alice.get("/articles/feed", expect=200).json() == {"articles": [], "articlesCount": 0}
