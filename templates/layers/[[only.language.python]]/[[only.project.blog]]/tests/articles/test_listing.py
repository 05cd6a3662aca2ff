from uuid import uuid4

from starlette.testclient import TestClient

from tests.sign_in import Person, sign_up_at


def test_a_listed_article_is_the_article_without_its_body(alice: Person) -> None:
    article = alice.write(tagList=["b", "a"])
    del article["body"]
    assert alice.get(f"/articles?author={alice.name}").json() == {"articles": [article], "articlesCount": 1}


def test_articles_come_newest_first_in_pages_of_twenty(alice: Person) -> None:
    newest_first = [alice.write()["slug"] for _ in range(21)][::-1]
    mine = f"/articles?author={alice.name}"
    assert alice.slugs(mine) == newest_first[:20]
    assert alice.slugs(f"{mine}&limit=100") == newest_first
    assert alice.slugs(f"{mine}&limit=5&offset=18") == newest_first[18:]
    past_the_end = alice.get(f"{mine}&offset={2**31 - 1}").json()
    assert past_the_end == {"articles": [], "articlesCount": 21}


def test_a_list_is_filtered(alice: Person, bob: Person) -> None:
    tag = uuid4().hex
    first, second = alice.write(tagList=[tag, "x"])["slug"], bob.write(tagList=[tag])["slug"]
    alice.write(tagList=[tag.upper(), f"{tag}s"])
    bob.post(f"/articles/{second}/favorite")
    bob.post(f"/articles/{first}/favorite")
    for query, slugs in (
        (f"tag={tag}", [second, first]),
        (f"tag={tag}&author={alice.name}", [first]),
        (f"favorited={bob.name}", [second, first]),
        (f"favorited={alice.name}", []),
        (f"favorited={bob.name}&author={bob.name}&tag={tag}", [second]),
        ("tag=%25", []),
        ("author=nobody at all", []),
    ):
        answer = alice.get(f"/articles?{query}").json()
        assert [article["slug"] for article in answer["articles"]] == slugs, query
        assert answer["articlesCount"] == len(slugs)


def test_the_feed_has_the_articles_of_followed_users(api: TestClient, alice: Person, bob: Person) -> None:
    assert alice.get("/articles/feed").json() == {"articles": [], "articlesCount": 0}
    carol = sign_up_at(api, name="carol")
    alice.write()
    first, second, third = (author.write()["slug"] for author in (bob, carol, bob))
    for author in (bob, carol):
        alice.post(f"/profiles/{author.name}/follow")
    assert alice.slugs("/articles/feed") == [third, second, first]
    assert alice.slugs("/articles/feed?limit=1&offset=1") == [second]
    assert alice.get("/articles/feed?limit=1").json()["articlesCount"] == 3
    assert bob.slugs("/articles/feed") == []
    alice.delete(f"/profiles/{bob.name}/follow")
    assert alice.slugs("/articles/feed") == [second]


def test_every_reader_sees_their_own_favorites_and_follows(
    api: TestClient, alice: Person, bob: Person
) -> None:
    slug = bob.write()["slug"]
    alice.post(f"/profiles/{bob.name}/follow")
    alice.post(f"/articles/{slug}/favorite")
    seen = []
    for reader in (alice, bob):
        seen += reader.get(f"/articles?author={bob.name}").json()["articles"]
    seen += api.get(f"/api/articles?author={bob.name}").json()["articles"]
    assert [(each["favorited"], each["favoritesCount"], each["author"]["following"]) for each in seen] == [
        (True, 1, True),
        (False, 1, False),
        (False, 1, False),
    ]
