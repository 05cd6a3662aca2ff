"""POST and DELETE /articles/{slug}/favorite."""

import pytest

from scaffolder.contracts.blog.steps import errors, read, unique, write
from scaffolder.contracts.client import Client


def test_an_article_counts_once_per_user_as_a_favourite(api: Client, alice: Client, bob: Client) -> None:
    article = write(alice)
    path = f"/articles/{article['slug']}/favorite"
    for count, client in ((1, alice), (1, alice), (2, bob), (2, alice)):
        answered = client.post(path, expect=200).json()["article"]
        assert answered == {**article, "favorited": True, "favoritesCount": count}
    assert read(bob, article["slug"])["favorited"] is True
    seen = read(api, article["slug"])
    assert (seen["favorited"], seen["favoritesCount"]) == (False, 2)


def test_a_removed_favourite_no_longer_counts(alice: Client, bob: Client) -> None:
    article = write(alice)
    path = f"/articles/{article['slug']}/favorite"
    alice.post(path, expect=200)
    bob.post(path, expect=200)
    for _ in range(2):
        answered = bob.delete(path, expect=200).json()["article"]
        assert answered == {**article, "favorited": False, "favoritesCount": 1}
    seen = read(alice, article["slug"])
    assert (seen["favorited"], seen["favoritesCount"]) == (True, 1)


def test_removing_a_favourite_that_does_not_exist_is_not_an_error(alice: Client, bob: Client) -> None:
    article = write(alice)
    answered = bob.delete(f"/articles/{article['slug']}/favorite", expect=200).json()["article"]
    assert (answered["favorited"], answered["favoritesCount"]) == (False, 0)


def test_a_favourite_does_not_change_the_article(alice: Client, bob: Client) -> None:
    article = write(alice)
    path = f"/articles/{article['slug']}/favorite"
    for method in ("POST", "DELETE"):
        answered = bob.request(method, path, expect=200).json()["article"]
        assert answered["updatedAt"] == article["updatedAt"] == read(alice, article["slug"])["updatedAt"]


def test_a_favourite_does_not_affect_other_articles(alice: Client) -> None:
    first, second = write(alice), write(alice)
    alice.post(f"/articles/{first['slug']}/favorite", expect=200)
    seen = read(alice, second["slug"])
    assert (seen["favorited"], seen["favoritesCount"]) == (False, 0)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_an_article_that_does_not_exist_cannot_be_a_favourite(alice: Client, method: str) -> None:
    answer = alice.request(method, f"/articles/{unique('missing')}/favorite", expect=404)
    assert errors(answer) == {"article": ["not found"]}
