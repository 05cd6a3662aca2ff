from uuid import uuid4

import pytest

from tests.sign_in import Person, new_article


def test_a_new_article_has_an_author_and_sorted_tags(alice: Person) -> None:
    title = f"Dragons, {uuid4().hex}!"
    fields = new_article(title=title, body="They **fly** 🐉.\n", tagList=["b", "A", "é", "a", "b"])
    article = alice.write(**fields)
    assert article == fields | {
        "slug": title.lower().replace(", ", "-").rstrip("!"),
        "tagList": ["A", "a", "b", "é"],
        "createdAt": article["createdAt"],
        "updatedAt": article["createdAt"],
        "favorited": False,
        "favoritesCount": 0,
        "author": {"username": alice.name, "bio": None, "image": None, "following": False},
    }
    assert alice.read(article["slug"]) == article


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", "x" * 256), ("description", None), ("body", " \n "), ("tagList", [""]), ("tagList", None)],
)
def test_an_invalid_field_is_named(field: str, value: object, alice: Person) -> None:
    article = alice.write()
    for answer in (
        alice.post("/articles", {"article": new_article(**{field: value})}),
        alice.put(f"/articles/{article['slug']}", {"article": {field: value}}),
    ):
        assert answer.status_code == 422
        assert list(answer.json()["errors"]) == [field]
    assert alice.read(article["slug"]) == article


def test_omitted_tags_stay_and_an_empty_list_clears_them(alice: Person) -> None:
    path = f"/articles/{alice.write(tagList=['one', 'two'])['slug']}"
    for changes, tags in (
        ({"body": "New"}, ["one", "two"]),
        ({"tagList": ["two", "three"]}, ["three", "two"]),
        ({"tagList": []}, []),
    ):
        assert alice.put(path, {"article": changes}).json()["article"]["tagList"] == tags


def test_every_change_advances_updated_at(alice: Person) -> None:
    article = alice.write()
    times = [article["updatedAt"]]
    every: list[dict[str, object]] = [{"body": "New"}, {"body": "New"}, {}, {"tagList": []}]
    for changes in every:
        changed = alice.put(f"/articles/{article['slug']}", {"article": changes}).json()["article"]
        assert changed == article | {"body": "New", "updatedAt": changed["updatedAt"]}
        times.append(changed["updatedAt"])
    assert times == sorted(set(times))


def test_a_deleted_article_takes_its_comments_and_favorites_along(alice: Person, bob: Person) -> None:
    title, tag = f"Gone {uuid4().hex}", uuid4().hex
    path = f"/articles/{alice.write(title=title, tagList=[tag])['slug']}"
    bob.post(f"{path}/favorite")
    bob.post(f"{path}/comments", {"comment": {"body": "Pity"}})
    assert alice.delete(path).status_code == 204
    assert alice.delete(path).status_code == 404
    assert tag not in alice.get("/tags").json()["tags"]

    again = bob.write(title=title)
    assert f"/articles/{again['slug']}" == path
    assert again["favoritesCount"] == 0
    assert bob.get(f"{path}/comments").json() == {"comments": []}


def test_only_its_author_changes_or_deletes_an_article(alice: Person, bob: Person) -> None:
    article = alice.write()
    path = f"/articles/{article['slug']}"
    for answer in (bob.put(path, {"article": {"body": "Mine"}}), bob.delete(path)):
        assert answer.status_code == 403
        assert answer.json() == {"errors": {"article": ["forbidden"]}}
    assert alice.read(article["slug"]) == article


def test_a_favorite_counts_once_per_user(alice: Person, bob: Person) -> None:
    article = alice.write(tagList=["one"])
    path = f"/articles/{article['slug']}/favorite"
    for person, count in ((alice, 1), (alice, 1), (bob, 2)):
        answer = person.post(path).json()["article"]
        assert answer == article | {"favorited": True, "favoritesCount": count}
    for _ in range(2):
        answer = alice.delete(path).json()["article"]
        assert answer == article | {"favorited": False, "favoritesCount": 1}
