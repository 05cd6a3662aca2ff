from concurrent.futures import ThreadPoolExecutor

from tests.sign_in import Person


def test_a_favorite_counts_once_per_user(alice: Person, bob: Person) -> None:
    article = alice.write(tagList=["one"])
    path = f"/articles/{article['slug']}/favorite"
    for person, count in ((alice, 1), (alice, 1), (bob, 2)):
        answer = person.post(path).json()["article"]
        assert answer == article | {"favorited": True, "favoritesCount": count}
    for count in (1, 1):
        answer = alice.delete(path).json()["article"]
        assert answer == article | {"favorited": False, "favoritesCount": count}
    assert bob.read(article["slug"])["favorited"] is True


def test_favorites_at_once_count_once(alice: Person) -> None:
    slug = alice.write()["slug"]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: alice.post(f"/articles/{slug}/favorite"), range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert alice.read(slug)["favoritesCount"] == 1


def test_an_article_deleted_meanwhile_is_not_found(alice: Person, bob: Person) -> None:
    slug = alice.write()["slug"]
    path = f"/articles/{slug}"
    calls = [
        lambda: alice.delete(path),
        lambda: bob.post(f"{path}/favorite"),
        lambda: bob.post(f"{path}/comments", {"comment": {"body": "Wait"}}),
        lambda: alice.put(path, {"article": {"body": "New", "tagList": ["new"]}}),
    ]
    with ThreadPoolExecutor(len(calls)) as pool:
        deleted, *others = [future.result() for future in [pool.submit(call) for call in calls]]
    assert deleted.status_code == 204
    assert {answer.status_code for answer in others} <= {200, 201, 404}
