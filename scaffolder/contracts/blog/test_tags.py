"""GET /tags, and the tags of an article."""

from typing import Any

from scaffolder.contracts.blog.steps import change, read, unique, write
from scaffolder.contracts.client import Client


def test_tags_are_listed_once_and_sorted(api: Client, alice: Client, bob: Client) -> None:
    mark = unique("")
    tags = [f"{letter}{mark}" for letter in ("b", "A", "é", "a", "Z", "1", "日")]
    write(alice, tagList=tags)
    write(bob, tagList=tags[:3])
    found: list[Any] = api.get("/tags", expect=200).json()["tags"]
    assert [tag for tag in found if tag.endswith(mark)] == sorted(tags)
    assert found == sorted(set(found))


def test_a_tag_without_articles_is_not_listed(api: Client, alice: Client) -> None:
    changed, deleted, kept = unique("changed"), unique("deleted"), unique("kept")
    article = write(alice, tagList=[changed, kept])
    gone = write(alice, tagList=[deleted, kept])
    assert {changed, deleted, kept} <= set(api.get("/tags", expect=200).json()["tags"])
    change(alice, article["slug"], tagList=[kept])
    alice.delete(f"/articles/{gone['slug']}", expect=204)
    tags = api.get("/tags", expect=200).json()["tags"]
    assert {changed, deleted, kept} & set(tags) == {kept}


def test_the_tags_of_an_article_are_kept_once_and_sorted(api: Client, alice: Client) -> None:
    article = write(alice, tagList=["b", "A", "é", "a", "b", "Z", "C++ & C#", "two words", "🐉"])
    assert article["tagList"] == sorted({"b", "A", "é", "a", "Z", "C++ & C#", "two words", "🐉"})
    assert read(api, article["slug"])["tagList"] == article["tagList"]


def test_the_tags_of_an_article_are_optional(alice: Client) -> None:
    assert write(alice)["tagList"] == []
    assert write(alice, tagList=[])["tagList"] == []
